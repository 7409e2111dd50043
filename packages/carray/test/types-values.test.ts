import { describe, expect, expectTypeOf, it } from 'vitest';
import * as carray from '../src/index.js';
import {
  bool,
  CArray,
  char,
  type ElementType,
  enumeration,
  float32,
  float64,
  int64,
  type LongType,
  type MapFileOptions,
  type MappedArray,
  type Mapping,
  mapAnonymous,
  mapFile,
  type Source,
  struct,
  type TypedArrayOf,
  uint8,
  uint32,
  type ValueOf,
  wchar,
  withBackend,
  zchar,
} from '../src/index.js';

type Library = typeof carray;
/** The names of the exported element types whose values are of type V, and nothing else. */
type TypesOf<V> = {
  [Name in keyof Library]: Library[Name] extends ElementType
    ? [ValueOf<Library[Name]>, V] extends [V, ValueOf<Library[Name]>]
      ? Name
      : never
    : never;
}[keyof Library];

type Ordered<Name extends string> = Name | `${Name}be` | `${Name}le`;
type Small = 'int8' | 'uint8' | Ordered<'int16' | 'uint16' | 'int32' | 'uint32'>;
type CNumbers = 'uchar' | 'schar' | 'short' | 'ushort' | 'int' | 'uint';
type PosixNumbers = `${'mode' | 'uid' | 'gid' | 'id' | 'pid' | 'key' | 'clockid' | 'sig_atomic'}_t`;
type PosixBigints = `${'intmax' | 'uintmax' | 'off' | 'ino' | 'dev' | 'blkcnt' | 'fsblkcnt' | 'fsfilcnt'}_t`;
type Words =
  `${'size' | 'ssize' | 'ptrdiff' | 'intptr' | 'uintptr' | 'time' | 'clock' | 'nlink' | 'blksize'}_t`;

const color = enumeration({ red: 0, green: 1 });

describe('the values of every exported element type', () => {
  it('numbers', () => {
    type Names =
      | Small
      | Ordered<'float32' | 'float64' | 'safeInt64' | 'safeUint64'>
      | CNumbers
      | PosixNumbers
      | 'socklen_t'
      | 'wint_t';
    expectTypeOf<TypesOf<number>>().toEqualTypeOf<Names>();
  });

  it('bigints', () => {
    type Names = Ordered<'int64' | 'uint64'> | 'longlong' | 'ulonglong' | 'pointer' | PosixBigints;
    expectTypeOf<TypesOf<bigint>>().toEqualTypeOf<Names>();
  });

  it('numbers or bigints, where the platform decides', () => {
    expectTypeOf<TypesOf<number | bigint>>().toEqualTypeOf<'long' | 'ulong' | Words>();
    expectTypeOf(carray.long).toEqualTypeOf<LongType>();
    expectTypeOf(CArray.alloc(carray.size_t, 1).get(0)).toEqualTypeOf<number | bigint>();
  });

  it('booleans and strings', () => {
    expectTypeOf<TypesOf<boolean>>().toEqualTypeOf<'bool'>();
    expectTypeOf<TypesOf<string>>().toEqualTypeOf<'char' | 'zchar' | 'bchar' | 'wchar'>();
    expectTypeOf(carray.boolOf(int64)).toEqualTypeOf<ElementType<boolean>>();
    // @ts-expect-error there is no boolean of text
    expect(() => carray.boolOf(char)).toThrow(TypeError);
    // @ts-expect-error nor of names
    expect(() => carray.boolOf(color)).toThrow(TypeError);
  });

  it('names and numbers of an enumeration', () => {
    const colors = CArray.of(color, 'green', 7);
    expectTypeOf(colors.get(0)).toEqualTypeOf<'red' | 'green' | number>();
    expectTypeOf(CArray.from(color, ['red', 1])).toEqualTypeOf<CArray<typeof color>>();
    colors.set(0, 'red');
    colors.set(0, 1);
    // @ts-expect-error there is no such name
    expect(() => colors.set(0, 'blue')).toThrow(RangeError);
    // @ts-expect-error nor is a bigint one
    expect(() => colors.set(0, 1n)).toThrow(TypeError);
    // @ts-expect-error the base has numbers
    void (() => enumeration({ red: 0 }, int64));
    // @ts-expect-error names have numbers
    expect(() => enumeration({ red: '0' })).toThrow(TypeError);
  });

  it('the raw view is the typed array of the same elements', () => {
    expectTypeOf<TypedArrayOf<Library['uint32be']>>().toEqualTypeOf<Uint32Array<ArrayBufferLike>>();
    expectTypeOf<TypedArrayOf<Library['int64']>>().toEqualTypeOf<BigInt64Array<ArrayBufferLike>>();
    expectTypeOf<TypedArrayOf<Library['float32']>>().toEqualTypeOf<Float32Array<ArrayBufferLike>>();
    expectTypeOf<TypedArrayOf<Library['int8']>>().toExtend<Int8Array>();
    expectTypeOf<TypedArrayOf<Library['uint8']>>().toExtend<Uint8Array>();
    expectTypeOf<TypedArrayOf<Library['int16']>>().toExtend<Int16Array>();
    expectTypeOf<TypedArrayOf<Library['uint16']>>().toExtend<Uint16Array>();
    expectTypeOf<TypedArrayOf<Library['int32']>>().toExtend<Int32Array>();
    expectTypeOf<TypedArrayOf<Library['uint32']>>().toExtend<Uint32Array>();
    expectTypeOf<TypedArrayOf<Library['float32']>>().toExtend<Float32Array>();
    expectTypeOf<TypedArrayOf<Library['float64']>>().toExtend<Float64Array>();
    expectTypeOf<TypedArrayOf<Library['int64']>>().toExtend<BigInt64Array>();
    expectTypeOf<TypedArrayOf<Library['uint64']>>().toExtend<BigUint64Array>();
    expectTypeOf<TypedArrayOf<Library['uint32']>>().not.toExtend<Int32Array>();
    expectTypeOf(CArray.of(float64, 1).typedArray.at(0)).toEqualTypeOf<number | undefined>();
  });
});

