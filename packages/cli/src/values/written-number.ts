import { UsageError } from '../errors.js';

const integer = /^([+-]?)(0x[\da-f]+|0b[01]+|0o[0-7]+|\d+)$/i;
const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const special = /^([+-]?)(?:(nan)|inf(?:inity)?)$/i;

/** A number as it is written: decimal, `0xff`, `0b101`, `1e-3`, `NaN`, `-Infinity`, `-0`. @throws UsageError */
export function numberOf(text: string): number {
  const [isSpecial, minus, none] = special.exec(text) ?? [];
  if (none !== undefined) return Number.NaN;
  if (isSpecial !== undefined) return minus === '-' ? -Infinity : Infinity;
  const [, sign, digits] = integer.exec(text) ?? [];
  if (digits === undefined && !decimal.test(text)) {
    throw new UsageError(
      `the value '${text}' is no number: decimal, 0x hexadecimal, with fraction and exponent, NaN, Infinity, -Infinity`,
    );
  }
  const amount = Number(digits ?? text);
  if (Number.isFinite(amount)) return digits !== undefined && sign === '-' ? -amount : amount;
  throw new UsageError(
    `the value '${text}' is too large for a number: at most ${Number.MAX_VALUE}, or Infinity`,
  );
}

/** An integer of any size. @throws UsageError */
export function bigIntOf(text: string): bigint {
  const [, sign, digits] = integer.exec(text) ?? [];
  if (digits === undefined)
    throw new UsageError(`the value '${text}' is no integer: decimal or 0x hexadecimal`);
  return sign === '-' ? -BigInt(digits) : BigInt(digits);
}
