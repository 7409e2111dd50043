import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  align,
  array,
  bits,
  bool,
  CArray,
  char,
  ctype,
  type ElementType,
  enumeration,
  type FieldRefs,
  float32,
  float64,
  int64,
  pack,
  padding,
  type RecordType,
  type RefOf,
  type StoredOf,
  struct,
  type TypedArray,
  uint8,
  uint16,
  uint32,
  union,
  type ValueOf,
  wchar,
  zarray,
} from '../src/index.js';

const side = enumeration({ buy: 0, sell: 1 });
const point = struct({ x: float64, y: float64, weights: array(float32, 2) });
const trade = struct({
  id: uint32,
  count: int64,
  side,
  urgent: bits(bool, 1),
  lot: bits(uint32, 7),
  wide: bits(int64, 40),
  gap: padding(4),
  name: array(char, 8),
  title: zarray(wchar, 4),
  place: point,
  path: array(point, 2),
  grid: array(array(uint8, 2), 2),
  either: union({ whole: uint32, parts: array(uint16, 2), inner: struct({ deep: int64 }) }),
});
type Point = { x: number; y: number; weights: number[] };
interface Trade {
  id: number;
  count: bigint;
  side: 'buy' | 'sell' | number;
  urgent: boolean;
  lot: number;
  wide: bigint;
  name: string;
  title: string;
  place: Point;
  path: Point[];
  grid: number[][];
  either: { whole: number; parts: number[]; inner: { deep: bigint } };
}
interface StoredPoint {
  readonly x: number;
  readonly y: number;
  readonly weights: Iterable<number>;
}
const inside: Point = { x: 1, y: 2, weights: [3, 4] };
const value = {
  id: 1,
  count: 2n,
  side: 'sell',
  urgent: true,
  lot: 100,
  wide: -1n,
  name: 'ada',
  title: 'Dr.',
  place: inside,
  path: [inside, inside],
  grid: [
    [1, 2],
    [3, 4],
  ],
  either: { whole: 7 },
} satisfies StoredOf<typeof trade>;
const trades = CArray.of(trade, value, value);
const points = CArray.of(point, inside);

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

describe('ref', () => {
  const ref = trades.ref(0);

  it('has the fields, to be read and stored', () => {
    expectTypeOf(trades.ref).toEqualTypeOf<(index: number) => RefOf<typeof trade>>();
    type Ref = {
      id: number;
      count: bigint;
      side: 'buy' | 'sell' | number;
      urgent: boolean;
      lot: number;
      wide: bigint;
      name: string;
      title: string;
      place: { x: number; y: number; weights: CArray<typeof float32> };
      path: CArray<typeof point>;
      grid: CArray<ReturnType<typeof array<typeof uint8>>>;
      either: { whole: number; parts: CArray<typeof uint16>; inner: { deep: bigint } };
    };
    expectTypeOf(ref).toEqualTypeOf<Ref>();
    ref.id += 1;
    ref.count *= 2n;
    ref.side = 'buy';
    ref.side = 1;
    ref.urgent = !ref.urgent;
    ref.lot++;
    ref.name = 'grace';
    expect(trades.get(0)).toMatchObject({ id: 2, count: 4n, side: 'sell', urgent: false, lot: 101 });
  });

  it('of nested structs, unions and arrays is live too', () => {
    ref.place.x += 1;
    ref.place.weights.set(0, 9);
    ref.path.ref(1).y = 7;
    ref.grid.ref(1).set(0, 5);
    ref.either.parts.set(1, 1);
    ref.either.inner.deep = 5n;
    ref.place.weights.replace([5, 6]);
    expectTypeOf(ref.path.field('x').get(0)).toEqualTypeOf<number>();
    expectTypeOf(ref.grid.get(0)).toEqualTypeOf<number[]>();
    expectTypeOf(CArray.alloc(array(float64, 3), 1).ref(0)).toEqualTypeOf<CArray<typeof float64>>();
    const { place, path } = trades.get(0);
    expect([place, path[1]?.y]).toEqual([{ x: 2, y: 2, weights: [5, 6] }, 7]);
  });

  it('a nested struct without arrays can be stored as a whole', () => {
    const outer = CArray.alloc(struct({ inner: struct({ a: uint8, b: bool }) }), 1);
    outer.ref(0).inner = { a: 1, b: true };
    expect(outer.get(0)).toEqual({ inner: { a: 1, b: true } });
    // @ts-expect-error a field is missing
    expect(() => (outer.ref(0).inner = { a: 1 })).toThrow(TypeError);
  });

  it('wrong values and unknown fields are errors', () => {
    // @ts-expect-error a bigint is no number
    expect(() => (ref.id = 1n)).toThrow(TypeError);
    // @ts-expect-error a number is no bigint
    expect(() => (ref.wide = 1)).toThrow(TypeError);
    // @ts-expect-error a number is no text
    expect(() => (ref.name = 1)).toThrow(TypeError);
    // @ts-expect-error there is no such name
    expect(() => (ref.side = 'hold')).toThrow(RangeError);
    // @ts-expect-error there is no such field
    void (() => (ref.price = 1));
    // @ts-expect-error padding is no field
    expect(ref.gap).toBeUndefined();
    // @ts-expect-error nor is it one deep inside
    expect(ref.place.z).toBeUndefined();
  });

  it('never comes back for elements without parts', () => {
    expectTypeOf<RefOf<typeof float64>>().toEqualTypeOf<never>();
    expectTypeOf<RefOf<typeof side>>().toEqualTypeOf<never>();
    expectTypeOf<RefOf<ElementType<string>>>().toEqualTypeOf<never>();
    expect(() => CArray.of(uint8, 1).ref(0)).toThrow(TypeError);
  });

  it('can be the parameter of a function', () => {
    const area = (each: FieldRefs<{ x: typeof float64; y: typeof float64 }>): number => each.x * each.y;
    expect(area(points.ref(0))).toBe(2);
  });
});

