import koffi from 'koffi';
import { openerOf } from './by-hand.mjs';

export { indexed as access } from '../kinds.mjs';

const libc = koffi.load(process.platform === 'darwin' ? 'libSystem.B.dylib' : 'libc.so.6');
const mmap = libc.func('void *mmap(void *, size_t, int, int, int, int64_t)');

export const open = openerOf({
  mmap: (length, protection, flags, fd) => mmap(null, length, protection, flags, fd, 0),
  munmap: libc.func('int munmap(void *, size_t)'),
  msync: libc.func('int msync(void *, size_t, int)'),
  mincore: libc.func('int mincore(void *, size_t, _Out_ uint8_t *)'),
  view: (pointer, byteLength) => koffi.view(pointer, byteLength),
  isFailed: (pointer) => koffi.address(pointer) === 2n ** 64n - 1n,
});
