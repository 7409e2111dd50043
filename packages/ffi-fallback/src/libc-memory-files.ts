import { constants } from 'node:os';
import { F_ADD_SEALS, F_GET_SEALS, isAvailable } from '@carray/constants';
import type { Functions } from './koffi.js';

const { ENOSYS } = constants.errno;

/** The functions of C for files that are memory. Each answers its result, or -errno read at once; -ENOSYS where there is none. */
export interface MemoryFileFunctions {
  memfdCreate(name: string, flags: number): number;
  addSeals(fd: number, seals: number): number;
  getSeals(fd: number): number;
  shmOpen(name: string, flags: number, mode: number): number;
  shmUnlink(name: string): number;
  close(fd: number): number;
}

export function memoryFileFunctions(functions: Functions): MemoryFileFunctions {
  const memfdCreate = functions.negating(
    functions.find('int memfd_create(const char *name, unsigned int flags)'),
  );
  const shmUnlink = functions.negating(functions.findOr('librt.so.1', 'int shm_unlink(const char *name)'));
  return {
    memfdCreate: (name, flags) => memfdCreate(name, flags >>> 0),
    ...sealing(functions),
    shmOpen: shmOpen(functions),
    shmUnlink,
    close: functions.negating(functions.find('int close(int fd)')),
  };
}

// A variadic function: arguments without a type in its declaration are passed in other places on some processors.
function sealing(functions: Functions): Pick<MemoryFileFunctions, 'addSeals' | 'getSeals'> {
  // Where the system has no such command its number is 0, which is that of another command.
  if (!isAvailable('F_ADD_SEALS')) return { addSeals: () => -ENOSYS, getSeals: () => -ENOSYS };
  const fcntl = functions.negating(functions.find('int fcntl(int fd, int command, ...)'));
  return {
    addSeals: (fd, seals) => fcntl(fd, F_ADD_SEALS, 'int', seals),
    getSeals: (fd) => fcntl(fd, F_GET_SEALS),
  };
}

/** Variadic on macOS alone. Before glibc 2.34 it is in a library of its own. */
function shmOpen(functions: Functions): MemoryFileFunctions['shmOpen'] {
  if (process.platform === 'darwin') {
    const call = functions.negating(functions.find('int shm_open(const char *name, int flags, ...)'));
    return (name, flags, mode) => call(name, flags, 'int', mode);
  }
  const declaration = 'int shm_open(const char *name, int flags, unsigned int mode)';
  const call = functions.negating(functions.findOr('librt.so.1', declaration));
  return (name, flags, mode) => call(name, flags, mode >>> 0);
}
