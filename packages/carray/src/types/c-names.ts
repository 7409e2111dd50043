import type { ElementType } from './element-type.js';
import { refusedValue } from './number-types.js';
import { int8, int16, int32, int64, uint8, uint16, uint32, uint64 } from './numbers.js';

/*
 * The integer types of C by their names, with the sizes of the running platform's ABI: int has 4 bytes
 * everywhere that Node.js runs, long and what is made of it have those of a pointer. Types of 8 bytes take bigints.
 */

const is64 = !['arm', 'ia32', 'mips', 'mipsel', 'ppc', 's390'].includes(process.arch);

/** An integer type that has 4 bytes on some platforms and 8 on others. */
export type LongType = ElementType<bigint> | ElementType<number>;
const signedLong: LongType = is64 ? int64 : int32;
const unsignedLong: LongType = is64 ? uint64 : uint32;

/** C `unsigned char` as a number. */
export const uchar = uint8;
/** C `signed char` as a number. */
export const schar = int8;
export const short = int16;
export const ushort = uint16;
export const int = int32;
export const uint = uint32;
export const long = signedLong;
export const ulong = unsignedLong;
export const longlong = int64;
export const ulonglong = uint64;
export const size_t = unsignedLong;
export const ssize_t = signedLong;
export const ptrdiff_t = signedLong;
export const intptr_t = signedLong;
export const uintptr_t = unsignedLong;
export const intmax_t = int64;
export const uintmax_t = uint64;
/** A position in a file, of the 64-bit interfaces. */
export const off_t = int64;
export const time_t = signedLong;
export const clock_t = signedLong;
export const ino_t = uint64;
export const dev_t = uint64;
export const nlink_t = unsignedLong;
export const blkcnt_t = int64;
export const blksize_t = signedLong;
export const fsblkcnt_t = uint64;
export const fsfilcnt_t = uint64;
export const mode_t = uint32;
export const uid_t = uint32;
export const gid_t = uint32;
export const id_t = uint32;
export const pid_t = int32;
export const key_t = int32;
export const clockid_t = int32;
export const sig_atomic_t = int32;
export const socklen_t = uint32;
export const wint_t = uint32;

/** C `void *`: an address as a bigint. It is opaque: nothing here follows it. */
export const pointer: ElementType<bigint> = pointerType();

function pointerType(): ElementType<bigint> {
  const { codec, size, alignment } = is64 ? uint64 : uint32;
  const asBigint: ElementType<unknown>['codec'] = codec;
  const expected = `a bigint from 0n to 2n ** ${8 * size}n - 1n (safeUint64 takes numbers)`;
  return Object.freeze({
    name: 'pointer',
    size,
    alignment,
    codec: {
      check(value: unknown): bigint {
        if (typeof value === 'bigint' && BigInt.asUintN(8 * size, value) === value) return value;
        throw refusedValue('pointer', expected, value, 'bigint');
      },
      load: (view: DataView, at: number) => BigInt(asBigint.load(view, at) as bigint | number),
      store: (view: DataView, at: number, value: bigint) =>
        asBigint.store(view, at, is64 ? value : Number(value)),
    },
  });
}
