import { describe, expect, it } from 'vitest';
import { CArray, float64, int64, safeInt64, safeUint64, uint8, uint16, uint32 } from '../src/index.js';
import { checkedArray, wayOf } from './support/api.js';
import { NOT_THE_KIND, OUT_OF_RANGE, refusal, thrownBy } from './support/errors.js';

const bytes = CArray.from(
  uint8,
  Array.from({ length: 21 }, (_, at) => at),
);

describe('cast', () => {
  it.each([
    [uint16, undefined, undefined, 10],
    [uint32, undefined, undefined, 5],
    [float64, undefined, undefined, 2],
    [uint32, 1, undefined, 5],
    [uint32, 2n, undefined, 4],
    [uint32, 17, undefined, 1],
    [uint32, 18, undefined, 0],
    [uint32, 21, undefined, 0],
    [uint32, 21, 0, 0],
    [uint32, 20n, 1n, 0],
    [uint32, 0, 0, 0],
    [uint32, 4, 11, 2],
    [uint16, undefined, 5, 2],
    [uint8, 20, 1, 1],
  ])('%o from byte %s, %s bytes: %i elements, the tail left over', (type, byteOffset, byteLength, length) => {
    const cast = bytes.cast(type, byteOffset, byteLength);
    const start = Number(byteOffset ?? 0);
    expect([cast.length, cast.byteLength, cast.type]).toEqual([length, length * type.size, type]);
    expect([...cast.toBuffer()]).toEqual(bytes.toArray().slice(start, start + length * type.size));
  });

  it.each([
    [22, undefined, 'offset 22 lies beyond the 21 bytes of the array'],
    [22, 0, 'offset 22 lies beyond the 21 bytes of the array'],
    [
      1,
      Number.MAX_SAFE_INTEGER,
      'size 9007199254740991 from offset 1 wraps around: the end is past 2 ** 53 - 1',
    ],
    [0, 22, 'size 22 from offset 0 extends beyond the 21 bytes of the array'],
    [21, 1, 'size 1 from offset 21 extends beyond the 21 bytes of the array'],
    [undefined, 22, 'size 22 from offset 0 extends beyond the 21 bytes of the array'],
  ])('from byte %s, %s bytes: %s', (byteOffset, byteLength, message) => {
    const cast = () => bytes.cast(uint8, byteOffset, byteLength);
    expect(refusal(cast)).toBe(OUT_OF_RANGE);
    expect(thrownBy(cast).message).toBe(message);
  });

  it.each<[unknown, string]>([
    [-1, OUT_OF_RANGE],
    [-1n, OUT_OF_RANGE],
    [0.5, OUT_OF_RANGE],
    [Number.NaN, OUT_OF_RANGE],
    [Number.POSITIVE_INFINITY, OUT_OF_RANGE],
    [2n ** 64n, OUT_OF_RANGE],
    ['0', NOT_THE_KIND],
    [null, NOT_THE_KIND],
    [{}, NOT_THE_KIND],
  ])('refuses %s as offset and as size: %s', (count, expected) => {
    expect(refusal(() => Reflect.apply(bytes.cast, bytes, [uint8, count]))).toBe(expected);
    expect(refusal(() => Reflect.apply(bytes.cast, bytes, [uint8, 0, count]))).toBe(expected);
  });

  it.each([undefined, null, 'uint8', Uint8Array, {}])('refuses the type %s', (type) => {
    expect(refusal(() => Reflect.apply(bytes.cast, bytes, [type]))).toBe(NOT_THE_KIND);
  });

  it('of a subarray reaches no further than the subarray', () => {
    const part = bytes.subarray(4, 12);
    expect(part.cast(uint16, 2).toArray()).toEqual(bytes.slice(6, 12).cast(uint16).toArray());
    expect(part.cast(uint32).length).toBe(2);
    expect(refusal(() => part.cast(uint32, 0, 9))).toBe(OUT_OF_RANGE);
    expect(part.cast(uint32, 1).cast(uint8).toArray()).toEqual([5, 6, 7, 8]);
  });

  it('shares the memory, aligned or not', () => {
    const array = CArray.alloc(uint8, 17);
    for (const [offset, way] of [
      [0, 'typed'],
      [8, 'typed'],
      [1, 'view'],
      [7, 'view'],
    ] as const) {
      const cast = array.cast(int64, offset, 8);
      cast.set(0, -1n);
      expect([wayOf(cast), array.toArray().indexOf(255), cast.get(0)]).toEqual([way, offset, -1n]);
      array.fill(0);
      expect(cast.get(0)).toBe(0n);
    }
  });
});

