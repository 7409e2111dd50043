import { describe, expect, test } from 'vitest';
import { Cells } from '../src/cache/cells.js';
import { percentText } from '../src/cache/entry.js';
import { heatMap, legend, levelOf } from '../src/cache/heat-map.js';
import { joined, runsOf } from '../src/cache/runs.js';

const sum = (flags: Uint8Array): number => flags.reduce((total, flag) => total + flag, 0);
const add = (cells: Cells, first: number, flags: Uint8Array): void => cells.add(first, flags, sum(flags));

describe('cells', () => {
  test.each([
    [1, 1],
    [7, 3],
    [3, 7],
    [100, 78],
    [65_537, 80],
    [1_310_720, 79],
  ])('of %i pages, at most %i: each page is in one, whatever the pieces', (pages, most) => {
    const flags = Uint8Array.from({ length: pages }, (_, page) => Number((page * 2_654_435_761) % 7 < 3));
    const whole = new Cells(pages, most);
    add(whole, 0, flags);
    expect(whole.length).toBe(Math.min(pages, most));
    expect(whole.start(whole.length)).toBe(pages);
    for (let cell = 0; cell < whole.length; cell++) {
      const part = flags.subarray(whole.start(cell), whole.start(cell + 1));
      expect(part.length).toBeGreaterThan(0);
      expect(whole.resident[cell]).toBe(sum(part));
    }
    const pieces = new Cells(pages, most);
    const step = Math.ceil(pages / 13);
    for (let from = 0; from < pages; from += step) add(pieces, from, flags.subarray(from, from + step));
    expect(pieces.resident).toEqual(whole.resident);
  });

  test('pieces that are in memory as a whole, or not at all', () => {
    const cells = new Cells(1000, 7);
    add(cells, 100, new Uint8Array(450).fill(1));
    add(cells, 550, new Uint8Array(450));
    const flags = new Uint8Array(1000).fill(1, 100, 550);
    expect(cells.resident).toEqual(
      cells.resident.map((_, cell) => sum(flags.subarray(cells.start(cell), cells.start(cell + 1)))),
    );
  });

  test('of no pages there are none', () => {
    const none = new Cells(0, 80);
    add(none, 0, new Uint8Array(0));
    expect(none.resident).toEqual([]);
    expect(heatMap(none, 'ascii')).toBe('||');
  });

  test('one page is not none, and all but one is not all', () => {
    expect([0, 1, 333, 334, 666, 667, 999, 1000].map((count) => levelOf(count, 1000))).toEqual([
      0, 1, 1, 2, 2, 3, 3, 4,
    ]);
    expect([levelOf(0, 1), levelOf(1, 1)]).toEqual([0, 4]);
  });

  test('a picture differs by its signs', () => {
    const cells = new Cells(20, 5);
    add(cells, 0, Uint8Array.from([0, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 1]));
    expect(heatMap(cells, 'blocks')).toBe('| ░▒▓█|');
    expect(heatMap(cells, 'ascii')).toBe('| .:+#|');
    for (const kind of ['blocks', 'ascii'] as const)
      for (const sign of heatMap(cells, kind).slice(1, -1)) expect(legend(kind)).toContain(sign);
  });
});

test('0% and 100% are exactly none and all', () => {
  expect([0, 1, 500_000, 999_999, 1_000_000].map((count) => percentText(count, 1_000_000))).toEqual([
    '0%',
    '0.1%',
    '50.0%',
    '99.9%',
    '100%',
  ]);
  expect(percentText(0, 0)).toBe('-');
});

describe('runs', () => {
  const runs = (flags: string, flag: 0 | 1) =>
    runsOf({ firstPage: 10, pages: Uint8Array.from(flags, Number) }, flag);

  test.each([
    ['', 1, []],
    ['0000', 1, []],
    ['1111', 1, [[10, 4]]],
    [
      '1011',
      1,
      [
        [10, 1],
        [12, 2],
      ],
    ],
    ['1011', 0, [[11, 1]]],
    [
      '0110',
      0,
      [
        [10, 1],
        [13, 1],
      ],
    ],
  ] as const)('of %j, those with %i', (flags, flag, expected) => {
    expect(runs(flags, flag)).toEqual(expected);
  });

  test('those with few pages between them become one', () => {
    expect(
      joined(
        [
          [0, 1],
          [1, 2],
          [5, 1],
        ],
        1,
      ),
    ).toEqual([
      [0, 3],
      [5, 1],
    ]);
    expect(
      joined(
        [
          [0, 1],
          [3, 1],
          [9, 1],
        ],
        3,
      ),
    ).toEqual([
      [0, 4],
      [9, 1],
    ]);
    expect(joined([], 3)).toEqual([]);
  });
});
