import { constants } from 'node:os';
import { MAP_PRIVATE, MAP_SHARED } from '@carray/constants';
import { expect, it } from 'vitest';
import type { Fixture } from './fixture.js';
import { makeWord } from './words.js';

const { EAGAIN, ETIMEDOUT } = constants.errno;
const numbers = [0, 1, -1, 7, 2 ** 31 - 1, -(2 ** 31)];

// Nobody else can wake a thread that waits here: waits that are woken are for the tests of a backend, which know its threads.
export function waitCases(fixture: Fixture): void {
  const { backend } = fixture;
  if (!backend.supports.waits) {
    it('are not there: see what is refused', () => expect(backend.supports.asyncWaits).toBe(false));
    return;
  }

  it.each(numbers)('does not wait where there is another number than %i: EAGAIN', (expected) => {
    const { waiting, waking, cell } = makeWord(fixture);
    for (const number of numbers.filter((other) => other !== expected)) {
      cell[0] = number;
      for (const { region, byteOffset } of [waiting, waking]) {
        expect(backend.waitAt(region, byteOffset, expected, -1), `where ${number} is`).toBe(-EAGAIN);
        expect(backend.waitAt(region, byteOffset, expected, 0), `where ${number} is`).toBe(-EAGAIN);
      }
    }
  });

  it.each(numbers)('waits where there is %i, to the end of its time: ETIMEDOUT', (expected) => {
    const { waiting, waking, cell } = makeWord(fixture);
    cell[0] = expected;
    for (const { region, byteOffset } of [waiting, waking]) {
      expect(backend.waitAt(region, byteOffset, expected, 1)).toBe(-ETIMEDOUT);
    }
    expect(cell[0]).toBe(expected);
  });

  it.each([0, 5, 0.25, 1.5, 1e-6, 1e-9])('takes %f milliseconds', (timeout) => {
    const { waiting } = makeWord(fixture);
    const begun = process.hrtime.bigint();
    expect(backend.waitAt(waiting.region, waiting.byteOffset, 0, timeout)).toBe(-ETIMEDOUT);
    // Whatever the machine is at, it is never earlier.
    expect(Number(process.hrtime.bigint() - begun)).toBeGreaterThanOrEqual(timeout * 1e6 * 0.999);
  });

  it.each([
    1e9,
    1e12,
    1e13,
    2 ** 53,
    Number.MAX_VALUE,
    Number.POSITIVE_INFINITY,
    -1,
    Number.NEGATIVE_INFINITY,
  ])('takes %f milliseconds, and does not begin where there is another number', (timeout) => {
    const { waiting } = makeWord(fixture);
    expect(backend.waitAt(waiting.region, waiting.byteOffset, 1, timeout)).toBe(-EAGAIN);
  });

  it('wakes none where nobody waits', () => {
    const { waiting, waking } = makeWord(fixture);
    for (const { region, byteOffset } of [waiting, waking]) {
      for (const count of [0, 1, 2, 1000, 2 ** 31 - 1, 2 ** 31, 2 ** 32 + 1, Number.MAX_SAFE_INTEGER, -1]) {
        expect(backend.wakeAt(region, byteOffset, count), `at most ${count}`).toBe(0);
      }
    }
  });

  it.each([
    ['shared', MAP_SHARED],
    ['private', MAP_PRIVATE],
  ])('takes memory without a file, %s', (_, flags) => {
    const region = fixture.anonymous({ flags });
    expect(backend.waitAt(region, 0, 0, 0)).toBe(-ETIMEDOUT);
    expect(backend.waitAt(region, 0, 1, 0)).toBe(-EAGAIN);
    expect(backend.wakeAt(region, 0, 1)).toBe(0);
  });

  it('takes each number of a page', () => {
    const region = fixture.anonymous({ flags: MAP_SHARED });
    for (const byteOffset of [0, 4, 8, fixture.pageSize - 4]) {
      expect(backend.waitAt(region, byteOffset, 0, 0)).toBe(-ETIMEDOUT);
    }
  });
}
