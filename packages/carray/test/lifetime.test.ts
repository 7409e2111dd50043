import { describe, expect, it } from 'vitest';
import { CArray, float64, munmap, safeInt64, uint8, uint16, uint32 } from '../src/index.js';
import { notify } from '../src/sync/index.js';
import { asked, fakeApi } from './support/api.js';
import { NOT_MAPPED, NOT_THE_KIND, refusal, thrownBy, UNMAPPED } from './support/errors.js';
import { fileOf, pattern } from './support/files.js';

describe('munmap', () => {
  it('is true once, and asks the backend once', () => {
    const { mapAnonymous, fake } = fakeApi();
    const array = mapAnonymous(uint8, 10);
    const { mapping } = array;
    const address = mapping?.address;
    expect([munmap(array), munmap(array), mapping?.unmap(), munmap(array)]).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(asked(fake, 'unmap')).toHaveLength(1);
    expect([fake.liveRegions(), mapping?.unmapped, mapping?.address]).toEqual([0, true, address]);
    expect([array.length, array.byteLength, array.mapping]).toEqual([10, 10, mapping]);
  });

  it('is bound to no backend: it follows the array', () => {
    const [one, other] = [fakeApi(), fakeApi()];
    expect(other.munmap(one.mapAnonymous(uint8, 1))).toBe(true);
    expect([one.fake.liveRegions(), other.fake.calls]).toEqual([0, []]);
  });

  it('takes what a map function returned and nothing else', () => {
    const array = fakeApi().mapAnonymous(uint8, 10);
    const others: unknown[] = [
      array.subarray(),
      array.subarray(0, 10),
      array.cast(uint16),
      array.cast(uint8),
      array.slice(),
      CArray.alloc(uint8, 10),
      CArray.view(uint8, array.buffer),
      new Uint8Array(4),
      array.mapping,
      null,
      undefined,
      {},
      3,
      'c',
    ];
    for (const other of others)
      expect(refusal(() => Reflect.apply(munmap, undefined, [other]))).toBe(NOT_MAPPED);
    expect(array.mapping?.unmapped).toBe(false);
    munmap(array);
    expect(refusal(() => munmap(array.mapping === undefined ? array : CArray.alloc(uint8, 1)))).toBe(
      NOT_MAPPED,
    );
  });

  it('says why', () => {
    const array = fakeApi().mapAnonymous(uint8, 10);
    const derived = 'Cannot unmap: a subarray or cast does not own the mapping. Unmap the array it came from';
    expect(thrownBy(() => munmap(array.subarray(1))).message).toBe(derived);
    const heap = 'Cannot unmap: an array over a mapping is needed. This one is over memory of the engine';
    expect(thrownBy(() => munmap(CArray.alloc(uint8, 1))).message).toBe(heap);
    const another =
      'Received an instance of CArray of another copy of this package: npm ls carray shows them';
    const foreign = new { CArray: class {} }.CArray();
    for (const call of [
      () => Reflect.apply(munmap, undefined, [foreign]),
      () => Reflect.apply(array.equals, array, [foreign]),
      () => Reflect.apply(notify, undefined, [foreign, 0]),
    ])
      expect(thrownBy(call).message).toContain(another);
    const path = fileOf(pattern(4));
    const file = fakeApi().mapFile(path);
    munmap(file);
    const gone = `The mapping of '${path}' was unmapped: its memory cannot be used any more`;
    expect(thrownBy(() => file.get(0)).message).toBe(gone);
  });

  it.each([true, false])('reaches hundreds of subarrays, with detach %s', (detach) => {
    const array = fakeApi({ detach }).mapAnonymous(uint32, 1000);
    const all = Array.from({ length: 700 }, (_, at) =>
      at % 2 ? array.subarray(at) : array.cast(float64, 4 * at, 8),
    );
    munmap(array);
    for (const derived of all) expect(refusal(() => derived.get(0))).toBe(UNMAPPED);
  });
});

describe('Symbol.dispose', () => {
  it('unmaps on the owner and on the mapping, and does nothing elsewhere', () => {
    const array = fakeApi().mapAnonymous(uint16, 10);
    for (const other of [array.subarray(), array.cast(uint8), array.slice(), CArray.alloc(uint8, 1)]) {
      other[Symbol.dispose]();
      expect(array.mapping?.unmapped).toBe(false);
    }
    array[Symbol.dispose]();
    array[Symbol.dispose]();
    expect(array.mapping?.unmapped).toBe(true);
    const second = fakeApi().mapAnonymous(uint16, 10);
    second.subarray(1).mapping?.[Symbol.dispose]();
    expect(refusal(() => second.get(0))).toBe(UNMAPPED);
  });
});

describe('unmapping in the middle', () => {
  it('of an iteration ends it in an error', () => {
    for (const iterate of ['values', 'entries'] as const) {
      const array = fakeApi().mapAnonymous(uint8, 10);
      const seen: unknown[] = [];
      const loop = () => {
        for (const value of array.subarray()[iterate]()) {
          seen.push(value);
          if (seen.length === 3) munmap(array);
        }
      };
      expect(refusal(loop)).toBe(UNMAPPED);
      expect(seen).toHaveLength(3);
    }
  });

  it('of a conversion never happens: values are not converted', () => {
    for (const make of [() => fakeApi().mapAnonymous(uint8, 8), () => fakeApi().mapAnonymous(safeInt64, 8)]) {
      const array = make();
      const value = { valueOf: () => munmap(array) };
      for (const store of [array.set, array.setAt, array.fill]) {
        const given = store === array.fill ? [value] : [0, value];
        expect(refusal(() => Reflect.apply(store, array, given))).toBe(NOT_THE_KIND);
      }
      expect(array.mapping?.unmapped).toBe(false);
    }
  });

  it('of CArray.from over the mapping ends in an error, never in wrong values', () => {
    const array = fakeApi().mapAnonymous(uint8, 4);
    function* values(): Generator<number> {
      yield array.get(0);
      munmap(array);
      yield array.get(1);
    }
    expect(refusal(() => CArray.from(uint8, values()))).toBe(UNMAPPED);
  });
});
