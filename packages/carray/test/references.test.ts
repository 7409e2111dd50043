import { describe, expect, it } from 'vitest';
import {
  array,
  bits,
  bool,
  boolOf,
  CArray,
  char,
  type ElementType,
  enumeration,
  type FieldPlace,
  float32be,
  float64,
  int8,
  int32,
  int64,
  pointer,
  safeInt64,
  struct,
  uint8,
  uint16,
  uint32,
  uint32be,
  uint64,
  union,
  wchar,
  zarray,
} from '../src/index.js';
import { checkedArray, wayOf } from './support/api.js';
import { NOT_THE_KIND, OUT_OF_RANGE, refusal } from './support/errors.js';

const deep = struct({ a: uint8, b: struct({ c: uint16, d: struct({ e: uint32, f: char }) }) });
const color = enumeration({ red: 0, green: 1 });

/** A field, a value for it, what it is loaded as, and values that it refuses. */
interface FieldCase {
  readonly name: string;
  readonly field: ElementType;
  readonly value: unknown;
  readonly loaded?: unknown;
  readonly beyond: readonly unknown[];
  readonly wrong: readonly unknown[];
}

const fieldCases: FieldCase[] = [
  { name: 'uint8', field: uint8, value: 255, beyond: [256, -1, 0.5, 1e-20], wrong: ['1', 1n, null] },
  { name: 'int8', field: int8, value: -128, beyond: [128, -129, Number.NaN], wrong: [true, undefined] },
  { name: 'uint32be', field: uint32be, value: 0x01020304, beyond: [2 ** 32, -1], wrong: ['1'] },
  { name: 'float32be', field: float32be, value: -1.5, beyond: [1e39], wrong: [1n, '1'] },
  { name: 'float64', field: float64, value: Number.NEGATIVE_INFINITY, beyond: [], wrong: [1n, '1', null] },
  { name: 'int64', field: int64, value: -(2n ** 63n), beyond: [2n ** 63n], wrong: [1, '1'] },
  { name: 'uint64', field: uint64, value: 2n ** 64n - 1n, beyond: [-1n, 2n ** 64n], wrong: [1] },
  { name: 'pointer', field: pointer, value: 2n ** 47n, beyond: [-1n], wrong: [1] },
  { name: 'safeInt64', field: safeInt64, value: -5, beyond: [2 ** 53, 0.5], wrong: [1n] },
  { name: 'bool', field: bool, value: true, beyond: [], wrong: [1, 'true', null] },
  { name: 'boolOf(uint32)', field: boolOf(uint32), value: true, beyond: [], wrong: [1, Object(true)] },
  { name: 'char', field: char, value: '\xe9', beyond: ['', 'ab', '\u0100'], wrong: [1] },
  { name: 'wchar', field: wchar, value: '\u{1f600}', beyond: ['ab'], wrong: [1] },
  { name: 'array(char, 5)', field: array(char, 5), value: 'adaé', beyond: ['abcdef'], wrong: [1, ['a']] },
  { name: 'zarray(char, 4)', field: zarray(char, 4), value: 'ada', beyond: ['abcd'], wrong: [null] },
  { name: 'enumeration', field: color, value: 'green', beyond: ['blue', 2 ** 31], wrong: [1n, null] },
  { name: 'a number of an enumeration', field: color, value: 7, beyond: ['__proto__'], wrong: [{}] },
];

const untouched = 0xa5;

/** The same field between two others, in each way that an array of structs is accessed. */
function everyWay(field: ElementType): [string, CArray, CArray][] {
  const aligned = struct({ before: uint8, field, after: uint8 });
  const packed = struct({ before: uint8, field, after: uint8 }, { pack: 1 });
  const inColumn = struct({ head: uint16, inner: aligned, tail: uint8 });
  const bytesOf = (size: number) => CArray.alloc(uint8, 4 * size + 3);
  const [first, second, third, fourth] = [aligned, packed, aligned, inColumn].map(({ size }) =>
    bytesOf(size),
  );
  const fifth = checkedArray(uint8, 4 * aligned.size);
  if (first === undefined || second === undefined || third === undefined || fourth === undefined) return [];
  for (const bytes of [first, second, third, fourth, fifth]) bytes.fill(untouched);
  return [
    ['aligned', first, first.cast(aligned)],
    ['packed', second, second.cast(packed)],
    ['unaligned', third, third.cast(aligned, 3)],
    ['a column', fourth, fourth.cast(inColumn).field('inner')],
    ['checked', fifth, fifth.cast(aligned)],
  ];
}

