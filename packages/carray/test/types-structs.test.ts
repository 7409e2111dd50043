import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  align,
  array,
  bits,
  type bool,
  CArray,
  char,
  type ElementType,
  float64,
  int64,
  pack,
  padding,
  type StoredOf,
  struct,
  uint8,
  uint32,
  union,
  type ValueOf,
  zarray,
} from '../src/index.js';
import {
  inside,
  type Point,
  point,
  points,
  type StoredPoint,
  type side,
  type Trade,
  trade,
  trades,
  value,
} from './types/trade.js';

describe('the values of structs', () => {
  it('have a property for each field, and none for padding', () => {
    expectTypeOf<ValueOf<typeof trade>>().toEqualTypeOf<Trade>();
    expectTypeOf(trades.get(0)).toEqualTypeOf<Trade>();
    expectTypeOf(trades.at(0)).toEqualTypeOf<Trade | undefined>();
    expectTypeOf(trades.get(0).place.weights).toEqualTypeOf<number[]>();
    expectTypeOf(trades.toArray()).toEqualTypeOf<Trade[]>();
    expectTypeOf(trades.reduce((sum, { id, lot }) => sum + id * lot, 0)).toEqualTypeOf<number>();
    expect(trades.get(1)).toMatchObject({ ...value, either: { whole: 7, parts: [7, 0] } });
  });

  it('can be stored as they were loaded, but for unions, and with fields replaced', () => {
    trades.set(0, { ...trades.get(0), either: { whole: 7 } });
    // @ts-expect-error a loaded union has all members
    expect(() => trades.set(0, trades.get(0))).toThrow(TypeError);
    points.set(0, points.get(0));
    points.set(0, { ...points.get(0), x: 5 });
    points.fill(inside).replace([inside]);
    expectTypeOf(points.set).parameter(1).toEqualTypeOf<StoredPoint>();
    expect(points.indexOf(inside)).toBe(0);
  });

  it('wrong ones are errors, at run time too', () => {
    const stored = points.get(0);
    // @ts-expect-error a field is missing
    expect(() => points.set(0, { x: 1, y: 2 })).toThrow(TypeError);
    // @ts-expect-error there is no such field
    expect(() => points.set(0, { ...inside, z: 3 })).toThrow(TypeError);
    // @ts-expect-error a field is of another kind
    expect(() => points.set(0, { ...inside, x: '1' })).toThrow(TypeError);
    // @ts-expect-error an element of an array is
    expect(() => points.set(0, { ...inside, weights: [1n, 2n] })).toThrow(TypeError);
    // @ts-expect-error padding has no value
    expect(() => trades.set(0, { ...value, gap: 0 })).toThrow(TypeError);
    // @ts-expect-error a bit-field of a bool is one
    expect(() => trades.set(0, { ...value, urgent: 1 })).toThrow(TypeError);
    // @ts-expect-error a member of a union is of another kind
    expect(() => trades.set(0, { ...value, either: { whole: 1n } })).toThrow(TypeError);
    // @ts-expect-error there is no such name
    expect(() => trades.set(0, { ...value, side: 'hold' })).toThrow(RangeError);
    // @ts-expect-error a struct is no number
    expect(() => CArray.of(point, 1)).toThrow(TypeError);
    // @ts-expect-error the second is incomplete
    expect(() => CArray.from(point, [inside, { x: 1 }])).toThrow(TypeError);
    expect(points.get(0)).toEqual(stored);
  });

  it('pack and align keep them', () => {
    expectTypeOf(pack(trade)).toEqualTypeOf(trade);
    expectTypeOf(align(point, 64)).toEqualTypeOf(point);
    expect(CArray.alloc(pack(struct({ a: uint8, b: float64 })), 1).ref(0).b).toBe(0);
  });
});

