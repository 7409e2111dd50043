import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CArray,
  char,
  type ElementType,
  float32,
  float64,
  int8,
  int32,
  int64,
  munmap,
  struct,
  uint8,
  uint16,
  uint16be,
  uint32be,
} from '../src/index.js';
import { checkedArray, fakeApi } from './support/api.js';
import { NOT_THE_KIND, OUT_OF_RANGE, refusal, UNMAPPED } from './support/errors.js';
import { holds, timeout } from './support/property-runs.js';

const bytesOf = (value: bigint, signed: boolean, type: ElementType = uint8): number[] => [
  ...CArray.fromBigInt(value, type, { signed }).toBuffer(),
];

/** The fewest bytes that hold an integer, by trying: the whole of it must come back from them. */
function fewest(value: bigint, signed: boolean): number {
  let count = 0;
  const cut = signed ? BigInt.asIntN : BigInt.asUintN;
  while (cut(8 * count, value) !== value) count++;
  return count;
}

const types: readonly ElementType[] = [
  uint8,
  int8,
  char,
  uint16,
  uint16be,
  int32,
  uint32be,
  float32,
  int64,
  float64,
];
const sizes = fc.constantFrom(1n, 8n, 9n, 16n, 64n, 65n, 200n, 4096n);
const near = fc
  .tuple(sizes, fc.bigInt({ min: -2n, max: 2n }))
  .map(([bits, more]) => 2n ** (bits - 1n) + more);
const integers = fc.oneof(
  near,
  near.map((value) => -value),
  fc.bigInt(),
  fc.bigInt({ min: -300n, max: 300n }),
);

