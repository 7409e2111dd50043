import { expect, it } from 'vitest';
import { onSurvivors, rowsOf } from '../src/faults/run.js';
import { carray } from '../src/packed.js';

const PAGE = carray.pageSize;
const LOST = 2 * PAGE;
const fine = {};
const fault = (byte: number, index: number | '-' = byte) => `truncated ${byte} ${index}`;
const pages = (page: number, count = 1) => ['truncated', page * PAGE, count * PAGE];

onSurvivors('a file made shorter, and longer again', (way) => {
  const rows = (name: string, given: object = {}) => rowsOf(way, 'healing.cjs', name, given);

  const stored = {
    'read-write': { stored: fine, 'in file': [200, false] },
    'copy-on-write': { stored: fine, 'in file': [200, true] },
    read: { stored: 'ERR_MAPPING_READ_ONLY', 'in file': [expect.any(Number), true] },
  };
  for (const [access, ends] of Object.entries(stored)) {
    it(`${access}: pages that were touched stay at fault until remap, the others come back by themselves`, () => {
      expect(rows('regrown', { access })).toEqual({
        lost: [fault(LOST + 5), fault(LOST + 9)],
        touched: [fault(LOST), fault(LOST + 5), fault(LOST + PAGE - 1)],
        others: true,
        faults: [pages(2)],
        remap: fine,
        healed: [[], 0, true],
        words: true,
        fast: true,
        ...ends,
        'once more': [fault(LOST), fault(0)],
        'remap again': fine,
        'still lost': [[], fault(LOST), [pages(2)]],
      });
    });
  }

  it('shorter and longer again, with no access meanwhile: no fault', () => {
    expect(rows('unnoticed')).toEqual({ zeros: 0, end: [[], 77] });
  });

  it('an end inside of a page: zeros up to the end of the page, a fault behind it', () => {
    expect(rows('insideOfPage')).toEqual({
      page: 0,
      behind: fault(LOST),
      text: true, // the zeros end it
      all: fault(LOST, 101),
    });
  });

  it('another file at its path: ESTALE, no file there: ENOENT, and the faults are as before', () => {
    const asBefore = [[pages(2)], fault(LOST + 1), true];
    expect(rows('replaced')).toEqual({
      remap: ['ESTALE', 'ESTALE'],
      'as before': asBefore,
      removed: 'ENOENT',
      'and then': asBefore,
    });
  });

  it('a mapping of a descriptor, which may be closed by then', () => {
    const healed = [fault(LOST), fine, 0, 0, null];
    expect(rows('descriptor')).toEqual({
      open: healed,
      closed: healed,
      'closed, and another file has its number': healed,
      'closed, and another file has its path': [fault(LOST), 'ESTALE', -1, 1, null],
      'open, and its path is gone': healed,
    });
  });

  it('a mapping that starts inside of the file: bytes of the mapping in the facts, of the file in the message', () => {
    expect(rows('offset')).toEqual({
      'element -2': fault(PAGE, PAGE / 4 - 2),
      'element 0': fault(PAGE + 8, PAGE / 4),
      healed: true,
    });
  });

  it('changes in private pages that are well survive remap', () => {
    expect(rows('privateChanges')).toEqual({ kept: [200, true, true] });
  });

  it('the protection of the pages comes back too', () => {
    expect(rows('protection')).toEqual({
      lost: [fault(3 * PAGE), 'ERR_MAPPING_READ_ONLY'],
      healed: [true, 'ERR_MAPPING_READ_ONLY', fine],
      pages: 'r--s',
    });
  });

  it('listeners hear of each page once, until they are taken off', () => {
    expect(rows('listeners')).toEqual({
      'nothing new': [],
      twice: [pages(3), pages(3)],
      facts: [true, true, true],
      order: [LOST, 3 * PAGE],
      'after remap': [pages(0)],
      none: [[], 'ERR_INVALID_ARG_VALUE', 'ERR_INVALID_ARG_TYPE'],
    });
  });

  it('where nothing is at fault, remap changes nothing', () => {
    expect(rows('noFaults')).toEqual({
      'nothing to heal': [fine, 200, []],
      unmapped: 'ERR_MAPPING_UNMAPPED',
      anonymous: fine,
    });
  });
});
