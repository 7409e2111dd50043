import type { ElementType } from './element-type.js';
import { refusedValue } from './number-types.js';
import { int8, int16, int32, int64, uint8, uint16, uint32, uint64 } from './numbers.js';

/*
 * The integer types of C by their names, with the sizes of the running platform's ABI: int has 4 bytes
 * everywhere that Node.js runs, long and what is made of it have those of a pointer. Types of 8 bytes take bigints.
 * What POSIX leaves to the system is as Linux has it, with files of 64 bits on every processor; macOS differs in some.
 */

const is64 = !['arm', 'ia32', 'mips', 'mipsel', 'ppc', 's390'].includes(process.arch);
// Those whose struct stat is that of the kernel's asm-generic/stat.h.
const hasGenericStat = ['arm64', 'loong64', 'riscv64'].includes(process.arch);

/** An integer type that has 4 bytes and takes numbers on some platforms, and has 8 and takes bigints on others. */
export type LongType = ElementType<bigint> | ElementType<number>;
const signedLong: LongType = is64 ? int64 : int32;
const unsignedLong: LongType = is64 ? uint64 : uint32;

/** C `unsigned char` as a number. */
export const uchar = uint8;
/** C `signed char` as a number. */
export const schar = int8;
/** C `short`: `int16`. */
export const short = int16;
/** C `unsigned short`: `uint16`. */
export const ushort = uint16;
/** C `int`: `int32`. */
export const int = int32;
/** C `unsigned int`: `uint32`. */
export const uint = uint32;
/**
 * C `long`: `int64`, whose values are bigints, where pointers have 64 bits; else `int32`, whose values are numbers.
 *
 * @example
 * const values = CArray.alloc(long, 2);
 * values.set(1, long.size === 8 ? 7n : 7);
 * console.log(values.byteLength === 2 * long.size); // true
 */
export const long = signedLong;
/** C `unsigned long`: `uint64` where pointers have 64 bits, else `uint32`. */
export const ulong = unsignedLong;
/** C `long long`: `int64`. */
export const longlong = int64;
/** C `unsigned long long`: `uint64`. */
export const ulonglong = uint64;
/** stddef.h, a size in bytes: as `ulong`. */
export const size_t = unsignedLong;
/** sys/types.h, a size in bytes or -1: as `long`. */
export const ssize_t = signedLong;
/** stddef.h, the difference of two pointers: as `long`. */
export const ptrdiff_t = signedLong;
/** stdint.h, an integer that can hold a pointer: as `long`. */
export const intptr_t = signedLong;
/** stdint.h, an integer that can hold a pointer: as `ulong`. */
export const uintptr_t = unsignedLong;
/** stdint.h: `int64`. */
export const intmax_t = int64;
/** stdint.h: `uint64`. */
export const uintmax_t = uint64;
/** sys/types.h, a position in a file, of the 64-bit interfaces (`_FILE_OFFSET_BITS=64`): `int64`. */
export const off_t = int64;
/** time.h, seconds since 1970: as `long`. C programs for 32 bits have 64 with `_TIME_BITS=64` or musl: take `int64` there. */
export const time_t = signedLong;
/** time.h, ticks of the processor: as `long`; unsigned on macOS. */
export const clock_t = signedLong;
/** sys/types.h, the number of a file, of the 64-bit interfaces: `uint64`. */
export const ino_t = uint64;
/** sys/types.h, the number of a device: `uint64`. macOS has 32 bits: take `int32` there. */
export const dev_t = uint64;
/** sys/types.h, a number of links: `uint32` on arm64, riscv64 and loong64, else as `ulong`. macOS has 16 bits: take `uint16` there. */
export const nlink_t: LongType = hasGenericStat ? uint32 : unsignedLong;
/** sys/types.h, a number of blocks of a file, of the 64-bit interfaces: `int64`. */
export const blkcnt_t = int64;
/** sys/types.h, bytes of a block: `int32` on arm64, riscv64 and loong64, else as `long`. macOS has 32 bits: take `int32` there. */
export const blksize_t: LongType = hasGenericStat ? int32 : signedLong;
/** sys/types.h, a number of blocks of a file system, of the 64-bit interfaces: `uint64`. macOS has 32 bits: take `uint32` there. */
export const fsblkcnt_t = uint64;
/** sys/types.h, a number of files of a file system, of the 64-bit interfaces: `uint64`. macOS has 32 bits: take `uint32` there. */
export const fsfilcnt_t = uint64;
/** sys/types.h, the type and permissions of a file: `uint32`. macOS has 16 bits: take `uint16` there. */
export const mode_t = uint32;
/** sys/types.h, the number of a user: `uint32`. */
export const uid_t = uint32;
/** sys/types.h, the number of a group: `uint32`. */
export const gid_t = uint32;
/** sys/types.h, the number of a process, a user or a group: `uint32`. */
export const id_t = uint32;
/** sys/types.h, the number of a process: `int32`. */
export const pid_t = int32;
/** sys/types.h, a key of System V IPC: `int32`. */
export const key_t = int32;
/** sys/types.h, the number of a clock: `int32`; unsigned on macOS. */
export const clockid_t = int32;
/** signal.h: `int32`. */
export const sig_atomic_t = int32;
/** sys/socket.h, bytes of an address: `uint32`. */
export const socklen_t = uint32;
/** wchar.h, a wide character or WEOF: `uint32`; signed on macOS. */
export const wint_t = uint32;

/**
 * C `void *`: an address as a bigint, from 0n to 2n ** 64n - 1n, or 2n ** 32n - 1n where pointers have 32 bits. It is opaque: nothing
 * here follows it. Others are refused as those of `uint64` are: ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE.
 */
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
