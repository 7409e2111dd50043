import { describe, expect, it } from 'vitest';
import type { FaultMark } from '../src/index.js';
import { Marks } from '../src/marks.js';
import { Runs } from '../src/runs.js';

const pageSize = 100;

/** The same random numbers in every run: xorshift. */
function randomNumbers(): (below: number) => number {
  let state = 88_172_645;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

describe('Runs', () => {
  it('answers as an array of all pages does, whatever was set', () => {
    const random = randomNumbers();
    const pages = 60;
    const runs = new Runs<FaultMark>(0);
    const expected = new Array<FaultMark>(pages).fill(0);
    const marks: FaultMark[] = [0, 1, 2, 3];
    for (let round = 0; round < 2_000; round++) {
      const from = random(pages);
      const to = Math.min(from + random(8), pages);
      const mark = marks[random(4)] ?? 0;
      runs.set(from, to, mark);
      expected.fill(mark, from, to);
      const page = random(pages);
      expect(runs.at(page)).toBe(expected[page]);
      const end = expected.findIndex((other, at) => at > page && other !== expected[page]);
      expect(Math.min(runs.endOf(page), pages)).toBe(end === -1 ? pages : end);
      const set = expected.findIndex((other, at) => at >= page && other !== 0);
      expect(runs.firstSet(page)).toBe(set === -1 ? Number.POSITIVE_INFINITY : set);
    }
  });

  it('forgets everything', () => {
    const runs = new Runs<FaultMark>(0);
    runs.set(3, 5, 2);
    runs.clear();
    expect([runs.at(4), runs.endOf(0), runs.firstSet(0)]).toEqual([
      0,
      Number.POSITIVE_INFINITY,
      Number.POSITIVE_INFINITY,
    ]);
  });

  it('answers of the last of as many pages as a region can have', () => {
    const runs = new Runs<FaultMark>(0);
    const last = 2 ** 41;
    runs.set(last, last + 1, 1);
    expect([runs.at(last - 1), runs.at(last), runs.at(last + 1)]).toEqual([0, 1, 0]);
    expect([runs.firstSet(0), runs.endOf(last)]).toEqual([last, last + 1]);
  });
});

describe('Marks', () => {
  it('keeps the mark that a page has already, and counts all the same', () => {
    const marks = new Marks(10 * pageSize, pageSize);
    marks.add(3 * pageSize, pageSize, 2);
    marks.add(pageSize, 5 * pageSize, 1);
    expect(Array.from({ length: 7 }, (_, page) => marks.at(page * pageSize))).toEqual([0, 1, 1, 2, 1, 1, 0]);
    expect(marks.counter[0]).toBe(2);
  });

  it('has one end for neighbours that were marked one by one', () => {
    const marks = new Marks(10 * pageSize, pageSize);
    for (const page of [4, 2, 3]) marks.add(page * pageSize, 1, 1);
    expect(marks.endOf(2 * pageSize)).toBe(5 * pageSize);
  });

  it('finds each of 80,000 scattered pages', () => {
    const pages = 80_000;
    const marks = new Marks(2 ** 28 * pageSize, pageSize);
    const offsets = Array.from(
      { length: pages },
      (_, index) => ((index * 48_271) % pages) * 3_000 * pageSize,
    );
    for (const offset of offsets) marks.add(offset + 7, 1, 1);
    expect(marks.counter[0]).toBe(pages);
    let [found, offset] = [0, marks.firstIn(0, 2 ** 28 * pageSize)];
    while (offset !== -1) {
      if (offset === found * 3_000 * pageSize) found++;
      const next = marks.endOf(offset);
      offset = marks.firstIn(next, 2 ** 28 * pageSize - next);
    }
    expect(found).toBe(pages);
  });
});
