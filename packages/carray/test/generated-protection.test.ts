import { describe, expect, it } from 'vitest';
import { type CArray, type MappedArray, struct, uint8, uint32, withBackend } from '../src/index.js';
import { fakeApi, wayOf } from './support/api.js';
import { NO_ACCESS, READ_ONLY, refusal } from './support/errors.js';
import { createWindowedBackend } from './support/windowed-backend.js';

/** Of its own for each array, so that the array is alone in its class. */
const pointType = () => struct({ x: uint32, y: struct({ z: uint32 }) });
const outerType = () => struct({ head: uint32, p: pointType() });

type Points = CArray<ReturnType<typeof pointType>>;
interface Case {
  readonly owner: MappedArray<typeof uint8>;
  readonly points: Points;
  readonly bytes: () => Buffer;
  readonly settle: () => void;
}

const over = (owner: MappedArray<typeof uint8>, points: CArray): Case => ({
  owner,
  points: points as Points,
  bytes: () => owner.toBuffer(),
  settle() {},
});

const plain = (make: (bytes: MappedArray<typeof uint8>) => CArray, detach = true) => {
  const owner = fakeApi({ detach }).mapAnonymous(uint8, 4000);
  return over(owner, make(owner));
};

const windowed = (make: (bytes: MappedArray<typeof uint8>) => CArray): Case => {
  const backend = createWindowedBackend(256, 1024);
  const owner = withBackend(backend).mapAnonymous(uint8, 4000);
  return {
    ...over(owner, make(owner)),
    bytes: () => Buffer.from(backend.memory),
    settle: () => backend.settle(),
  };
};

const cases: [string, string, () => Case][] = [
  ['structs', 'view', () => plain((bytes) => bytes.cast(pointType()))],
  ['structs, without detach', 'view', () => plain((bytes) => bytes.cast(pointType()), false)],
  ['unaligned structs', 'view', () => plain((bytes) => bytes.cast(pointType(), 3))],
  ['a subarray', 'view', () => plain((bytes) => bytes.cast(pointType()).subarray(5, 250))],
  ['a column', 'view', () => plain((bytes) => bytes.cast(outerType()).field('p'))],
  [
    'a subarray of a column',
    'view',
    () => plain((bytes) => bytes.cast(outerType()).field('p').subarray(5, 240)),
  ],
  ['windowed structs', 'windowed view', () => windowed((bytes) => bytes.cast(pointType()))],
  ['a windowed subarray', 'windowed view', () => windowed((bytes) => bytes.cast(pointType()).subarray(7))],
  ['a windowed column', 'windowed view', () => windowed((bytes) => bytes.cast(outerType()).field('p'))],
];

/** What is kept of an array from before its protection changed. */
function keep({ points, settle }: Case, index: number) {
  points.set(index, { x: 1000 + index, y: { z: 7 } });
  settle();
  const reference = points.ref(index);
  const accessor = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(reference), 'x');
  const nested = reference.y;
  return {
    get: points.get.bind(points),
    set: points.set.bind(points),
    ref: points.ref.bind(points),
    reference,
    nested,
    getter: () => accessor?.get?.call(reference),
    setter: (value: number) => accessor?.set?.call(reference, value),
  };
}

const indexesOf = ({ points }: Case) => [0, Math.floor(points.length / 2), points.length - 1];

