import { describe, expect, it } from 'vitest';
import { onNative, onSurvivors, rowsOf } from '../src/faults/run.js';
import { carray } from '../src/packed.js';

const PAGE = carray.pageSize;
const PAGES = 64;
const LAST = PAGES * PAGE - 1;
const READ_ONLY = 'ERR_MAPPING_READ_ONLY';
const kinds = ['shared', 'private', 'protected', 'mprotected', 'anonymous'];
const fault = (byte: number, index: number | '-' = byte) => `read-only ${byte} ${index}`;

describe('stores through raw views of read-only pages', () => {
  onNative('survive', (way) => {
    const rows = (name: string, given: object = {}) => rowsOf(way, 'protection.cjs', name, given);

    it.each(kinds)(
      '%s: one is told once, its page is a copy until remap, the file stays as it was',
      (kind) => {
        const { healed, ...told } = rows('one', { kind });
        expect(told).toEqual({
          set: [READ_ONLY, READ_ONLY, false],
          view: [200, true, true],
          'next call': fault(PAGE + 0, '-'),
          after: [{ returned: true }, fault(PAGE + 9)],
          faults: [['read-only', PAGE, PAGE]],
          'set then': [READ_ONLY, READ_ONLY],
          file: true,
          remap: {},
          'once more': [fault(PAGE, '-'), true],
        });
        // Memory without a file has its bytes nowhere else: there they stay as they are.
        const value = kind === 'anonymous' ? 200 : expect.not.closeTo(200);
        expect(healed).toEqual([[], { returned: value }, value]);
      },
    );

    it.each(kinds)('%s: 64 pages in a compiled loop', (kind) => {
      expect(rows('loop', { kind })).toEqual({
        stored: true,
        view: true,
        calls: [fault(0), fault(0), fault(LAST)],
        faults: [['read-only', 0, PAGES * PAGE]],
        file: true,
        healed: true,
      });
    });

    it('pages that may be stored into again later are at fault until remap: no store is lost silently', () => {
      expect(rows('writableAgain')).toEqual({
        calls: [fault(PAGE, '-'), fault(PAGE + 1), fault(PAGE), {}],
        healed: [{ returned: true }, {}],
        file: [1, 9],
      });
    });

    it('nothing is refused', () => {
      const all = [['object', 'object', 'object', 'object'], true, true];
      expect(rows('refused')).toMatchObject(Object.fromEntries(kinds.map((kind) => [kind, all])));
    });
  });

  onSurvivors('of a file mapped for reading', (way) => {
    it('they reach nobody', () => {
      expect(rowsOf(way, 'protection.cjs', 'mapFile')).toEqual({
        taken: Array(4).fill(PAGES * PAGE),
        next: { returned: 5 },
        state: [false, READ_ONLY, [], true],
        file: true,
      });
    });
  });

  it('ffi refuses such views, and gives them where they are asked for as unsafe', () => {
    const refused = Array(4).fill([READ_ONLY, true, true]);
    expect(rowsOf({ backend: 'ffi' }, 'protection.cjs', 'refused')).toEqual({
      ...Object.fromEntries(kinds.map((kind) => [kind, [refused, true, true]])),
      part: [READ_ONLY, READ_ONLY],
      'the rest': [PAGE, (PAGES - 2) * PAGE],
      written: [true, {}, 9],
    });
  });
});