const refOf = (structs: CArray, index: number) => structs.ref(index) as Record<string, unknown>;

describe.each(fieldCases)('a field of type $name', ({ field, value, beyond, wrong, ...rest }) => {
  const loaded = 'loaded' in rest ? rest.loaded : value;

  it('is stored into its own bytes alone, and read back, by references and by get', () => {
    for (const [way, bytes, structs] of everyWay(field)) {
      expect(wayOf(structs) === 'checked', way).toBe(way === 'checked');
      const before = bytes.toArray();
      const reference = refOf(structs, 1);
      reference.field = value;
      expect([reference.field, refOf(structs, 1).field], way).toEqual([loaded, loaded]);
      expect(structs.get(1), way).toMatchObject({ field: loaded, before: untouched, after: untouched });
      const places = 'places' in structs.type ? (structs.type.places as FieldPlace[]) : [];
      const place = places.find(({ name }) => name === 'field')?.byteOffset ?? 0;
      const start = structs.byteOffset - bytes.byteOffset + structs.stride + place;
      const after = bytes.toArray();
      after.splice(start, field.size);
      before.splice(start, field.size);
      expect(after, way).toEqual(before);
    }
  });

  it('refuses what does not fit, and nothing changes', () => {
    for (const [way, bytes, structs] of everyWay(field)) {
      const reference = refOf(structs, 2);
      reference.field = value;
      const before = bytes.toBuffer();
      const store = (bad: unknown) => refusal(() => Reflect.set(reference, 'field', bad));
      expect(beyond.map(store), way).toEqual(beyond.map(() => OUT_OF_RANGE));
      expect(wrong.map(store), way).toEqual(wrong.map(() => NOT_THE_KIND));
      expect([bytes.toBuffer().equals(before), reference.field], way).toEqual([true, loaded]);
    }
  });
});

describe('a safeInt64 that no number holds', () => {
  it('is an error of the load, and its neighbours load', () => {
    for (const [way, bytes, structs] of everyWay(safeInt64)) {
      bytes.fill(0x7f);
      const reference = refOf(structs, 0);
      for (let round = 0; round < 3; round++) {
        expect(
          refusal(() => reference.field),
          way,
        ).toBe(OUT_OF_RANGE);
        expect(
          refusal(() => structs.get(0)),
          way,
        ).toBe(OUT_OF_RANGE);
        expect([reference.before, reference.after], way).toEqual([0x7f, 0x7f]);
      }
      reference.field = 3;
      expect(reference.field, way).toBe(3);
    }
  });
});

describe('structs in structs', () => {
  it.each<[string, CArray<typeof deep>]>([
    ['generated', CArray.alloc(deep, 3)],
    ['unaligned', CArray.alloc(uint8, 3 * deep.size + 1).cast(deep, 1)],
    ['checked', checkedArray(deep, 3)],
  ])('%s: references three deep are live', (_way, structs) => {
    const reference = structs.ref(1);
    const { b } = reference;
    const { d } = b;
    reference.b.d.e = 2 ** 32 - 1;
    d.f = 'x';
    b.c = 5;
    reference.a += 7;
    expect(structs.get(1)).toEqual({ a: 7, b: { c: 5, d: { e: 2 ** 32 - 1, f: 'x' } } });
    expect([d.e, b.d.f, reference.b.c]).toEqual([2 ** 32 - 1, 'x', 5]);
    reference.b = { c: 6, d: { e: 1, f: 'y' } };
    expect([b.c, d.e, d.f]).toEqual([6, 1, 'y']);
    expect(refusal(() => Reflect.set(reference, 'b', { c: 1, d: { e: -1, f: 'z' } }))).toBe(OUT_OF_RANGE);
    expect([b.c, d.e, d.f]).toEqual([6, 1, 'y']);
    expect([structs.get(0), structs.get(2)]).toEqual(
      Array(2).fill({ a: 0, b: { c: 0, d: { e: 0, f: '\0' } } }),
    );
    expect(refusal(() => Reflect.set(d, 'e', 2 ** 32))).toBe(OUT_OF_RANGE);
    expect(refusal(() => structs.ref(3))).toBe(OUT_OF_RANGE);
  });
});