describe.each(cases)('protection of %s', (_what, way, make) => {
  it('read: every store is refused, whatever was kept, and loads go on', () => {
    const each = make();
    expect(wayOf(each.points)).toBe(way);
    for (const index of indexesOf(each)) {
      each.owner.mapping.protect('read-write');
      const { get, set, ref, reference, nested } = keep(each, index);
      each.owner.mapping.protect('read');
      const before = each.bytes();
      for (const store of [
        () => set(index, { x: 1, y: { z: 1 } }),
        () => Reflect.set(reference, 'x', 1),
        () => Reflect.set(reference, 'x', -1),
        () => Reflect.set(reference, 'y', { z: 1 }),
        () => Reflect.set(nested, 'z', 1),
        () => Reflect.set(ref(index), 'x', 1),
      ]) {
        expect(refusal(store), String(store)).toBe(READ_ONLY);
      }
      expect(each.bytes().equals(before)).toBe(true);
      expect([get(index).x, reference.x, nested.z, ref(index).x]).toEqual([
        1000 + index,
        1000 + index,
        7,
        1000 + index,
      ]);
    }
  });

  it('none: every access is refused', () => {
    const each = make();
    for (const index of indexesOf(each)) {
      each.owner.mapping.protect('read-write');
      const { get, set, ref, reference, nested } = keep(each, index);
      each.owner.mapping.protect('none');
      for (const access of [
        () => get(index),
        () => set(index, { x: 1, y: { z: 1 } }),
        () => ref(index),
        () => reference.x,
        () => reference.y.z,
        () => nested.z,
        () => Reflect.set(reference, 'x', 1),
      ]) {
        expect(refusal(access), String(access)).toBe(NO_ACCESS);
      }
    }
  });

  it('accessors that were taken from a reference obey it', () => {
    const each = make();
    for (const index of indexesOf(each)) {
      each.owner.mapping.protect('read-write');
      const { getter, setter } = keep(each, index);
      each.owner.mapping.protect('read');
      const before = each.bytes();
      expect(refusal(() => setter(5))).toBe(READ_ONLY);
      expect([getter(), each.bytes().equals(before)]).toEqual([1000 + index, true]);
      each.owner.mapping.protect('none');
      expect(refusal(getter)).toBe(NO_ACCESS);
    }
  });

  it('read-write again: everything works, and what was kept is of the same element', () => {
    const each = make();
    for (const index of indexesOf(each)) {
      const { get, set, reference, nested } = keep(each, index);
      for (const word of ['read', 'none', 'read-write'] as const) each.owner.mapping.protect(word);
      expect([reference.x, nested.z, get(index).x]).toEqual([1000 + index, 7, 1000 + index]);
      const before = each.bytes();
      reference.x = 2000;
      nested.z = 8;
      each.settle();
      expect(get(index)).toEqual({ x: 2000, y: { z: 8 } });
      set(index, { x: 1000 + index, y: { z: 7 } });
      each.settle();
      expect(each.bytes().equals(before)).toBe(true);
      expect([reference.x, wayOf(each.points)]).toEqual([1000 + index, way]);
    }
  });

  it('none in the middle of a loop ends it', () => {
    const each = make();
    for (const loop of [
      (stop: () => void) => each.points.forEach(stop),
      (stop: () => void) => each.points.reduce(() => stop(), undefined),
      (stop: () => void) => {
        for (const _ of each.points) stop();
      },
    ]) {
      each.owner.mapping.protect('read-write');
      let count = 0;
      const stop = () => {
        count += 1;
        if (count === 2) each.owner.mapping.protect('none');
      };
      expect(refusal(() => loop(stop))).toBe(NO_ACCESS);
      // `refusal` runs it once; the memory was protected at the second element.
      expect(count).toBe(2);
    }
  });

  it('of one page: mixed, so checked, and references from before follow', () => {
    const each = make();
    const [first, , last] = indexesOf(each);
    const kept = [keep(each, first ?? 0), keep(each, last ?? 0)];
    const { pageSize } = each.owner.mapping;
    if (pageSize >= each.owner.byteLength) return;
    each.owner.mapping.protect('none', 0, pageSize);
    expect(wayOf(each.points)).toBe('checked');
    expect([refusal(() => kept[0]?.reference.x), kept[1]?.reference.x]).toEqual([
      NO_ACCESS,
      1000 + (last ?? 0),
    ]);
    each.owner.mapping.protect('read-write', 0, pageSize);
    expect(kept.map(({ reference }) => reference.x)).toEqual([1000, 1000 + (last ?? 0)]);
  });
});