describe('fromBigInt and toBigInt', () => {
  it(
    'give back what was given, in as few elements as hold it, the highest byte first',
    async () => {
      const property = fc.property(
        integers,
        fc.boolean(),
        fc.constantFrom(...types),
        (given, signed, type) => {
          const value = signed || given >= 0n ? given : -given;
          const array = CArray.fromBigInt(value, type, { signed });
          expect(array.type).toBe(type);
          expect(array.toBigInt({ signed })).toBe(value);
          expect(array.length).toBe(Math.ceil(fewest(value, signed) / type.size));
          const digits = BigInt.asUintN(8 * array.byteLength, value).toString(16);
          expect(array.toBuffer().toString('hex')).toBe(
            array.length === 0 ? '' : digits.padStart(2 * array.byteLength, '0'),
          );
        },
      );
      await holds(property);
    },
    timeout,
  );

  it(
    'read any bytes as one number',
    async () => {
      const property = fc.property(fc.uint8Array({ maxLength: 40 }), fc.boolean(), (bytes, signed) => {
        const expected = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
        const value = CArray.view(uint8, bytes).toBigInt({ signed });
        expect(value).toBe(signed ? BigInt.asIntN(8 * bytes.length, expected) : expected);
      });
      await holds(property);
    },
    timeout,
  );

  it.each<[bigint, boolean, number[]]>([
    [0n, false, []],
    [0n, true, []],
    [1n, false, [1]],
    [127n, true, [127]],
    [128n, false, [128]],
    [128n, true, [0, 128]],
    [-128n, true, [128]],
    [-129n, true, [255, 127]],
    [-1n, true, [255]],
    [255n, false, [255]],
    [255n, true, [0, 255]],
    [256n, false, [1, 0]],
    [-256n, true, [255, 0]],
    [-32_768n, true, [128, 0]],
    [-32_769n, true, [255, 127, 255]],
    [32_767n, true, [127, 255]],
    [2n ** 64n, false, [1, 0, 0, 0, 0, 0, 0, 0, 0]],
    [-(2n ** 63n), true, [128, 0, 0, 0, 0, 0, 0, 0]],
  ])('%s, signed %s, is %o', (value, signed, bytes) => {
    expect(bytesOf(value, signed)).toEqual(bytes);
    expect(CArray.from(uint8, bytes).toBigInt({ signed })).toBe(value);
  });

  it.each<[bigint, boolean, ElementType, number[]]>([
    [1n, false, uint16, [0, 1]],
    [1n, false, int64, [0, 0, 0, 0, 0, 0, 0, 1]],
    [-1n, true, float32, [255, 255, 255, 255]],
    [-129n, true, int32, [255, 255, 255, 127]],
    [2n ** 32n, false, int32, [0, 0, 0, 1, 0, 0, 0, 0]],
    [2n ** 31n, true, int32, [0, 0, 0, 0, 128, 0, 0, 0]],
  ])('%s, signed %s, in elements of %o is %o: filled up in front', (value, signed, type, bytes) => {
    expect(bytesOf(value, signed, type)).toEqual(bytes);
    expect(CArray.from(uint8, bytes).cast(type).toBigInt({ signed })).toBe(value);
  });

  it('are unsigned bytes by default', () => {
    const array = CArray.fromBigInt(200n);
    expect([array.type, array.toArray(), array.toBigInt(), array.toBigInt({})]).toEqual([
      uint8,
      [200],
      200n,
      200n,
    ]);
    expect([array.toBigInt({ signed: true }), array.mapping, array.writable]).toEqual([
      -56n,
      undefined,
      true,
    ]);
    expect(CArray.of(uint8, 0, 0, 7).toBigInt()).toBe(7n);
  });

  it.each([-1n, -128n, -(2n ** 70n)])('%s needs signed', (value) => {
    expect(refusal(() => CArray.fromBigInt(value))).toBe(OUT_OF_RANGE);
    expect(refusal(() => CArray.fromBigInt(value, uint8, { signed: false }))).toBe(OUT_OF_RANGE);
    expect(CArray.fromBigInt(value, uint8, { signed: true }).toBigInt({ signed: true })).toBe(value);
  });

  const make = (...given: unknown[]) => refusal(() => Reflect.apply(CArray.fromBigInt, CArray, given));
  const array = CArray.of(uint8, 1);
  const read = (...given: unknown[]) => refusal(() => Reflect.apply(array.toBigInt, array, given));

  it.each([undefined, null, 1, '1', true, {}, [1n], Symbol('1'), Object(1n)])('%o is no bigint', (value) => {
    expect(make(value)).toBe(NOT_THE_KIND);
  });

  it.each([null, 'uint8', 8, Uint8Array, {}])('%o is no type', (type) => {
    expect(make(1n, type)).toBe(NOT_THE_KIND);
  });

  it.each([null, 0, 1, 'true', {}])('%o is no boolean', (signed) => {
    expect(make(1n, uint8, { signed })).toBe(NOT_THE_KIND);
    expect(read({ signed })).toBe(NOT_THE_KIND);
  });

  it.each([null])('%o is no object of options', (options) => {
    expect(make(1n, uint8, options)).toBe(NOT_THE_KIND);
    expect(read(options)).toBe(NOT_THE_KIND);
  });

  it('reads subarrays, columns, unaligned, checked and mapped memory alike', () => {
    const bytes = CArray.of(uint8, 9, 1, 2, 3, 9);
    expect(bytes.subarray(1, -1).toBigInt()).toBe(0x010203n);
    expect(CArray.of(uint8, 9, 1, 2, 3, 4).cast(uint16, 1).toBigInt()).toBe(0x01020304n);
    expect(checkedArray(uint8, 3).replace([1, 2, 3]).toBigInt()).toBe(0x010203n);
    const columns = CArray.alloc(struct({ head: uint8, value: uint16be }), 2);
    expect(columns.field('value').replace([0x0102, 0x0304]).toBigInt()).toBe(0x01020304n);
    const mapped = fakeApi().mapAnonymous(uint8, 2).fill(1);
    expect(mapped.toBigInt()).toBe(0x0101n);
    munmap(mapped as Parameters<typeof munmap>[0]);
    expect(refusal(() => mapped.toBigInt())).toBe(UNMAPPED);
  });
});
