import { closeSync, openSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type CArray as AnyArray,
  array,
  bits,
  CArray,
  char,
  float64,
  munmap,
  PROT_READ,
  padding,
  struct,
  uint8,
  uint16,
  uint32,
  union,
} from '../src/index.js';
import { checkedArray, fakeApi } from './support/api.js';
import {
  NOT_THE_KIND,
  NOT_THE_VALUE,
  OUT_OF_RANGE,
  READ_ONLY,
  refusal,
  thrownBy,
  UNMAPPED,
} from './support/errors.js';

const inner = struct({ low: bits(uint8, 3), high: bits(uint8, 5), y: uint16 });
const outer = struct({
  id: uint8,
  gap: padding(1),
  x: uint32,
  inner,
  name: array(char, 3),
  list: array(uint8, 2),
});
const LENGTH = 5;
type Outer = AnyArray<typeof outer>;

/** Structs in which every byte is 0xee. */
const ways: [string, () => Outer][] = [
  ['heap', () => CArray.alloc(outer, LENGTH)],
  ['unaligned', () => CArray.alloc(uint8, LENGTH * outer.size + 1).cast(outer, 1)],
  ['checked', () => checkedArray(uint8, LENGTH * outer.size).cast(outer)],
  ['mapped', () => fakeApi().mapAnonymous(outer, LENGTH)],
];

describe.each(ways)('a column of %s structs', (_way, make) => {
  const made = () => {
    const structs = make();
    structs.cast(uint8).fill(0xee);
    return structs;
  };

  it('is an array of the field, with the stride of the structs', () => {
    const structs = made();
    const ids = structs.field('x');
    expect([ids.type, ids.length, ids.stride, ids.byteLength, ids.writable]).toEqual([
      uint32,
      LENGTH,
      outer.size,
      4 * LENGTH,
      structs.writable,
    ]);
    expect(ids.mapping).toBe(structs.mapping);
    ids.set(3, 7);
    expect([structs.get(3).x, structs.ref(3).x, structs.field('x').get(3)]).toEqual([7, 7, 7]);
  });

  it.each<[string, (column: AnyArray<typeof uint32>) => unknown, (values: number[]) => unknown]>([
    ['set', (column) => column.set(2, 9), (values) => values.fill(9, 2, 3)],
    ['setAt', (column) => column.setAt(-1, 9), (values) => values.fill(9, -1)],
    ['fill', (column) => column.fill(9, 1, -1), (values) => values.fill(9, 1, -1)],
    ['reverse', (column) => column.reverse(), (values) => values.reverse()],
    ['copyWithin', (column) => column.copyWithin(1, 0, 4), (values) => values.copyWithin(1, 0, 4)],
    [
      'replace with fewer',
      (column) => column.replace([9], 1, 3),
      (values) => values.splice(0, 5, 10, 9, 13, 14, 0),
    ],
    [
      'replace with more',
      (column) => column.replace([9, 8, 7], 1, 2),
      (values) => values.splice(0, 5, 10, 9, 8, 7, 12),
    ],
    [
      'replace at indexes',
      (column) => column.replace([9, 8], [4, 0]),
      (values) => values.splice(0, 5, 8, 11, 12, 13, 9),
    ],
    ['fill of a subarray', (column) => column.subarray(1, 3).fill(9), (values) => values.fill(9, 1, 3)],
    [
      'reverse of a subarray',
      (column) => column.subarray(1).reverse(),
      (values) => values.splice(1, 4, 14, 13, 12, 11),
    ],
  ])('%s touches nothing between', (_what, change, expected) => {
    const structs = made();
    const column = structs.field('x').replace([10, 11, 12, 13, 14]);
    const bytes = structs.toBuffer();
    const values = column.toArray();
    change(column);
    expected(values);
    const at = outer.places.find((place) => place.name === 'x')?.byteOffset ?? 0;
    for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, index * outer.size + at);
    expect(column.toArray()).toEqual(values);
    expect(structs.toBuffer()).toEqual(bytes);
  });

  it('slice and toBuffer gather the elements side by side', () => {
    const column = made().field('x').replace([10, 11, 12, 13, 14]);
    const slice = column.slice(1, -1);
    expect([slice.toArray(), slice.stride, slice.mapping]).toEqual([[11, 12, 13], 4, undefined]);
    expect([...slice.typedArray]).toEqual([11, 12, 13]);
    expect(column.toBuffer()).toEqual(Buffer.from(Uint32Array.of(10, 11, 12, 13, 14).buffer));
    slice.set(0, 99);
    expect(column.get(1)).toBe(11);
  });

  it('of a column, of bit-fields, of texts and of lists', () => {
    const structs = made();
    const nested = structs.field('inner');
    expect([nested.stride, nested.type, nested.field('y').stride]).toEqual([outer.size, inner, outer.size]);
    nested.field('low').fill(5);
    nested.field('high').replace([1, 2, 3, 4, 31]);
    nested.subarray(1, 3).field('y').fill(7);
    expect(structs.get(1).inner).toEqual({ low: 5, high: 2, y: 7 });
    expect(structs.get(4).inner).toEqual({ low: 5, high: 31, y: 0xeeee });
    expect(refusal(() => nested.field('low').set(0, 8))).toBe(OUT_OF_RANGE);
    nested.ref(0).high = 17;
    expect([nested.get(0).high, nested.get(0).low]).toEqual([17, 5]);
    structs.field('name').replace(['a', 'bc', 'def'], 1);
    expect(structs.field('name').subarray(1, 4).toArray()).toEqual(['a', 'bc', 'def']);
    structs.field('list').set(4, [1, 2]);
    structs.field('list').ref(4).set(0, 9);
    expect([structs.get(4).list, structs.get(3).list]).toEqual([
      [9, 2],
      [0xee, 0xee],
    ]);
  });

  it('may end where the memory ends, and be empty', () => {
    const structs = make();
    const last = structs.field('list');
    for (const empty of [
      last.subarray(LENGTH),
      last.subarray(-0, 0),
      structs.subarray(LENGTH).field('list'),
    ]) {
      expect([empty.length, empty.toArray(), empty.slice().length, empty.toBuffer().length]).toEqual([
        0,
        [],
        0,
        0,
      ]);
      expect(
        empty
          .fill([1, 2])
          .reverse()
          .replace([[1, 2]])
          .copyWithin(0, 0).length,
      ).toBe(0);
    }
    expect(last.slice(LENGTH).length).toBe(0);
    expect(last.fill([1, 2], LENGTH).replace([], LENGTH).copyWithin(LENGTH, 0).toArray()).toEqual(
      Array(LENGTH).fill([0, 0]),
    );
  });

  it('has no raw views, no cast and no range of bytes: ERR_UNSUPPORTED', () => {
    const column = made().field('id');
    const fd = openSync('/dev/null', 'r+');
    try {
      for (const unsupported of [
        () => column.typedArray,
        () => column.bytes,
        () => column.dataView,
        () => column.buffer,
        () => column.cast(uint8),
        () => column.subarray(1).cast(uint8),
        () => column.writeTo(fd),
        () => column.readFrom(fd),
      ]) {
        expect(refusal(unsupported)).toBe('Error ERR_UNSUPPORTED');
        expect(thrownBy(unsupported).message).toContain('slice()');
      }
    } finally {
      closeSync(fd);
    }
  });

  it('needs a name that is a field', () => {
    const structs = make();
    const field =
      (...given: unknown[]) =>
      () =>
        Reflect.apply(structs.field, structs, given);
    for (const name of ['z', '', 'gap', 'toString', '__proto__', 'low', '0']) {
      expect(refusal(field(name))).toBe(NOT_THE_VALUE);
    }
    expect(thrownBy(field('z')).message).toContain('id, x, inner, name, list');
    for (const name of [Symbol('x'), undefined, null, 0, {}, ['x']])
      expect(refusal(field(name))).toBe(NOT_THE_KIND);
  });
});

