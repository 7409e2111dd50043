import { constants } from 'node:os';
import type { Functions } from './koffi.js';

const { ENOSYS, ENOTSUP } = constants.errno;

/** What C says of the machine's memory. Each answers 0, or -errno read at once; -ENOSYS where there is no such function. */
export interface ResidencyFunctions {
  mincore(address: number, length: number, pages: number): number;
  /** mlock2, and mlock for flags 0. */
  mlock(address: number, length: number, flags: number): number;
  munlock(address: number, length: number): number;
  posixFadvise(fd: number, offset: number, length: number, advice: number): number;
  /** -ENOTSUP where there is no such function, and the processor needs one. */
  clearCache(address: number, length: number): number;
}

export function residencyFunctions(functions: Functions): ResidencyFunctions {
  const call = (declaration: string) => functions.negating(functions.find(declaration));
  const mlock = call('int mlock(intptr_t address, size_t length)');
  const mlock2 = call('int mlock2(intptr_t address, size_t length, unsigned int flags)');
  return {
    mincore: call('int mincore(intptr_t address, size_t length, intptr_t pages)'),
    mlock: (address, length, flags) =>
      flags === 0 ? mlock(address, length) : mlock2(address, length, flags >>> 0),
    munlock: call('int munlock(intptr_t address, size_t length)'),
    posixFadvise: fadvise(functions),
    clearCache: clearCache(functions),
  };
}

/** It answers the errno itself. */
function fadvise(functions: Functions): ResidencyFunctions['posixFadvise'] {
  const call = functions.findWide('int posix_fadvise(int fd, int64_t offset, int64_t length, int advice)');
  return call === undefined ? () => -ENOSYS : (...args) => 0 - call(...args);
}

/** The caches of some processors agree by themselves; for others the system, or the compiler's library, has a function. */
function clearCache(functions: Functions): ResidencyFunctions['clearCache'] {
  if (process.arch === 'x64' || process.arch === 'ia32') return () => 0;
  const ofSystem = functions.find('void sys_icache_invalidate(intptr_t address, size_t length)');
  if (ofSystem !== undefined) {
    return (address, length) => {
      ofSystem(address, length);
      return 0;
    };
  }
  const ofCompiler = functions.findOr('libgcc_s.so.1', 'void __clear_cache(intptr_t start, intptr_t end)');
  if (ofCompiler === undefined) return () => -ENOTSUP;
  return (address, length) => {
    ofCompiler(address, address + length);
    return 0;
  };
}
