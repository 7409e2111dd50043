import { describe, expect, it } from 'vitest';
import {
  float64,
  int8,
  MAP_ANONYMOUS,
  MAP_NORESERVE,
  MAP_PRIVATE,
  MAP_SHARED,
  Mapping,
  mapAnonymous as mapWithChosenBackend,
  munmap,
  PROT_READ,
  PROT_WRITE,
  uint8,
  uint16,
  withBackend,
} from '../src/index.js';
import { asked, fakeApi } from './support/api.js';
import { NOT_THE_KIND, NOT_THE_VALUE, OUT_OF_RANGE, refusal, thrownBy } from './support/errors.js';

describe('mapAnonymous', () => {
  it.each([
    [undefined, MAP_PRIVATE],
    [{}, MAP_PRIVATE],
    [{ shared: false, reserve: true }, MAP_PRIVATE],
    [{ shared: true }, MAP_SHARED],
    [{ reserve: false }, MAP_PRIVATE | MAP_NORESERVE],
    [{ shared: true, reserve: false }, MAP_SHARED | MAP_NORESERVE],
  ])('with %o asks for the right flags', (options, flags) => {
    const { mapAnonymous, fake } = fakeApi();
    const array = mapAnonymous(float64, 5n, options);
    expect(asked(fake, 'map')).toEqual([[0, 40, PROT_READ | PROT_WRITE, flags | MAP_ANONYMOUS, -1, 0]]);
    expect([array.length, array.toArray(), array.writable]).toEqual([5, [0, 0, 0, 0, 0], true]);
    expect(array.mapping).toMatchObject({
      access: 'read-write',
      byteLength: 40,
      flags: flags | MAP_ANONYMOUS,
    });
  });

  it.each<[unknown[], string]>([
    [['uint8', 1], NOT_THE_KIND],
    [[undefined, 'x'], NOT_THE_KIND],
    [[uint8, -1], OUT_OF_RANGE],
    [[uint8, 0.5], OUT_OF_RANGE],
    [[uint8, '1'], NOT_THE_KIND],
    [[uint8, undefined], NOT_THE_KIND],
    [[float64, 2 ** 52], OUT_OF_RANGE],
    [[uint8, 1, null], NOT_THE_KIND],
    [[uint8, 1, true], NOT_THE_KIND],
    [[uint8, 1, { sharde: true }], NOT_THE_VALUE],
    [[uint8, 1, { shared: 1 }], NOT_THE_KIND],
    [[uint8, 1, { reserve: null }], NOT_THE_KIND],
    [[uint8, 'x', { shared: 1 }], NOT_THE_KIND],
  ])('refuses %o: %s', (given, expected) => {
    const { mapAnonymous, fake } = fakeApi();
    expect(refusal(() => Reflect.apply(mapAnonymous, undefined, given))).toBe(expected);
    expect(fake.calls).toEqual([]);
  });

  it('leaves length 0 and too much to the kernel', () => {
    const { mapAnonymous } = fakeApi();
    const none = thrownBy(() => mapAnonymous(uint8, 0));
    expect([none.code, none.message]).toEqual([
      'EINVAL',
      'EINVAL: invalid argument, mmap: length must be at least 1 byte',
    ]);
    expect(refusal(() => mapAnonymous(int8, Number.MAX_SAFE_INTEGER))).toBe('SystemError ENOMEM');
  });

  it('names the option', () => {
    const { mapAnonymous } = fakeApi();
    const map = (options: object) => Reflect.apply(mapAnonymous, undefined, [uint8, 1, options]);
    const kind = 'The "options.shared" argument must be of type boolean. Received type number (1)';
    expect(thrownBy(() => map({ shared: 1 })).message).toBe(kind);
    const name = `The argument "options" may have shared, reserve, populate, maxByteLength, lock, hugePages. Received type string ('sharde')`;
    expect(thrownBy(() => map({ sharde: true })).message).toBe(name);
  });
});

describe('the mapping of an array', () => {
  it('is one for all that share the memory, and says where and what it is', () => {
    const { mapAnonymous, fake, pageSize } = fakeApi({ pageSize: 65_536 });
    const array = mapAnonymous(uint16, 10);
    const { mapping } = array;
    expect(mapping).toBeInstanceOf(Mapping);
    expect([array.subarray(2).mapping, array.cast(uint8, 1).mapping, array.slice().mapping]).toEqual([
      mapping,
      mapping,
      undefined,
    ]);
    expect(mapping).toMatchObject({
      address: BigInt(fake.addressOf(Number(fake.calls[0]?.result))),
      byteLength: 20,
      fileOffset: 0,
      pageSize,
      protection: PROT_READ | PROT_WRITE,
      access: 'read-write',
      backend: 'fake',
      unmapped: false,
    });
    expect(mapping !== undefined && 'path' in mapping).toBe(false);
    expect([pageSize, typeof mapping?.address]).toEqual([65_536, 'bigint']);
  });
});

describe('withBackend', () => {
  it('refuses what is no backend', () => {
    for (const backend of [undefined, null, 'fake', 'NATIVE', '', {}, { map: 1 }, 7])
      expect(refusal(() => Reflect.apply(withBackend, undefined, [backend]))).toBe(NOT_THE_KIND);
  });

  it('keeps backends apart', () => {
    const [one, other] = [fakeApi(), fakeApi({ pageSize: 65_536 })];
    const array = one.mapAnonymous(uint8, 10);
    expect([one.fake.liveRegions(), other.fake.liveRegions()]).toEqual([1, 0]);
    expect([one.pageSize, other.pageSize]).toEqual([4096, 65_536]);
    expect(munmap(array)).toBe(true);
  });

  it('checks arguments before a backend is even chosen', () => {
    expect(refusal(() => Reflect.apply(mapWithChosenBackend, undefined, ['uint8', 1]))).toBe(NOT_THE_KIND);
    expect(refusal(() => mapWithChosenBackend(uint8, -1))).toBe(OUT_OF_RANGE);
  });
});