describe('the methods of an array', () => {
  const numbers = CArray.of(float32, 1, 2, 3);
  const bigints = CArray.of(int64, 1n, 2n);

  it('get, set, at, setAt', () => {
    expectTypeOf(numbers.get).toEqualTypeOf<(index: number) => number>();
    expectTypeOf(numbers.set).toEqualTypeOf<(index: number, value: number) => void>();
    expectTypeOf(bigints.at).toEqualTypeOf<(index: number) => bigint | undefined>();
    expectTypeOf(bigints.setAt).toEqualTypeOf<(index: number, value: bigint) => void>();
    // @ts-expect-error a bigint is no index of an element
    expect(() => numbers.get(0n)).toThrow(TypeError);
    // @ts-expect-error a value is needed
    expect(() => numbers.set(0)).toThrow(TypeError);
    // @ts-expect-error what at gives may be missing
    const missing: bigint = bigints.at(7);
    expect(missing).toBeUndefined();
  });

  it('values of the wrong kind are errors, at run time too', () => {
    // @ts-expect-error a string is no number
    expect(() => numbers.set(0, '1')).toThrow(TypeError);
    // @ts-expect-error nor is undefined
    expect(() => numbers.set(0, undefined)).toThrow(TypeError);
    // @ts-expect-error a number is no bigint
    expect(() => bigints.set(0, 1)).toThrow(TypeError);
    // @ts-expect-error a bigint is no number
    expect(() => CArray.of(uint32, 1).set(0, 1n)).toThrow(TypeError);
    // @ts-expect-error a number is no boolean
    expect(() => CArray.of(bool, true).set(0, 1)).toThrow(TypeError);
    // @ts-expect-error a number is no address
    expect(() => CArray.of(carray.pointer, 1)).toThrow('A value of type pointer must be a bigint from 0n to');
    expect(() => CArray.of(carray.pointer, -1n)).toThrow(
      'A value of type pointer must be a bigint from 0n to',
    );
    // @ts-expect-error a number is no character
    expect(() => CArray.of(wchar, 'a').set(0, 65)).toThrow(TypeError);
    // @ts-expect-error an array of numbers has no strings
    expect(() => CArray.from(float64, ['1'])).toThrow(TypeError);
    // @ts-expect-error fill takes a value of the type
    expect(() => numbers.fill('1')).toThrow(TypeError);
  });

  it('replace takes an iterable of values, and a position or a list of indexes', () => {
    expectTypeOf(numbers.replace([7, 8])).toEqualTypeOf(numbers);
    expectTypeOf(numbers.replace(new Set([7]), 1n, 2)).toEqualTypeOf(numbers);
    expectTypeOf(numbers.replace(new Float32Array(1), [0, -1])).toEqualTypeOf(numbers);
    expectTypeOf(numbers.replace(numbers.subarray(1), 0)).toEqualTypeOf(numbers);
    // @ts-expect-error bigints are no numbers
    expect(() => numbers.replace([1n])).toThrow(TypeError);
    // @ts-expect-error one value is no list
    expect(() => numbers.replace(1)).toThrow(TypeError);
  });

  it('what searches takes a value of the type', () => {
    expectTypeOf(numbers.indexOf).parameters.toEqualTypeOf<[number, (number | bigint)?]>();
    expectTypeOf(bigints.lastIndexOf).parameters.toEqualTypeOf<[bigint, (number | bigint)?]>();
    expectTypeOf(bigints.includes(1n)).toEqualTypeOf<boolean>();
    expect(numbers.equals(bigints)).toBe(false);
    // @ts-expect-error no element is a string
    expect(numbers.indexOf('1')).toBe(-1);
    // @ts-expect-error no element is a number
    expect(bigints.includes(1)).toBe(false);
  });

  it('reduce keeps the type of the values, or takes that of the initial value', () => {
    expectTypeOf(numbers.reduce((sum, value) => sum + value)).toEqualTypeOf<number>();
    expectTypeOf(bigints.reduce((sum, value) => sum + value)).toEqualTypeOf<bigint>();
    expectTypeOf(numbers.reduce((sum, value) => sum + value, 0)).toEqualTypeOf<number>();
    expectTypeOf(bigints.reduce((sum, value) => sum + Number(value), 0)).toEqualTypeOf<number>();
    expectTypeOf(numbers.reduce((text, value) => text + value, '')).toEqualTypeOf<string>();
    expectTypeOf(numbers.reduce<number[]>((all, value) => all.concat(value), [])).toEqualTypeOf<number[]>();
    const withAll = (sum: number, value: number, index: number, array: CArray<typeof float32>) =>
      sum + value * index * array.length;
    expectTypeOf(numbers.reduce(withAll, 0)).toEqualTypeOf<number>();
    // @ts-expect-error a number is no string
    void (() => numbers.reduce((text: string, value: number) => text + value));
  });

  it('loops', () => {
    numbers.forEach((value, index, array) => {
      expectTypeOf(value).toEqualTypeOf<number>();
      expectTypeOf(index).toEqualTypeOf<number>();
      expectTypeOf(array).toExtend<CArray<typeof float32>>();
    });
    expectTypeOf(numbers).toExtend<Iterable<number>>();
    expectTypeOf([...bigints.keys()]).toEqualTypeOf<number[]>();
    expectTypeOf([...bigints.values()]).toEqualTypeOf<bigint[]>();
    expectTypeOf(CArray.from(float64, numbers)).toEqualTypeOf<CArray<typeof float64>>();
  });

  it('big integers, text, bytes', () => {
    expectTypeOf(CArray.fromBigInt(1n)).toEqualTypeOf<CArray<typeof uint8>>();
    expectTypeOf(CArray.fromBigInt(-1n, undefined, { signed: true })).toEqualTypeOf<CArray<typeof uint8>>();
    expect(CArray.fromBigInt(-1n, undefined, { signed: true }).toArray()).toEqual([255]);
    expectTypeOf(CArray.fromBigInt(-1n, uint32, { signed: true })).toEqualTypeOf<CArray<typeof uint32>>();
    expectTypeOf(numbers.toBigInt({ signed: true })).toEqualTypeOf<bigint>();
    expectTypeOf(CArray.of(zchar, 'a').readString()).toEqualTypeOf<string>();
    expectTypeOf(
      CArray.of(char, 'a').writeString('b', 'utf8', { nullTerminated: false }),
    ).toEqualTypeOf<number>();
    expectTypeOf(numbers.writeTo).returns.toEqualTypeOf<number>();
    expectTypeOf(numbers.readFrom).parameter(0).toEqualTypeOf<carray.OpenFile>();
    expectTypeOf(numbers.toBuffer()).toExtend<Buffer>();
    expectTypeOf(numbers.bytes).toExtend<Uint8Array>();
    // @ts-expect-error a number is no big integer
    expect(() => CArray.fromBigInt(1)).toThrow(TypeError);
  });

  it('functions take arrays by the values they need', () => {
    const sum = (array: CArray<ElementType<number>>): number => array.reduce((a, b) => a + b, 0);
    const first = <E extends ElementType>(array: CArray<E>): ValueOf<E> => array.get(0);
    const any: CArray[] = [numbers, bigints, CArray.of(color, 'red'), CArray.alloc(struct({ x: uint8 }), 1)];
    expect([sum(CArray.of(float32, 1, 2)), sum(CArray.of(uint8, 4)), any.length]).toEqual([3, 4, 4]);
    expectTypeOf(first(bigints)).toEqualTypeOf<bigint>();
    expectTypeOf<CArray>().toHaveProperty('get').returns.toEqualTypeOf<unknown>();
    // @ts-expect-error bigints cannot be added to a number
    expect(() => sum(bigints)).toThrow(TypeError);
  });
});