describe('field', () => {
  it('is an array of the type of the field', () => {
    expectTypeOf(trades.field('id')).toEqualTypeOf<CArray<typeof uint32>>();
    expectTypeOf(trades.field('side')).toEqualTypeOf<CArray<typeof side>>();
    expectTypeOf(trades.field('name').get(0)).toEqualTypeOf<string>();
    expectTypeOf(trades.field('urgent')).toEqualTypeOf<CArray<ElementType<boolean>>>();
    expectTypeOf(trades.field('wide').get(0)).toEqualTypeOf<bigint>();
    expectTypeOf(trades.field('place')).toEqualTypeOf<CArray<typeof point>>();
    expectTypeOf(trades.field('place').field('x')).toEqualTypeOf<CArray<typeof float64>>();
    expectTypeOf(trades.field('path').ref(0)).toEqualTypeOf<CArray<typeof point>>();
    expectTypeOf(trades.field('either').field('whole').get(0)).toEqualTypeOf<number>();
    expectTypeOf(trades.field('either').ref(0).inner.deep).toEqualTypeOf<bigint>();
    const name = (['x', 'y'] as const)[points.length % 2] ?? 'x';
    expectTypeOf(points.field(name)).toEqualTypeOf<CArray<typeof float64>>();
  });

  it('of unknown names, of padding, of other elements is an error', () => {
    // @ts-expect-error there is no such field
    expect(() => points.field('z')).toThrow(TypeError);
    // @ts-expect-error padding has no column
    expect(() => trades.field('gap')).toThrow(TypeError);
    // @ts-expect-error a number has no fields
    expect(() => CArray.of(float64, 1).field('x')).toThrow(TypeError);
    // @ts-expect-error nor has a text
    expect(() => trades.field('name').field('length')).toThrow(TypeError);
    // @ts-expect-error nor has an array
    expect(() => trades.field('path').field('x')).toThrow(TypeError);
    // @ts-expect-error the column has values of the field
    expect(() => trades.field('count').fill(0)).toThrow(TypeError);
  });
});

describe('the type of a C declaration', () => {
  const text = 'struct p { uint32_t id; struct { double x; } at; float w[2]; };';
  type P = { id: number; at: { x: number }; w: number[] };

  it('is what the caller says', () => {
    const made = ctype<ElementType<P>>(text);
    const array = CArray.of(made, { id: 1, at: { x: 2 }, w: [3, 4] });
    expectTypeOf(array.get(0)).toEqualTypeOf<P>();
    expectTypeOf(ctype<typeof point>).returns.toEqualTypeOf<typeof point>();
    expect(array.get(0).at.x).toBe(2);
    // @ts-expect-error a field is missing
    expect(() => array.set(0, { id: 1 })).toThrow(TypeError);
    // @ts-expect-error a value is no type
    void (() => ctype<P>(text));
    // @ts-expect-error a number is no text
    expect(() => ctype(1)).toThrow(TypeError);
  });

  it('has references and columns by its values', () => {
    const array = CArray.alloc(ctype<ElementType<P>>(text), 2);
    type Ref = { id: number; at: { x: number }; w: CArray<ElementType<number>> };
    expectTypeOf(array.ref(0)).toEqualTypeOf<Ref>();
    expectTypeOf<RefOf<RecordType<P>>>().toEqualTypeOf<Ref>();
    expectTypeOf(array.field('id')).toEqualTypeOf<CArray<ElementType<number>>>();
    array.ref(0).w.set(1, 4);
    array.ref(0).at.x += 2;
    array.field('at').field('x').set(1, 9);
    expect(array.get(0)).toEqual({ id: 0, at: { x: 2 }, w: [0, 4] });
    // @ts-expect-error there is no such field
    expect(() => array.field('z')).toThrow(TypeError);
    // @ts-expect-error a number has no fields
    expect(() => CArray.alloc(ctype<ElementType<number>>('int'), 1).field('x')).toThrow(TypeError);
  });

  it('can take other values than it gives, where the caller says so', () => {
    type Given = { u: { a: number; b: number }; w: number[] };
    type Taken = { u: { a: number } | { b: number }; w: Iterable<number> };
    const made = ctype<ElementType<Given, TypedArray, Taken>>(
      'struct p { union { uint8_t a; uint16_t b; } u; float w[2]; };',
    );
    const array = CArray.of(made, { u: { a: 1 }, w: new Set([1, 2]) });
    expectTypeOf(array.get(0)).toEqualTypeOf<Given>();
    array.field('u').set(0, { b: 257 });
    array.field('w').set(0, new Set([3, 4]));
    expect(array.get(0)).toEqual({ u: { a: 1, b: 257 }, w: [3, 4] });
    // @ts-expect-error text is no number
    expect(() => array.field('w').set(0, ['3', '4'])).toThrow(TypeError);
  });

  it('without a word from the caller can be anything', () => {
    const array = CArray.alloc(ctype(text), 1);
    expectTypeOf(ctype(text)).toEqualTypeOf<ElementType>();
    expectTypeOf(array.get(0)).toEqualTypeOf<unknown>();
    expectTypeOf(array.ref(0)).toEqualTypeOf<unknown>();
    expectTypeOf(array.field('id')).toEqualTypeOf<CArray>();
    array.set(0, { id: 1, at: { x: 2 }, w: [3, 4] });
    expect(array.field('id').get(0)).toBe(1);
  });
});
