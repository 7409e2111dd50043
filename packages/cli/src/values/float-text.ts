const MOST_DIGITS = 9; // that a float32 needs
const EXACT_POWER = 22; // 10 to this and less are doubles
const powers = Array.from({ length: EXACT_POWER + 1 }, (_, power) => Number(`1e${power}`));

/** A number as the engine writes it, but with its sign: -0. */
export const doubleText = (value: number): string => exceptionalDouble(value) ?? String(value);

/** The shortest text that reads back as the same float32. */
export function float32Text(value: number): string {
  const short = shortFloat32(value);
  return exceptionalFloat32(short) ?? String(short);
}

/** The text of a number that a list in JSON does not have as it is. */
export const exceptionalDouble = (value: number): string | undefined =>
  value - value !== 0 || (value === 0 && 1 / value < 0) ? (value === 0 ? '-0' : String(value)) : undefined;

/** The same of a number by `shortFloat32`: those with many zeros at their end or start are written with an exponent. */
export function exceptionalFloat32(short: number): string | undefined {
  const size = Math.abs(short);
  const hasZeros = (size >= 1e9 && size < 1e21) || (size >= 1e-6 && size < 1e-3);
  return hasZeros ? short.toExponential() : exceptionalDouble(short);
}

/** The number of the fewest decimal digits that reads back as the same float32. */
export function shortFloat32(value: number): number {
  if (!Number.isFinite(value) || value === 0) return value;
  const exponent = Math.floor(Math.log10(Math.abs(value)));
  let short = value;
  for (let digits = 6; digits <= MOST_DIGITS; digits++) {
    short = rounded(value, digits, digits - 1 - exponent);
    if (Math.fround(short) === value) return short;
  }
  return Number(value.toPrecision(MOST_DIGITS)); // where the logarithm was off by one
}

/** The value with so many digits, `decimals` of them behind the point. */
function rounded(value: number, digits: number, decimals: number): number {
  if (decimals > EXACT_POWER || decimals < -EXACT_POWER) return Number(value.toPrecision(digits));
  const power = powers[Math.abs(decimals)] ?? 1;
  return decimals < 0 ? Math.round(value / power) * power : Math.round(value * power) / power;
}
