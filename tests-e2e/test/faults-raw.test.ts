import { expect, it } from 'vitest';
import { onNative, rowsOf } from '../src/faults/run.js';
import { carray } from '../src/packed.js';

const PAGE = carray.pageSize;
const KEPT = 2 * PAGE;

onNative('raw views of a file made shorter', (way) => {
  const rows = (name: string, given: object = {}) => rowsOf(way, 'raw.cjs', name, given);

  it.each(['read-write', 'copy-on-write', 'read'])('%s: what the engine and Node do with them', (access) => {
    const told = rows('uses', { access });
    // The result is that of the bytes that are left and zeros; then one call throws, and the next one does not.
    const each = [true, `truncated ${KEPT} -`, { returned: true }, ['truncated'], KEPT];
    expect(told).toEqual(Object.fromEntries(Object.keys(told).map((name) => [name, each])));
    expect(Object.keys(told).length).toBeGreaterThan(20);
  });

  it('in machine code that was made before', () => {
    const each = [true, true];
    expect(rows('compiled')).toEqual({
      interpreted: each,
      loop: each,
      stores: each,
      dataView: each,
      words: each,
      atomics: each,
    });
  });

  it('is told once by the next call on any array, and then where the page is touched', () => {
    const fault = (byte: number, index: number | '-' = byte) => `truncated ${byte} ${index}`;
    expect(rows('told')).toEqual({
      unnoticed: [0, 0, 0],
      'first call': fault(2 * PAGE, '-'),
      second: [true, [['truncated', 2 * PAGE, 2 * PAGE]]],
      array: true,
      pages: [fault(2 * PAGE, PAGE / 2), fault(3 * PAGE + 1)],
      'one more': [0, fault(PAGE, '-'), 1],
      'its own page': [0, fault(PAGE), { returned: 1 }],
      'kept by the view': [5, fault(2 * PAGE)],
      healed: [[], 0],
    });
    expect(rows('toldWithElement')).toEqual({
      'same page': fault(2 * PAGE + 3),
      another: true,
      asked: [
        ['truncated', 2 * PAGE, PAGE],
        ['truncated', 3 * PAGE, PAGE],
      ],
      next: fault(3 * PAGE, '-'),
      'and after it': true,
    });
  });
});
