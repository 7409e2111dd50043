import { expect, it } from 'vitest';
import { onNative, rowsOf } from '../src/faults/run.js';

const records = { pair: 8, point: 16, flags: 4 };
const numbers = { bool: 1, uint8: 1, uint32: 4, uint32be: 4, float32: 4, float64: 8, float64be: 8, int64: 8 };
const cases = Object.entries({ ...numbers, ...records }).flatMap(([type, size]) =>
  [false, true].flatMap((shared) => [0, 1].map((start) => ({ type, size, shared, start }))),
);

onNative('a compiled loop of several accesses', (way) => {
  it.each(cases)('of $type, shared: $shared, from $start on', ({ type, size, shared, start }) => {
    const rows = rowsOf(way, 'compiled.cjs', 'compiled', { type, shared, start });
    const half = (32 * pageSizeOf(rows)) / size;
    for (const [name, told] of Object.entries(rows)) {
      if (name !== 'page') expect(told, name).toEqual([`truncated ${half * size} ${half}`, 0]);
    }
    expect(Object.keys(rows).length).toBe(type in records ? 5 : 6);
  });
});

function pageSizeOf(rows: Readonly<Record<string, unknown>>): number {
  if (typeof rows.page !== 'number') throw new Error('the program has told no page size');
  return rows.page;
}