describe('field', () => {
  it.each([uint8, array(uint8, 2), array(char, 2), array(inner, 2)])('of %o: ERR_ELEMENT_TYPE', (type) => {
    const elements: AnyArray = CArray.alloc<typeof type>(type, 1);
    expect(refusal(() => Reflect.apply(elements.field, elements, ['low']))).toBe(
      'TypeError ERR_ELEMENT_TYPE',
    );
  });

  it('of a union is a column of one member', () => {
    const either = CArray.of(
      union({ number: float64, bytes: array(uint8, 8) }),
      { number: 1 },
      { number: 2 },
    );
    expect(either.field('number').toArray()).toEqual([1, 2]);
    either.field('number').fill(0);
    expect(either.field('bytes').toArray()).toEqual(Array(2).fill(Array(8).fill(0)));
  });

  it('follows the mapping of its structs', () => {
    const structs = fakeApi().mapAnonymous(outer, 3);
    const column = structs.field('x').fill(4);
    structs.mapping.protect(PROT_READ);
    expect([column.writable, column.get(1), refusal(() => column.set(1, 2))]).toEqual([false, 4, READ_ONLY]);
    expect(refusal(() => column.fill(1))).toBe(READ_ONLY);
    munmap(structs);
    expect([column.writable, column.length]).toEqual([false, 3]);
    for (const dead of [
      () => column.get(0),
      () => column.toArray(),
      () => column.slice(),
      () => column.toBuffer(),
      () => column.subarray(1),
      () => structs.field('x'),
    ]) {
      expect(refusal(dead)).toBe(UNMAPPED);
    }
    expect(refusal(() => column.get(3))).toBe(OUT_OF_RANGE);
  });
});