describe('what stores take', () => {
  const either = union({ whole: uint32, big: int64, inner: point, gap: padding(3) });
  const eithers = CArray.alloc(either, 2);

  it('is one member of a union, and never what loads give', () => {
    type Loaded = { whole: number; big: bigint; inner: Point };
    expectTypeOf<ValueOf<typeof either>>().toEqualTypeOf<Loaded>();
    expectTypeOf(eithers.get(0).inner.weights).toEqualTypeOf<number[]>();
    eithers.set(0, { whole: 1 });
    eithers.setAt(-1, { big: 1n });
    eithers.fill({ inner: { x: 1, y: 2, weights: new Float32Array(2) } });
    eithers.replace([{ whole: 1 }, { big: 2n }]);
    const stored: StoredOf<typeof either>[] = [{ whole: 1 }, { big: 2n }, { inner: inside }];
    expect(CArray.from(either, stored).get(1).big).toBe(2n);
    // @ts-expect-error all members
    expect(() => eithers.set(0, eithers.get(0))).toThrow(TypeError);
    // @ts-expect-error all members of a reference
    void (() => eithers.set(0, eithers.ref(0)));
    // @ts-expect-error two members
    expect(() => eithers.set(0, { whole: 1, big: 1n })).toThrow(TypeError);
    // @ts-expect-error no member
    expect(() => eithers.set(0, {})).toThrow(TypeError);
    // @ts-expect-error padding is no member
    expect(() => eithers.set(0, { gap: 1 })).toThrow(TypeError);
    // @ts-expect-error a member of another kind
    expect(() => CArray.of(either, { whole: 1n })).toThrow(TypeError);
  });

  it('is any iterable of an array type, and arrays are loaded', () => {
    const rows = CArray.alloc(array(uint8, 2), 2);
    expectTypeOf(rows.get).returns.toEqualTypeOf<number[]>();
    expectTypeOf(rows.set).parameter(1).toEqualTypeOf<Iterable<number>>();
    expectTypeOf(rows.toArray()).toEqualTypeOf<number[][]>();
    expectTypeOf(rows.indexOf).parameter(0).toEqualTypeOf<number[]>();
    rows.set(0, new Set([1, 2]));
    rows.replace([new Uint8Array([3, 4]), rows.ref(0)]);
    rows.fill(CArray.of(uint8, 5, 6), 0, 1);
    expect(rows.toArray()).toEqual([
      [5, 6],
      [1, 2],
    ]);
    const unions = CArray.of(array(either, 2), [{ whole: 1 }, { big: 2n }]);
    expectTypeOf(unions.get(0)).toEqualTypeOf<ValueOf<typeof either>[]>();
    // @ts-expect-error an iterable of another kind
    expect(() => rows.set(0, new Set(['1', '2']))).toThrow(TypeError);
    // @ts-expect-error loaded unions
    expect(() => unions.set(0, unions.get(0))).toThrow(TypeError);
  });

  it('is a readonly object, or a reference, of a struct', () => {
    const fixed = { x: 1, y: 2, weights: [3, 4] } as const;
    points.set(0, fixed);
    expectTypeOf(points.ref(0)).toExtend<StoredOf<typeof point>>();
    points.set(0, points.ref(0));
    points.fill(points.ref(0)).replace([points.ref(0)]);
    eithers.set(0, { inner: points.ref(0) });
    trades.set(0, { ...value, place: points.ref(0), path: CArray.of(point, fixed, inside) });
    expect(trades.get(0).place).toEqual(fixed);
    // @ts-expect-error a struct with other fields
    expect(() => points.set(0, CArray.alloc(struct({ x: float64 }), 1).ref(0))).toThrow(TypeError);
  });

  it('is the same as loads give of numbers, text and names', () => {
    expectTypeOf<StoredOf<typeof uint8>>().toEqualTypeOf<number>();
    expectTypeOf<StoredOf<typeof int64>>().toEqualTypeOf<bigint>();
    expectTypeOf<StoredOf<typeof bool>>().toEqualTypeOf<boolean>();
    expectTypeOf<StoredOf<typeof char>>().toEqualTypeOf<string>();
    expectTypeOf<StoredOf<typeof side>>().toEqualTypeOf<'buy' | 'sell' | number>();
    expectTypeOf<StoredOf<ElementType>>().toEqualTypeOf<unknown>();
    expectTypeOf<StoredOf<ElementType<string>>>().toEqualTypeOf<string>();
    expectTypeOf<StoredOf<ReturnType<typeof pack<typeof point>>>>().toEqualTypeOf<StoredPoint>();
  });

  it('reaches columns', () => {
    const outer = CArray.alloc(struct({ either, rows: array(array(uint8, 2), 1) }), 1);
    outer.field('either').set(0, { big: 3n });
    outer.field('rows').set(0, new Set([new Set([1, 2])]));
    expect(outer.get(0)).toMatchObject({ either: { big: 3n }, rows: [[1, 2]] });
    // @ts-expect-error all members
    expect(() => outer.field('either').set(0, outer.get(0).either)).toThrow(TypeError);
  });

  it('is what generic code asks for', () => {
    const store = <E extends ElementType>(into: CArray<E>, stored: StoredOf<E>, loaded: ValueOf<E>) => {
      into.set(0, stored);
      // @ts-expect-error what was loaded may not be what can be stored
      return () => into.set(0, loaded);
    };
    expect(store(eithers, { whole: 1 }, eithers.get(0))).toThrow(TypeError);
    type Plain = ElementType<Point>;
    const put = (into: CArray<Plain>): void => into.set(0, inside);
    put(points); // it takes more than is stored here
    // @ts-expect-error a union takes no object with all members
    const all = (): CArray<ElementType<ValueOf<typeof either>>> => eithers;
    expect(all).not.toThrow();
  });
});

describe('declarations', () => {
  it('what is no field, and no element', () => {
    // @ts-expect-error a name is no type
    expect(() => struct({ x: 'uint32' })).toThrow(TypeError);
    // @ts-expect-error bit-fields are no elements
    expect(() => CArray.alloc(bits(uint32, 3), 1)).toThrow(TypeError);
    // @ts-expect-error nor is padding
    expect(() => CArray.alloc(padding(4), 1)).toThrow(TypeError);
    // @ts-expect-error nor are bit-fields those of arrays
    expect(() => CArray.alloc(array(bits(uint32, 3), 2), 1)).toThrow(TypeError);
    // @ts-expect-error a text has no bits
    expect(() => bits(char, 3)).toThrow(TypeError);
    // @ts-expect-error text is of characters
    expect(() => zarray(uint8, 3)).toThrow(TypeError);
    // @ts-expect-error there is no such option
    void (() => struct({ x: uint8 }, { packed: 1 }));
  });
});