describe('mapped arrays', () => {
  it('have a mapping; what is derived from them may have none', () => {
    const mapped = () => mapFile('x', { type: float64, access: 'read-write', length: 2n });
    expectTypeOf(mapped).returns.toEqualTypeOf<MappedArray<typeof float64>>();
    expectTypeOf(mapped).returns.toHaveProperty('mapping').toEqualTypeOf<Mapping>();
    const subarray = () => mapped().subarray(1);
    expectTypeOf(subarray).returns.toEqualTypeOf<CArray<typeof float64>>();
    expectTypeOf(subarray).returns.toHaveProperty('mapping').toEqualTypeOf<Mapping | undefined>();
    expectTypeOf(mapped).returns.toExtend<Disposable>();
  });

  it('options without a type mean bytes', () => {
    const plain = () => mapFile('x', { advice: 'random', populate: true });
    expectTypeOf(plain).returns.toEqualTypeOf<MappedArray<typeof uint8>>();
    const passed = (options: MapFileOptions<typeof uint32>) => mapFile(1, options);
    expectTypeOf(passed).returns.toEqualTypeOf<MappedArray<typeof uint32>>();
    const point = struct({ x: float64 });
    expectTypeOf(() => mapFile('x', { type: point }).get(0).x).returns.toEqualTypeOf<number>();
    expectTypeOf(() => mapAnonymous(point, 8).ref(0).x).returns.toEqualTypeOf<number>();
    expectTypeOf(() => withBackend('ffi').mapFile('x').get(0)).returns.toEqualTypeOf<number>();
  });

  it('wrong options and sources are errors', () => {
    // @ts-expect-error there is no such option
    expect(() => mapFile('x', { mode: 'read' })).toThrow(TypeError);
    // @ts-expect-error advice that may lose data is no option
    expect(() => mapFile('x', { advice: 'dontneed' })).toThrow(TypeError);
    // @ts-expect-error bytes are no path
    expect(() => mapFile(new Uint8Array(1))).toThrow(TypeError);
    expectTypeOf<null>().not.toExtend<Source>();
    // @ts-expect-error a protection word that does not exist
    void ((mapping: Mapping) => mapping.protect('write'));
    // @ts-expect-error bytes that may vanish need adviseUnsafe
    void ((mapping: Mapping) => mapping.advise('free'));
  });
});
