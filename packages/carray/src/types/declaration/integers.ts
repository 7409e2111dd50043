import { size_t } from '../c-names.js';

/** The type of a constant, as far as it counts: bits and signedness. */
export interface IntegerType {
  readonly bits: 32 | 64;
  readonly signed: boolean;
}

/** A constant of C. */
export interface Integer extends IntegerType {
  readonly value: bigint;
}

/** Why an operation has no result, which would be of this type. */
export interface Problem extends IntegerType {
  readonly problem: string;
}

export const longBits = size_t.size === 8 ? 64 : 32;
export const int = (value: bigint): Integer => ({ value, bits: 32, signed: true });
export const size = (value: number): Integer => ({ value: BigInt(value), bits: longBits, signed: false });

export const holds = ({ bits, signed }: { bits: number; signed: boolean }, value: bigint): boolean =>
  (signed ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value)) === value;

/** Unsigned types count modulo 2^bits, signed ones do not overflow. */
function inType({ bits, signed }: IntegerType, value: bigint): Integer | Problem {
  if (!signed) return { bits, signed, value: BigInt.asUintN(bits, value) };
  return holds({ bits, signed }, value)
    ? { bits, signed, value }
    : { bits, signed, problem: `the result does not fit an integer of ${bits} bits` };
}

/** The type that two operands are converted to. */
function common(left: IntegerType, right: IntegerType): IntegerType {
  if (left.bits === right.bits) return { bits: left.bits, signed: left.signed && right.signed };
  const { bits, signed } = left.bits > right.bits ? left : right;
  return { bits, signed };
}

const converted = (type: IntegerType, value: bigint): bigint =>
  type.signed ? value : BigInt.asUintN(type.bits, value);

const arithmetic: Readonly<Record<string, (left: bigint, right: bigint) => bigint>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
  '&': (left, right) => left & right,
  '|': (left, right) => left | right,
  '^': (left, right) => left ^ right,
};

const comparisons: Readonly<Record<string, (left: bigint, right: bigint) => boolean>> = {
  '<': (left, right) => left < right,
  '>': (left, right) => left > right,
  '<=': (left, right) => left <= right,
  '>=': (left, right) => left >= right,
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
};

export function binary(operator: string, left: Integer, right: Integer): Integer | Problem {
  if (operator === '<<' || operator === '>>') return shift(operator, left, right.value);
  const type = common(left, right);
  const [a, b] = [converted(type, left.value), converted(type, right.value)];
  const compare = comparisons[operator];
  if (compare !== undefined) return int(compare(a, b) ? 1n : 0n);
  const compute = arithmetic[operator];
  if (compute === undefined) return { ...type, problem: `unknown operator '${operator}'` };
  if (b === 0n && (operator === '/' || operator === '%')) return { ...type, problem: 'division by zero' };
  return inType(type, compute(a, b));
}

function shift(operator: '<<' | '>>', { value, bits, signed }: Integer, count: bigint): Integer | Problem {
  if (count < 0n || count >= BigInt(bits)) {
    return { bits, signed, problem: `a shift must be by 0 to ${bits - 1} bits, not ${count}` };
  }
  if (operator === '>>') return { value: value >> count, bits, signed };
  const shifted = value << count;
  if (!signed) return inType({ bits, signed }, shifted);
  // Into the sign bit, as in 1 << 31, is what compilers take.
  if (value >= 0n && holds({ bits, signed: false }, shifted)) {
    return { value: BigInt.asIntN(bits, shifted), bits, signed };
  }
  return inType({ bits, signed }, shifted);
}

export function unary(operator: string, operand: Integer): Integer | Problem {
  const { value, bits, signed } = operand;
  if (operator === '!') return int(value === 0n ? 1n : 0n);
  if (operator === '~') return inType({ bits, signed }, ~value);
  return operator === '-' ? inType({ bits, signed }, -value) : operand;
}

/** The value of `condition ? left : right`: in the type that both have in common. */
export function choice(condition: Integer, left: Integer, right: Integer): Integer {
  const type = common(left, right);
  return { ...type, value: converted(type, condition.value !== 0n ? left.value : right.value) };
}