describe('arrays in structs', () => {
  const polygon = struct({
    count: uint8,
    ends: array(struct({ x: int32, y: int32 }), 3),
    tags: array(uint32, 2),
  });
  it.each<[string, CArray<typeof polygon>]>([
    ['generated', CArray.alloc(polygon, 3)],
    ['packed', CArray.alloc(uint8, 3 * polygon.size + 1).cast(polygon, 1)],
    ['checked', checkedArray(polygon, 3)],
  ])('%s: are arrays over the same memory', (_way, polygons) => {
    const reference = polygons.ref(1);
    expect([reference.ends.length, reference.tags.length]).toEqual([3, 2]);
    reference.ends.ref(2).y = -9;
    reference.ends.set(0, { x: 1, y: 2 });
    reference.tags.fill(8);
    const ends = [
      { x: 1, y: 2 },
      { x: 0, y: 0 },
      { x: 0, y: -9 },
    ];
    expect(polygons.get(1)).toEqual({ count: 0, ends, tags: [8, 8] });
    expect(polygons.toArray().filter(({ tags }) => tags[0] === 8)).toHaveLength(1);
    expect(refusal(() => reference.tags.set(2, 1))).toBe(OUT_OF_RANGE);
    expect(refusal(() => reference.tags.subarray(0, 9).get(2))).toBe(OUT_OF_RANGE);
    expect(refusal(() => Reflect.set(reference, 'tags', [1]))).toBe(NOT_THE_KIND);
    Reflect.set(reference, 'tags', [5, 6]);
    expect(reference.tags.toArray()).toEqual([5, 6]);
  });
});

describe('ref of arrays of arrays', () => {
  const matrix = array(array(uint16, 2), 3);
  it.each<[string, CArray<typeof matrix>]>([
    ['generated', CArray.alloc(matrix, 2)],
    ['checked', checkedArray(matrix, 2)],
  ])('%s: gives arrays over the same memory', (_way, matrices) => {
    matrices.ref(1).ref(2).set(0, 7);
    expect(matrices.toArray()).toEqual([
      [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
      [
        [0, 0],
        [0, 0],
        [7, 0],
      ],
    ]);
    expect([matrices.ref(1).length, matrices.ref(1).ref(2).toArray()]).toEqual([3, [7, 0]]);
    expect(refusal(() => matrices.ref(0).ref(3))).toBe(OUT_OF_RANGE);
  });

  it('is an error where elements have no parts', () => {
    for (const type of [uint8, char, array(char, 4), bool, color]) {
      expect(refusal(() => CArray.alloc(type, 1).ref(0))).toBe('TypeError ERR_ELEMENT_TYPE');
    }
  });
});

describe('unions', () => {
  const either = union({
    number: float64,
    halves: array(uint32, 2),
    tiny: struct({ low: uint8 }),
    text: array(char, 8),
  });
  it.each<[string, CArray<typeof either>]>([
    ['generated', CArray.alloc(either, 2)],
    ['checked', checkedArray(either, 2)],
  ])('%s: each member is live over the same bytes', (_way, unions) => {
    const reference = unions.ref(1);
    reference.number = 1;
    const bytes = new Uint8Array(Float64Array.of(1).buffer); // in the order of this processor
    expect([reference.halves.toArray(), reference.tiny.low]).toEqual([
      [...new Uint32Array(bytes.buffer)],
      bytes[0],
    ]);
    reference.tiny.low = bytes[0] = 65;
    expect([reference.text[0], reference.halves.get(0), unions.get(0).number]).toEqual([
      'A',
      new Uint32Array(bytes.buffer)[0],
      0,
    ]);
  });
});

describe('a bit-field', () => {
  it('of 0 bits has no property', () => {
    const flags = struct({ a: bits(uint8, 3), end: bits(uint8, 0), b: bits(uint8, 3) });
    const reference = CArray.alloc(flags, 1).ref(0);
    expect(['a' in reference, 'end' in reference, 'b' in reference]).toEqual([true, false, true]);
  });
});
