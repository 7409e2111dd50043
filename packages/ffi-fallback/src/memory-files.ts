import { constants } from 'node:os';
import type { MemoryFileCalls } from '@carray/backend';
import type { MemoryFileFunctions } from './libc-memory-files.js';

const { EINVAL, ENAMETOOLONG } = constants.errno;

/** Bytes in the longest name that is given to the system. */
const LONGEST = 4095;

/** The calls for files that are memory: the functions of C, with names that have an end. */
export function memoryFileCalls(libc: MemoryFileFunctions): MemoryFileCalls {
  return {
    createMemoryFile: (name, flags) => refusal(name) || libc.memfdCreate(name, flags),
    addSeals: libc.addSeals,
    seals: libc.getSeals,
    openShared: (name, flags, mode) => refusal(name) || libc.shmOpen(name, flags, mode),
    unlinkShared: (name) => refusal(name) || libc.shmUnlink(name),
    closeFile: libc.close,
  };
}

/** 0, or the -errno that a name is refused with. C would take what is before a NUL for the name. */
function refusal(name: string): number {
  if (Buffer.byteLength(name) > LONGEST) return -ENAMETOOLONG;
  return name.includes('\0') ? -EINVAL : 0;
}