describe('raw views', () => {
  it('share the memory of the array and no more', () => {
    const array = CArray.of(uint16, 1, 2, 3, 4, 5).subarray(1, 4);
    const { typedArray, bytes: raw, dataView, buffer } = array;
    expect([typedArray.constructor, typedArray.length, raw.length, dataView.byteLength]).toEqual([
      Uint16Array,
      3,
      6,
      6,
    ]);
    expect([typedArray.buffer, raw.buffer, dataView.buffer]).toEqual([buffer, buffer, buffer]);
    array.set(0, 0x0102);
    expect([typedArray[0], Uint16Array.from(raw)[0], dataView.getUint8(0)]).toEqual([0x0102, raw[0], raw[0]]);
    typedArray[2] = 9;
    raw[2] = 8;
    expect(array.toArray()).toEqual([0x0102, Uint16Array.of(8)[0], 9]);
  });

  it('are over the very buffer of the caller', () => {
    const { buffer } = new Uint8Array(16);
    const array = CArray.view(uint32, buffer, 4);
    expect(array.buffer).toBe(buffer);
    expect([array.typedArray.byteOffset, array.bytes.byteOffset, array.dataView.byteOffset]).toEqual([
      4, 4, 4,
    ]);
  });

  it.each([
    [safeInt64, 'safeInt64'],
    [safeUint64, 'safeUint64'],
  ])('%o: no typed array, but bytes', (type, name) => {
    const array = CArray.of(type, 1);
    expect(refusal(() => array.typedArray)).toBe('TypeError ERR_ELEMENT_TYPE');
    const message = `The engine has no typed array for elements of type ${name}`;
    expect(thrownBy(() => array.typedArray).message).toBe(message);
    expect([array.bytes.length, array.dataView.byteLength]).toEqual([8, 8]);
  });

  it('unaligned: ERR_MISALIGNED for the typed array alone', () => {
    const array = CArray.alloc(uint8, 16).cast(uint32, 1);
    expect(refusal(() => array.typedArray)).toBe('RangeError ERR_MISALIGNED');
    const message =
      'A typed array of uint32 must start at a multiple of 4 bytes. This array starts at byte 1 of its buffer: get and set work there, slice() is an aligned copy';
    expect(thrownBy(() => array.typedArray).message).toBe(message);
    expect([array.bytes.byteOffset, array.bytes.length, array.dataView.byteLength]).toEqual([1, 12, 12]);
  });

  it('of a checked array are the same bytes', () => {
    const array = checkedArray(uint16, 4);
    expect(wayOf(array)).toBe('checked');
    array.typedArray[3] = 7;
    expect(array.toArray()).toEqual([0, 0, 0, 7]);
  });

  it('of an empty array have length 0, wherever it starts', () => {
    for (const empty of [
      CArray.alloc(uint16, 0),
      CArray.of(uint16, 1).subarray(1),
      bytes.cast(uint16, 2, 1),
    ]) {
      expect([empty.typedArray.length, empty.bytes.length, empty.dataView.byteLength]).toEqual([0, 0, 0]);
      expect(empty.typedArray).toBeInstanceOf(Uint16Array);
    }
  });
});
