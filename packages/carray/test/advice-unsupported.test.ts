import { describe, expect, it, vi } from 'vitest';
import { MADV_NORMAL, madvise, uint8 } from '../src/index.js';
import { asked, fakeApi } from './support/api.js';
import { refusal, thrownBy } from './support/errors.js';

// A platform without these names: they are 0 there, as MADV_NORMAL is.
vi.mock(import('@carray/constants'), async (original) => {
  const constants = await original();
  const missing = ['MADV_COLD', 'MADV_GUARD_INSTALL', 'MADV_POPULATE_READ', 'MAP_POPULATE'];
  return {
    ...constants,
    ...Object.fromEntries(missing.map((name) => [name, 0])),
    isAvailable: (name) => !missing.includes(name) && constants.isAvailable(name),
  };
});

describe('what the platform lacks', () => {
  it('is ERR_UNSUPPORTED as a word of advice, never advice of another name', () => {
    const { mapAnonymous, fake } = fakeApi();
    const { mapping } = mapAnonymous(uint8, 10);
    for (const [advise, name] of [
      [() => mapping.advise('cold'), 'MADV_COLD'],
      [() => mapping.advise('populate-read', 0, 1), 'MADV_POPULATE_READ'],
      [() => mapping.adviseUnsafe('cold', 0, 1), 'MADV_COLD'],
      [() => mapping.adviseUnsafe('guard-install', 0, 1), 'MADV_GUARD_INSTALL'],
    ] as const) {
      expect(refusal(advise)).toBe('Error ERR_UNSUPPORTED');
      expect(thrownBy(advise).message).toBe(`This platform has no ${name}`);
    }
    expect(asked(fake, 'advise')).toEqual([]);
  });

  it('leaves MADV_NORMAL what it is: harmless, and no guard', () => {
    const { mapAnonymous, fake, pageSize } = fakeApi();
    const array = mapAnonymous(uint8, pageSize);
    expect(madvise(array.subarray(1, 2), MADV_NORMAL)).toBe(true);
    array.mapping.advise(MADV_NORMAL);
    expect([array.get(0), array.writable, asked(fake, 'advise').length]).toEqual([0, true, 2]);
  });

  it('is ERR_UNSUPPORTED as an option, and nothing is mapped', () => {
    const { mapAnonymous, fake } = fakeApi();
    expect(refusal(() => mapAnonymous(uint8, 1, { populate: true }))).toBe('Error ERR_UNSUPPORTED');
    expect(fake.calls).toEqual([]);
    expect(mapAnonymous(uint8, 1, { populate: false }).length).toBe(1);
  });
});
