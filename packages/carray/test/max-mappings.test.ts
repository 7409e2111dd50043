import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { currentMaxMappings } from '../src/backend/configuration.js';
import { configure, MAP_ANONYMOUS, MAP_PRIVATE, PROT_READ, uint8 } from '../src/index.js';
import { fakeApi } from './support/api.js';
import { refusal, thrownBy } from './support/errors.js';
import { fileOf, pattern } from './support/files.js';

afterEach(() => configure({ maxMappings: Number.POSITIVE_INFINITY }));

describe('maxMappings', () => {
  it('is nine tenths of what the kernel allows by default', () => {
    const most = Number(readFileSync('/proc/sys/vm/max_map_count', 'utf8'));
    expect(currentMaxMappings()).toBe(Math.floor(0.9 * most));
  });

  it('refuses one mapping more, of every kind, and goes on once there is room', () => {
    const { fake, mapAnonymous, mapFile, mmap } = fakeApi();
    configure({ maxMappings: 2 });
    const path = fileOf(pattern(10));
    const kept = [mapAnonymous(uint8, 1), mapFile(path)];
    for (const map of [
      () => mapAnonymous(uint8, 1),
      () => mapFile(path),
      () => mmap(uint8, 1, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS),
    ]) {
      const error = thrownBy(map);
      expect(error).toMatchObject({ code: 'ENOMEM', syscall: 'mmap', info: { live: 2, most: 2 } });
      expect(error.message).toContain('maxMappings');
    }
    expect(fake.liveRegions()).toBe(2);
    kept[0]?.mapping.unmap();
    expect(mapFile(path).get(1)).toBe(pattern(2)[1]);
  });

  it('leaves empty files alone, of which nothing is mapped', () => {
    configure({ maxMappings: 0 });
    expect(fakeApi().mapFile(fileOf(new Uint8Array(0))).length).toBe(0);
  });

  it.each([
    ['1', 'TypeError ERR_INVALID_ARG_TYPE'],
    [1n, 'TypeError ERR_INVALID_ARG_TYPE'],
    [-1, 'RangeError ERR_OUT_OF_RANGE'],
    [1.5, 'RangeError ERR_OUT_OF_RANGE'],
    [Number.NaN, 'RangeError ERR_OUT_OF_RANGE'],
  ])('refuses %s, and changes nothing', (maxMappings, error) => {
    configure({ maxMappings: 7 });
    const change = { maxMappings, faultGuard: 'all' };
    expect(refusal(() => Reflect.apply(configure, undefined, [change]))).toBe(error);
    expect(currentMaxMappings()).toBe(7);
  });
});
