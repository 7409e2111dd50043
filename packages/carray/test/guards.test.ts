import { constants } from 'node:os';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  MADV_GUARD_INSTALL,
  MADV_GUARD_REMOVE,
  madvise,
  mprotect,
  PROT_READ,
  PROT_WRITE,
  uint8,
  uint32,
} from '../src/index.js';
import { fakeApi, isChecked } from './support/api.js';
import { NO_ACCESS, refusal } from './support/errors.js';
import { mapped, page, total } from './support/synced.js';

const { EINVAL } = constants.errno;
const both = PROT_READ | PROT_WRITE;

describe('guard pages', () => {
  it('refuse every access, under any protection, until they are removed', () => {
    const { array } = mapped();
    madvise(array, MADV_GUARD_INSTALL, page, 1);
    const inside = array.cast(uint32, page, page);
    const across = array.subarray(page - 1, page + 1);
    for (const guarded of [inside, across]) {
      for (const use of [
        () => guarded.toArray(),
        () => guarded.fill(0),
        () => guarded.bytes,
        () => [...guarded],
      ])
        expect(refusal(use)).toBe(NO_ACCESS);
      expect([guarded.writable, isChecked(guarded), inspect(guarded).includes('not readable')]).toEqual([
        false,
        true,
        true,
      ]);
    }
    mprotect(array, PROT_READ);
    mprotect(array, both);
    expect(refusal(() => inside.get(0))).toBe(NO_ACCESS);
    expect(across.get(0)).toBe(array.get(page - 1));
    madvise(array, MADV_GUARD_REMOVE, 0, total);
    expect([inside, across, array].map((each) => [each.writable, isChecked(each)])).toEqual(
      Array(3).fill([true, false]),
    );
  });

  it('are not there where the kernel refuses them', () => {
    const { array, fake } = mapped();
    fake.failNext('advise', EINVAL);
    expect(refusal(() => array.mapping.adviseUnsafe('guard-install', 0, page))).toBe('SystemError EINVAL');
    expect([array.get(0), array.writable, isChecked(array)]).toEqual([1, true, false]);
    expect(fakeApi().mapAnonymous(uint8, 1).writable).toBe(true);
  });
});
