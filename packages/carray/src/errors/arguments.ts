import { inspect } from 'node:util';
import { rangeError, typeError } from './coded.js';

const MOST_SHOWN = 80;

/** A value of the caller's in a message, however long it is. */
export function shown(value: unknown): string {
  const text = inspect(typeof value === 'string' ? value.slice(0, MOST_SHOWN) : value);
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}...` : text;
}

/** A value as the end of a message: `Received type string ('10')`. */
export function received(value: unknown): string {
  if (value === null || value === undefined) return `Received ${value}`;
  if (typeof value === 'function') return `Received function ${value.name}`;
  if (typeof value === 'object') {
    const name = Object.getPrototypeOf(value)?.constructor?.name;
    return typeof name === 'string'
      ? `Received an instance of ${name}`
      : `Received ${inspect(value, { depth: -1 })}`;
  }
  return `Received type ${typeof value} (${shown(value)})`;
}

/** ERR_INVALID_ARG_TYPE: the kind of value is wrong. */
export function invalidType(name: string, expected: string, value: unknown): Error {
  return typeError('ERR_INVALID_ARG_TYPE', `The "${name}" argument must be ${expected}. ${received(value)}`);
}

/** What is no array of ours as the end of a message. Each copy of the package in a process has a class of its own, and they are not the same. */
export function receivedNoArray(value: unknown): string {
  const text = received(value);
  return text.endsWith(' of CArray')
    ? `${text} of another copy of this package: npm ls carray shows them`
    : text;
}

/** ERR_INVALID_ARG_TYPE, where an array is needed. */
export function invalidArray(name: string, value: unknown): Error {
  return typeError(
    'ERR_INVALID_ARG_TYPE',
    `The "${name}" argument must be a CArray. ${receivedNoArray(value)}`,
  );
}

/** ERR_OUT_OF_RANGE: the kind is right, the value is not. */
export function outOfRange(name: string, expected: string, value: unknown): Error {
  return rangeError(
    'ERR_OUT_OF_RANGE',
    `The value of "${name}" is out of range. It must be ${expected}. Received ${shown(value)}`,
  );
}

/** ERR_INVALID_ARG_VALUE: a value of the right kind that makes no sense here. */
export function invalidValue(name: string, reason: string, value: unknown): Error {
  return typeError('ERR_INVALID_ARG_VALUE', `The argument "${name}" ${reason}. ${received(value)}`);
}

/** The refusal of a value as one of the field that it was for. Anything else, as an error of the caller's iterator, stays what it is. */
export function inField(name: string, error: unknown): unknown {
  if (!(error instanceof Error && 'code' in error)) return error;
  const message = `In the field ${inspect(name)}: ${error.message}`;
  if (error.code === 'ERR_INVALID_ARG_TYPE') return typeError(error.code, message);
  if (error.code === 'ERR_OUT_OF_RANGE') return rangeError(error.code, message);
  return error;
}
