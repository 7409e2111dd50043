import { describe, expect, it } from 'vitest';
import { onEveryWay, rowsOf, run, type Way } from '../src/faults/run.js';
import { carray, noNative } from '../src/packed.js';

const PAGE = carray.pageSize;
const NO_ACCESS = 'ERR_MAPPING_NO_ACCESS';
const refused = {
  calls: [NO_ACCESS, NO_ACCESS, NO_ACCESS],
  others: [{ returned: true }, { returned: 2 * PAGE }],
};

const touches = ['load', 'store'].flatMap((touch) => [true, false].map((file) => ({ touch, file })));
const dying: readonly Way[] = [
  { backend: 'native' },
  { backend: 'native', guard: 'off' },
  { backend: 'ffi', guard: 'all' },
];

describe('pages without any access', () => {
  for (const way of dying) {
    it.skipIf(way.backend === 'native' && noNative !== undefined).each(touches)(
      `${way.backend} ${way.guard ?? ''}: a %o through a raw view ends the process`,
      (given) => {
        const { rows, status, signal } = run(way, 'protection.cjs', 'none', given);
        expect({ rows, status, signal }).toEqual({ rows: refused, status: null, signal: 'SIGSEGV' });
      },
    );
  }

  it.skipIf(noNative !== undefined).each(touches)('native, all: a %o is survived and told', (given) => {
    const told = rowsOf({ backend: 'native', guard: 'all' }, 'protection.cjs', 'none', given);
    expect(told).toEqual({
      ...refused,
      ...(given.touch === 'load' ? { loaded: expect.any(Number) } : {}),
      next: [`no-access ${PAGE} -`, { returned: true }, NO_ACCESS],
      faults: [['no-access', PAGE, PAGE]],
      healed: [[], NO_ACCESS],
      // What was stored is in the private copy of the page, and without a file there is no other.
      back: [given.touch === 'load' || given.file, true],
    });
  });

  onEveryWay('mmap with PROT_NONE', (way) => {
    it('get, toBuffer and raw views throw', () => {
      expect(rowsOf(way, 'protection.cjs', 'noneMapped')).toEqual({ calls: refused.calls });
    });
  });
});
