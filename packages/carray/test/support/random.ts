/** Numbers that look random and come again with the same seed. */
export interface Random {
  /** An integer from 0 up to, not including, `end`. */
  below(end: number): number;
  pick<T>(items: readonly T[]): T;
}

/** The seed of this run, to be shown with what fails; CARRAY_TEST_SEED repeats a run. */
export const seed = Number(process.env.CARRAY_TEST_SEED ?? Date.now() % 2 ** 31);

/** mulberry32: small, and good enough to choose test cases. */
export function createRandom(start: number): Random {
  let state = start | 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number) => Math.floor(next() * end);
  const pick = <T>(items: readonly T[]): T => {
    const item = items[below(items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  };
  return { below, pick };
}
