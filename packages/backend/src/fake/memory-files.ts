import { closeSync, mkdtempSync, constants as open, openSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { MFD_ALLOW_SEALING, MFD_CLOEXEC } from '@carray/constants';
import { errnoOf } from './file-source.js';

const { EBADF, EEXIST, EINVAL, ENAMETOOLONG, ENOENT } = constants.errno;

/** Bytes in the longest name of any system, of a memory file, and of shared memory. */
const LONGEST = 4095;
const LONGEST_MEMORY_FILE = 249;
const LONGEST_SHARED = 255;

/** A file without a path, as memory files are, but on the disk and without seals. @returns a descriptor, or -errno. */
export function createMemoryFile(name: string, flags: number): number {
  const refusal = nameRefusal(name);
  if (refusal !== 0) return refusal;
  if ((flags & ~(MFD_CLOEXEC | MFD_ALLOW_SEALING)) !== 0) return -EINVAL;
  return Buffer.byteLength(name) > LONGEST_MEMORY_FILE ? -EINVAL : withoutPath(0o600);
}

export function closeFile(fd: number): number {
  if (fd < 0) return -EBADF;
  try {
    closeSync(fd);
    return 0;
  } catch (error) {
    return errnoOf(error);
  }
}

/** The memory by name of one simulated system. Its methods are those of `Backend`. */
export class MemoryByName {
  /** A descriptor that keeps the memory as long as it has a name. */
  readonly #files = new Map<string, number>();

  openShared(name: string, flags: number, mode: number): number {
    const key = keyOf(name);
    if (typeof key === 'number') return key;
    const known = this.#files.get(key);
    const creates = (flags & open.O_CREAT) !== 0;
    if (known === undefined && !creates) return -ENOENT;
    if (known !== undefined && creates && (flags & open.O_EXCL) !== 0) return -EEXIST;
    const fd = known ?? withoutPath(mode);
    if (fd < 0) return fd;
    const opened = openAgain(fd, flags & ~(open.O_CREAT | open.O_EXCL));
    if (opened >= 0) this.#files.set(key, fd);
    else if (known === undefined) closeSync(fd);
    return opened;
  }

  unlinkShared(name: string): number {
    const key = keyOf(name);
    if (typeof key === 'number') return key;
    const fd = this.#files.get(key);
    if (fd === undefined) return -ENOENT;
    this.#files.delete(key);
    closeSync(fd);
    return 0;
  }
}

/** The name without slashes at its start, or the -errno that it is refused with. */
function keyOf(name: string): string | number {
  const refusal = nameRefusal(name);
  if (refusal !== 0) return refusal;
  const key = name.replace(/^\/+/, '');
  if (key === '' || key === '.' || key === '..' || key.includes('/')) return -EINVAL;
  return Buffer.byteLength(key) > LONGEST_SHARED ? -ENAMETOOLONG : key;
}

function nameRefusal(name: string): number {
  if (Buffer.byteLength(name) > LONGEST) return -ENAMETOOLONG;
  return name.includes('\0') ? -EINVAL : 0;
}

/** A new empty file that is unlinked at once: a descriptor for reading and writing, or -errno. */
function withoutPath(mode: number): number {
  try {
    const directory = mkdtempSync(join(tmpdir(), 'carray-fake-'));
    try {
      return openSync(join(directory, 'memory'), open.O_RDWR | open.O_CREAT | open.O_EXCL, mode);
    } finally {
      rmSync(directory, { recursive: true });
    }
  } catch (error) {
    return errnoOf(error);
  }
}

function openAgain(fd: number, flags: number): number {
  try {
    return openSync(`/dev/fd/${fd}`, flags);
  } catch (error) {
    return errnoOf(error);
  }
}
