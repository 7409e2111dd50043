import { expect, it } from 'vitest';
import { onEveryWay, onSurvivors, rowsOf } from '../src/faults/run.js';
import { carray } from '../src/packed.js';

const PAGE = carray.pageSize;
const LOST = 2 * PAGE;
const END = 4 * PAGE;
const fine = {};
const fault = (byte: number, index: number | '-' = byte) => `truncated ${byte} ${index}`;
const pages = (page: number, count = 1) => ['truncated', page * PAGE, count * PAGE];

/** Before any access met a page that is gone, and after. */
const states = [{ touched: false }, { touched: true }];

onSurvivors('a mapping with pages that are gone', (way) => {
  const rows = (name: string, given: object = {}) => rowsOf(way, 'calls.cjs', name, given);

  it.each(states)('flush, advise, protect and unmap work, %o', (given) => {
    expect(rows('operations', given)).toEqual({
      flushSync: [fine, fine, fine],
      flush: 'fine',
      msync: { returned: true },
      advise: [fine, fine, fine],
      populate: fine,
      protect: [fine, 'ERR_MAPPING_READ_ONLY', fine],
      after: [fine, fault(LOST), fault(LOST)],
      range: [fine, 'ERR_MAPPING_NO_ACCESS'],
      again: [fine, fault(LOST)],
      faults: [pages(2)],
      unmap: [true, false, 'ERR_MAPPING_UNMAPPED', 1],
    });
  });

  it('inspect and console.log of a reference to an element that is gone do not throw, and are no access', () => {
    expect(rows('lostReference')).toEqual({ inspect: { returned: 'string' }, console: fine, faults: [] });
  });

  it('nor do they after its fields were asked for', () => {
    expect(rows('usedReference')).toEqual({
      field: fault(LOST, LOST / 16),
      inspect: { returned: 'string' },
      json: fault(LOST, LOST / 16),
    });
  });

  it('it is writable all the same', () => {
    expect(rows('writable')).toEqual({ 'not touched': [true, true], touched: [true, true] });
  });

  const uses = ['get', 'set', 'fill', 'toBuffer', 'toArray', 'indexOf', 'forEach', 'reduce', 'replace'];
  /** Those that ended in a way that is not allowed. */
  const endedOtherwise = (told: Readonly<Record<string, unknown>>, allowed: RegExp) =>
    Object.entries(told).filter(([, row]) => !allowed.test(String(Array.isArray(row) && row[0])));

  it('a listener that unmaps: the call that met the fault ends in an error', () => {
    const told = rows('unmapInListener');
    expect(Object.keys(told)).toEqual(uses);
    expect(endedOtherwise(told, /^truncated |^ERR_MAPPING_UNMAPPED$/)).toEqual([]);
    const rests = Object.values(told).map((row) => (Array.isArray(row) ? row.slice(1) : row));
    expect(rests).toEqual(uses.map(() => ['ERR_MAPPING_UNMAPPED', [true], true]));
  });

  it('a listener that brings the pages back: the call ends in an error, or right', () => {
    const told = rows('healingListener');
    expect(Object.keys(told)).toEqual(uses);
    expect(endedOtherwise(told, /^truncated |^right$/)).toEqual([]);
  });

  it('a listener that throws: its error comes out, and the page is at fault all the same', () => {
    expect(rows('throwingListener')).toEqual({
      get: ['MINE', fault(LOST), 'MINE'],
      after: [true, fault(LOST)],
      faults: [pages(2), pages(3)],
      healed: true,
    });
  });

  it('a listener that uses the mapping: what is there it can have', () => {
    expect(rows('nestedListener')).toEqual({
      get: fault(LOST),
      seen: [
        [LOST + PAGE, true, fault(LOST + PAGE)],
        [LOST, true, fault(LOST + PAGE)],
      ],
    });
  });

  it('all arrays of the mapping know of it, those of another one do not', () => {
    expect(rows('otherArrays')).toEqual({
      first: fault(LOST, LOST / 16),
      others: [fault(LOST + 1), fault(LOST, 8), fault(LOST, LOST / 16)],
      'in front': [true, true],
      'another mapping': [LOST, { returned: true }, [pages(2)]],
    });
  });
});

onEveryWay('a mapping with pages that are gone, where it is shown', (way) => {
  it.each(states)('inspect and console.log never throw, JSON does, %o', ({ touched }) => {
    // Without a guard for single accesses none may be made there.
    const given = { touched: touched && (way.backend === 'native' || way.guard === 'all') };
    expect(rowsOf(way, 'calls.cjs', 'shown', given)).toEqual({
      inspect: [true, true],
      lost: [true, true, true],
      ref: { returned: true },
      console: [fine, fine, fine],
      facts: [END, END, END, false],
      'no new faults': given.touched ? [pages(2)] : [],
      json: [fault(LOST), fault(LOST, LOST / 16)],
      'json in front': { returned: '[1,32,63]' },
    });
  });

  it('inspect of a reference to an element that is gone', () => {
    const { inspect } = rowsOf(way, 'calls.cjs', 'lostReference');
    expect(inspect).toEqual({ returned: 'string' });
  });

  it('the kernel answers EFAULT where it is given such memory, and its calls are no faults', () => {
    expect(rowsOf(way, 'calls.cjs', 'system')).toEqual({
      write: 'EFAULT',
      read: 'EFAULT',
      'in front': [{ returned: LOST }, LOST],
      faults: [],
      array: true,
    });
  });
});
