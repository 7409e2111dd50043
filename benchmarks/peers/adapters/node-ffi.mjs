import { dlopen, getRawPointer, toArrayBuffer } from 'node:ffi';
import { openerOf } from './by-hand.mjs';

export { indexed as access } from '../kinds.mjs';

const { functions } = dlopen(null, {
  mmap: { arguments: ['pointer', 'u64', 'i32', 'i32', 'i32', 'i64'], return: 'pointer' },
  munmap: { arguments: ['pointer', 'u64'], return: 'i32' },
  msync: { arguments: ['pointer', 'u64', 'i32'], return: 'i32' },
  mincore: { arguments: ['pointer', 'u64', 'pointer'], return: 'i32' },
});

export const open = openerOf({
  mmap: (length, protection, flags, fd) => functions.mmap(0n, BigInt(length), protection, flags, fd, 0n),
  munmap: (pointer, length) => functions.munmap(pointer, BigInt(length)),
  msync: (pointer, length, flags) => functions.msync(pointer, BigInt(length), flags),
  mincore: (pointer, length, pages) =>
    functions.mincore(pointer, BigInt(length), getRawPointer(pages.buffer)),
  view: (pointer, byteLength) => toArrayBuffer(pointer, byteLength, false),
  isFailed: (pointer) => pointer === 2n ** 64n - 1n,
});
