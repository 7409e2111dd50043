import { invalidType, invalidValue, outOfRange } from '../errors/arguments.js';

const MAX_INT = 2 ** 31 - 1;

/** A count of bytes or elements: a number or bigint that is a safe integer, not negative. Returns a number. */
export function checkCount(name: string, value: unknown, max: number = Number.MAX_SAFE_INTEGER): number {
  if (typeof value !== 'number' && typeof value !== 'bigint') {
    throw invalidType(name, 'of type number or bigint', value);
  }
  if (value >= 0 && value <= max && (typeof value === 'bigint' || Number.isInteger(value)))
    return Number(value) + 0; // -0 is 0
  throw outOfRange(name, `an integer from 0 to ${max}`, value);
}

/** `checkCount` for an argument that may be left out. */
export function checkOptionalCount(name: string, value: unknown): number | undefined {
  return value === undefined ? undefined : checkCount(name, value);
}

/** An address: a bigint or a number, in the range of a 64-bit pointer. */
export function checkAddress(name: string, value: unknown): number {
  if (typeof value === 'bigint') {
    if (value >= 0n && value < 2n ** 63n) return Number(value);
    throw outOfRange(name, 'an integer from 0 to 2 ** 63 - 1', value);
  }
  return checkCount(name, value);
}

/** Protection, flags or advice: what the system takes as a C `int`, not negative. */
export function checkFlags(name: string, value: unknown): number {
  if (typeof value !== 'number') throw invalidType(name, 'of type number', value);
  if (Number.isInteger(value) && value >= 0 && value <= MAX_INT) return value;
  throw outOfRange(name, `an integer from 0 to ${MAX_INT}`, value);
}

/** An index of an element: an integer from 0 to length - 1. */
export function checkIndex(index: unknown, length: number): asserts index is number {
  if (typeof index !== 'number') throw invalidType('index', 'of type number', index);
  if (Number.isInteger(index) && index >= 0 && index < length) return;
  const hint = index < 0 && -index <= length ? ' (at counts from the end)' : '';
  const range = length === 0 ? 'of an element, but the array has none' : `an integer from 0 to ${length - 1}`;
  throw outOfRange('index', range + hint, index);
}

export function checkBoolean(name: string, value: unknown): asserts value is boolean {
  if (typeof value !== 'boolean') throw invalidType(name, 'of type boolean', value);
}

/** An object of options with no name beyond the known ones. */
export function checkOptions(value: unknown, known: readonly string[]): void {
  if (typeof value !== 'object' || value === null) throw invalidType('options', 'of type object', value);
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown !== undefined) throw invalidValue('options', `may have ${known.join(', ')}`, unknown);
}

/** The number of a process. */
export function checkProcess(name: string, value: unknown): number {
  if (typeof value !== 'number') throw invalidType(name, 'of type number', value);
  if (Number.isInteger(value) && value >= 1 && value <= MAX_INT) return value;
  throw outOfRange(name, `an integer from 1 to ${MAX_INT}`, value);
}
