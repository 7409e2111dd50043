import { describe, expect, it } from 'vitest';
import { uint8 } from '../src/index.js';
import { fakeApi } from './support/api.js';
import { refusal, thrownBy, UNMAPPED } from './support/errors.js';

const { fake, mapAnonymous } = fakeApi();
const EINVAL = 22;

describe('hold', () => {
  it('keeps raw views and pages over unmap, and ends the arrays at once', () => {
    const array = mapAnonymous(uint8, 10);
    const raw = array.bytes;
    const release = array.mapping.hold();
    expect(array.mapping.unmap()).toBe(true);
    expect([array.mapping.unmapped, raw.length, fake.liveRegions()]).toEqual([true, 10, 1]);
    expect(refusal(() => array.get(0))).toBe(UNMAPPED);
    expect(refusal(() => array.bytes)).toBe(UNMAPPED);
    expect(array.mapping.unmap()).toBe(false);
    release();
    expect([raw.length, fake.liveRegions()]).toEqual([0, 0]);
    release();
    expect(fake.liveRegions()).toBe(0);
  });

  it('counts: the last to let go ends it', () => {
    const array = mapAnonymous(uint8, 10);
    const [one, other] = [array.mapping.hold(), array.mapping.hold()];
    array.mapping.unmap();
    one();
    one();
    expect(fake.liveRegions()).toBe(1);
    other();
    expect(fake.liveRegions()).toBe(0);
  });

  it('is over without an unmap, too', () => {
    const array = mapAnonymous(uint8, 10);
    array.mapping.hold()();
    expect(array.get(0)).toBe(0);
    array.mapping.unmap();
    expect(fake.liveRegions()).toBe(0);
  });

  it('cannot be had of what was unmapped', () => {
    const { mapping } = mapAnonymous(uint8, 10);
    mapping.unmap();
    expect(refusal(() => mapping.hold())).toBe(UNMAPPED);
  });

  it('tells a munmap that fails to the one that lets go', () => {
    const { mapping } = mapAnonymous(uint8, 10);
    const release = mapping.hold();
    mapping.unmap();
    fake.failNext('unmap', EINVAL);
    expect(thrownBy(release)).toMatchObject({ code: 'EINVAL', syscall: 'munmap' });
  });
});
