import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  CArray,
  float64,
  int64,
  type MappedArray,
  type Mapping,
  mapAnonymous,
  mapFile,
  mmap,
  msync,
  munmap,
  type Source,
  type safeInt64,
  type TypedArray,
  uint8,
  uint32,
  type ValueOf,
} from '../src/index.js';

// What `tsc --noEmit` proves; at run time the wrong values are refused as well.
describe('the types that TypeScript infers', () => {
  it('values follow the element type', () => {
    const numbers = CArray.of(float64, 1, 2);
    const bigints = CArray.alloc(int64, 2);
    expectTypeOf(numbers).toEqualTypeOf<CArray<typeof float64>>();
    expectTypeOf(numbers.get(0)).toEqualTypeOf<number>();
    expectTypeOf(numbers.at(0)).toEqualTypeOf<number | undefined>();
    expectTypeOf(bigints.get(0)).toEqualTypeOf<bigint>();
    expectTypeOf(bigints.toArray()).toEqualTypeOf<bigint[]>();
    expectTypeOf([...bigints.entries()]).toEqualTypeOf<[number, bigint][]>();
    expectTypeOf([...bigints]).toEqualTypeOf<bigint[]>();
    expectTypeOf(bigints.set).parameter(1).toEqualTypeOf<bigint>();
    expectTypeOf<ValueOf<typeof safeInt64>>().toEqualTypeOf<number>();
  });

  it('derived arrays keep the type, or take the new one', () => {
    const numbers = CArray.of(uint8, 1, 2, 3, 4, 5, 6, 7, 8);
    expectTypeOf(numbers.subarray(1)).toEqualTypeOf(numbers);
    expectTypeOf(numbers.slice(1)).toEqualTypeOf(numbers);
    expectTypeOf(numbers.fill(1)).toEqualTypeOf(numbers);
    expectTypeOf(numbers.cast(int64).get(0)).toEqualTypeOf<bigint>();
    expectTypeOf(numbers.typedArray).toExtend<Uint8Array>();
    expectTypeOf(numbers.cast(int64).typedArray).toExtend<BigInt64Array>();
    expectTypeOf(CArray.alloc(uint8, 1) as CArray)
      .toHaveProperty('typedArray')
      .toExtend<TypedArray>();
    expectTypeOf(numbers.mapping).toEqualTypeOf<Mapping | undefined>();
    expectTypeOf(numbers).toExtend<CArray>();
  });

  it('map functions give arrays of their type, uint8 where none is named', () => {
    const map = () =>
      [
        mapFile('x'),
        mapFile('x', { access: 'read' }),
        mapFile('x', { type: int64 }),
        mapAnonymous(int64, 1n),
        mmap(uint32, 1n, 1, 2, null, 0n, 0n),
      ] as const;
    type Mapped = ReturnType<typeof map>;
    expectTypeOf<Mapped[0]>().toEqualTypeOf<MappedArray<typeof uint8>>();
    expectTypeOf<Mapped[1]>().toEqualTypeOf<MappedArray<typeof uint8>>();
    expectTypeOf<Mapped[2]>().toEqualTypeOf<MappedArray<typeof int64>>();
    expectTypeOf<Mapped[3]>().toEqualTypeOf<MappedArray<typeof int64>>();
    expectTypeOf<Mapped[4]>().toEqualTypeOf<MappedArray<typeof uint32>>();
    expectTypeOf<Mapped[4]['mapping']>().toEqualTypeOf<Mapping>();
    expectTypeOf<Mapped[4]>().toExtend<CArray<typeof uint32>>();
    expectTypeOf(munmap).returns.toEqualTypeOf<boolean>();
    expectTypeOf(msync).returns.toEqualTypeOf<true>();
    expectTypeOf<URL | Buffer | number | { fd: number }>().toExtend<Source>();
  });

  it('wrong values are errors of the compiler, and at run time', () => {
    // @ts-expect-error a number is no bigint
    expect(() => CArray.of(int64, 1)).toThrow(TypeError);
    // @ts-expect-error a bigint is no number
    expect(() => CArray.of(uint8, 1n)).toThrow(TypeError);
    // @ts-expect-error a string is no index
    expect(() => CArray.of(uint8, 1).get('0')).toThrow(TypeError);
    // @ts-expect-error a name is no element type
    expect(() => CArray.alloc('uint8', 1)).toThrow(TypeError);
    // @ts-expect-error there is no such access
    expect(() => mapFile('x', { access: 'write' })).toThrow(TypeError);
    // @ts-expect-error length does not change
    expect(() => (CArray.of(uint8, 1).byteLength = 2)).toThrow(TypeError);
  });
});
