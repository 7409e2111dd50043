import { describe, expect, it } from 'vitest';
import { array, CArray, munmap, type RecordType, struct, uint8, uint16be, uint32 } from '../src/index.js';
import { fakeApi } from './support/api.js';
import { NOT_THE_KIND, refusal, UNMAPPED } from './support/errors.js';

type Point = { x: number; y: number };

/** A type of its own, so that the array at hand is the first of its class. */
const freshType = () => struct({ x: uint32, y: uint16be });

const coordinates = (array: CArray<RecordType<Point>>) => array.toArray().map(({ x, y }) => [x, y]);
const filled = (array: CArray<RecordType<Point>>, base: number) => {
  for (let index = 0; index < array.length; index++) array.set(index, { x: base + index, y: index });
  return array;
};

function accessorOf(reference: object, name: string) {
  const found = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(reference), name);
  if (found?.get === undefined || found.set === undefined) throw new Error(`no accessor ${name}`);
  return { get: found.get, set: found.set };
}

/** What an action gives, or the refusal it ends in. */
function outcome(action: () => unknown): unknown {
  try {
    return action();
  } catch {
    return refusal(action);
  }
}

describe.each([true, false])('two arrays of one type, with detach %s', (detach) => {
  const pairOf = () => {
    const { mapAnonymous } = fakeApi({ detach });
    const type = freshType();
    const first = filled(mapAnonymous(type, 3), 100);
    const kept = {
      get: first.get.bind(first),
      set: first.set.bind(first),
      ref: first.ref.bind(first),
      reference: first.ref(1),
      accessor: accessorOf(first.ref(1), 'x'),
    };
    return { type, first, kept, make: () => filled(mapAnonymous(type, 3), 500) };
  };

  it('are both right, by what was kept of the first too', () => {
    const { first, kept, make } = pairOf();
    const second = make();
    kept.set(0, { x: 1, y: 2 });
    kept.reference.x = 77;
    expect(coordinates(first)).toEqual([
      [1, 2],
      [77, 1],
      [102, 2],
    ]);
    expect(coordinates(second)).toEqual([
      [500, 0],
      [501, 1],
      [502, 2],
    ]);
    expect([kept.get(1).x, kept.ref(2).x, kept.reference.y, second.ref(1).x]).toEqual([77, 102, 1, 501]);
  });

  it.each([true, false])('after the first was unmapped, with the second there before: %s', (before) => {
    const { type, first, kept, make } = pairOf();
    const early = before ? make() : undefined;
    munmap(first);
    const second = early ?? make();
    const contents = coordinates(second);
    for (const [what, action] of Object.entries({
      get: () => kept.get(1),
      set: () => kept.set(1, { x: 9, y: 9 }),
      ref: () => kept.ref(1),
      field: () => kept.reference.x,
      store: () => {
        kept.reference.x = 9;
      },
    })) {
      expect(refusal(action), what).toBe(UNMAPPED);
    }
    expect(coordinates(second)).toEqual(contents);
    expect(second.type).toBe(type);
  });

  it('an accessor that was kept refuses too, once the memory is gone', () => {
    const { first, kept } = pairOf();
    munmap(first);
    expect(refusal(() => kept.accessor.get.call(kept.reference))).toBe(UNMAPPED);
    expect(refusal(() => kept.accessor.set.call(kept.reference, 9))).toBe(UNMAPPED);
  });
});

describe('a method of one array on another', () => {
  it.each([
    ['of the same type, before there were two', true],
    ['of the same type, when there are two', false],
  ])('%s', (_what, bound) => {
    const type = freshType();
    const first = filled(CArray.alloc(type, 3), 100);
    const early = { get: first.get, set: first.set, ref: first.ref, accessor: accessorOf(first.ref(0), 'x') };
    const second = filled(CArray.alloc(type, 3), 500);
    const { get, set, ref } = bound ? early : first;
    const accessor = bound ? early.accessor : accessorOf(first.ref(0), 'x');
    expect([get.call(second, 1), ref.call(second, 2).x]).toEqual([{ x: 501, y: 1 }, 502]);
    set.call(second, 0, { x: 1, y: 2 });
    expect(accessor.get.call(second.ref(0))).toBe(1);
    accessor.set.call(second.ref(0), 3);
    expect([coordinates(first)[0], coordinates(second)[0]]).toEqual([
      [100, 0],
      [3, 2],
    ]);
  });

  it('an accessor of a reference on what is no reference is an error with a code', () => {
    const lonely = CArray.alloc(struct({ x: uint32, inner: struct({ z: uint8 }), list: array(uint8, 2) }), 2);
    for (const name of ['x', 'inner', 'list']) {
      const accessor = accessorOf(lonely.ref(0), name);
      for (const other of [{}, Object.create(null), 5, lonely, Object.create(lonely.ref(0))]) {
        expect(
          refusal(() => accessor.get.call(other)),
          name,
        ).toBe(NOT_THE_KIND);
        expect(
          refusal(() => accessor.set.call(other, 1)),
          name,
        ).toBe(NOT_THE_KIND);
      }
    }
  });

  it.each([
    ['other structs', () => CArray.alloc(struct({ a: uint8, b: uint8 }), 3)],
    ['other structs, one of two', () => [1, 2].map(() => CArray.alloc(narrow, 3))[0]],
    ['typed elements', () => CArray.alloc(uint32, 3)],
    ['a column', () => CArray.alloc(freshType(), 3).field('y')],
  ])('of %s: its value or an error with a code', (_what, make) => {
    const [wide] = [1, 2].map((base) => filled(CArray.alloc(freshTypeShared, 4), 100 * base));
    const other: CArray | undefined = make();
    if (wide === undefined || other === undefined) throw new Error('nothing made');
    for (const index of [0, 2]) {
      const own = other.get(index);
      const got = outcome(() => Reflect.apply(wide.get, other, [index]));
      if (typeof got === 'string') expect(got).toMatch(/ ERR_/);
      else expect(got).toEqual(own);
    }
  });
});

const freshTypeShared = freshType();
const narrow = struct({ a: uint8, b: uint8 });

describe('many arrays of one type, one after the other', () => {
  it('leave no array behind whose accesses always miss', () => {
    const { mapAnonymous } = fakeApi();
    const type = freshType();
    for (let count = 1; count < 12; count++) {
      const [one, two] = [mapAnonymous(type, 2), mapAnonymous(type, 2)];
      const before = Object.getPrototypeOf(two).get;
      one.set(0, { x: 1, y: 1 });
      two.set(0, { x: 2, y: 2 });
      expect([one.get(0).x, two.get(0).x, one.ref(0).x, two.ref(0).x]).toEqual([1, 2, 1, 2]);
      expect(Object.getPrototypeOf(two).get, `pair ${count}`).toBe(before);
      for (const each of [one, two]) munmap(each);
    }
  });

  it('the same, of arrays that are alone until the last', () => {
    const { mapAnonymous } = fakeApi();
    for (let alone = 0; alone < 10; alone++) {
      const type = freshType();
      for (let count = 0; count < alone; count++) munmap(mapAnonymous(type, 2));
      const [one, two] = [mapAnonymous(type, 2), mapAnonymous(type, 2)];
      const before = Object.getPrototypeOf(two).get;
      expect([one.get(0).x, two.get(0).x]).toEqual([0, 0]);
      expect(Object.getPrototypeOf(two).get, `after ${alone} arrays`).toBe(before);
    }
  });
});
