import { describe, expect, it } from 'vitest';
import { PageSet } from '../src/memory/page-set.js';

const PAGE = 1 << 14;
const run = (page: number, count: number) => ({ byteOffset: page * PAGE, byteLength: count * PAGE });

describe('a set of pages', () => {
  it('returns the pages that are new, side by side as one', () => {
    const set = new PageSet(20 * PAGE, PAGE);
    expect(set.add(3 * PAGE, 6 * PAGE)).toEqual([run(3, 3)]);
    expect(set.add(3 * PAGE, 6 * PAGE)).toEqual([]);
    expect(set.add(0, 20 * PAGE)).toEqual([run(0, 3), run(6, 14)]);
    expect(set.add(0, 20 * PAGE)).toEqual([]);
  });

  it('takes each page that a byte of the range lies in', () => {
    const set = new PageSet(4 * PAGE, PAGE);
    expect(set.add(PAGE + 1, PAGE + 2)).toEqual([run(1, 1)]);
    expect(set.add(0, PAGE + 1)).toEqual([run(0, 1)]);
    expect(set.add(PAGE - 1, 2 * PAGE + 1)).toEqual([run(2, 1)]);
  });

  it('has a last page that is there in part', () => {
    const set = new PageSet(2 * PAGE + 1, PAGE);
    expect(set.add(2 * PAGE, 2 * PAGE + 1)).toEqual([run(2, 1)]);
  });

  it('keeps apart what is apart', () => {
    const set = new PageSet(100 * PAGE, PAGE);
    for (let page = 1; page < 100; page += 2) expect(set.add(page * PAGE, (page + 1) * PAGE)).toHaveLength(1);
    expect(set.add(0, 100 * PAGE)).toHaveLength(50);
  });
});
