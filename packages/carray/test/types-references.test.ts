import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  array,
  bool,
  CArray,
  ctype,
  type ElementType,
  type FieldRefs,
  type float32,
  float64,
  type RecordType,
  type RefOf,
  struct,
  type TypedArray,
  uint8,
  type uint16,
  type uint32,
} from '../src/index.js';
import { type point, points, type side, type trade, trades } from './types/trade.js';

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
