/** Whether this is the long form of the tests. */
export const isLong = Boolean(process.env.CARRAY_LONG);

/** How much of something a test does: what the environment says, or what is right for the form. */
export function sizeOf(variable: string, short: number, long: number): number {
  return Number(process.env[variable] ?? (isLong ? long : short));
}
