import { constants as os } from 'node:os';
import type { Backend } from '@carray/backend';
import {
  F_SEAL_EXEC,
  F_SEAL_FUTURE_WRITE,
  F_SEAL_GROW,
  F_SEAL_SEAL,
  F_SEAL_SHRINK,
  F_SEAL_WRITE,
  isAvailable,
} from '@carray/constants';
import { invalidValue } from '../errors/arguments.js';
import { plainError } from '../errors/coded.js';
import { SystemError } from '../errors/system-error.js';
import type { MapRequest } from '../memory/explain-map.js';

/**
 * What nobody can do with a memory file any more: make it shorter ('shrink') or longer ('grow'), change its bytes ('write'), change
 * them but through mappings that are there already ('future-write', Linux 5.1), make it executable ('exec', Linux 6.3), add seals ('seal').
 * FreeBSD has neither of those two: ERR_UNSUPPORTED.
 *
 * @see fcntl(2), "File Sealing"
 */
export type Seal = 'shrink' | 'grow' | 'write' | 'future-write' | 'exec' | 'seal';

const bits: Readonly<Record<Seal, number>> = {
  shrink: F_SEAL_SHRINK,
  grow: F_SEAL_GROW,
  write: F_SEAL_WRITE,
  'future-write': F_SEAL_FUTURE_WRITE,
  exec: F_SEAL_EXEC,
  seal: F_SEAL_SEAL,
};

const words = Object.keys(bits) as readonly Seal[];

/** @throws ERR_INVALID_ARG_VALUE for another word, ERR_UNSUPPORTED where the platform lacks it. */
export function checkSeals(name: string, value: unknown): readonly Seal[] {
  if (!Array.isArray(value)) throw invalidValue(name, `must be an array of ${words.join(', ')}`, value);
  return value.map((given: unknown) => {
    const word = words.find((each) => each === given);
    if (word === undefined) throw invalidValue(name, `may have ${words.join(', ')}`, given);
    const constant = `F_SEAL_${word.toUpperCase().replace('-', '_')}`;
    if (!isAvailable(constant)) throw plainError('ERR_UNSUPPORTED', `This platform has no ${constant}`);
    return word;
  });
}

/** The seals of an open file, in a fixed order. @throws SystemError EBADF, EINVAL (no memory file) */
export function sealsOf(backend: Backend, fd: number): Seal[] {
  const seals = backend.seals(fd);
  if (seals < 0) throw new SystemError({ errno: -seals, syscall: 'fcntl', cause: closedCause(-seals) });
  return words.filter((word) => (seals & bits[word]) !== 0);
}

/** @throws SystemError EPERM, EBUSY, EBADF, EINVAL */
export function addSeals(backend: Backend, fd: number, seals: readonly Seal[]): void {
  const argument = seals.reduce((sum, word) => sum | bits[word], 0);
  const status = backend.addSeals(fd, argument);
  if (status === 0) return;
  const info = { seals: seals.join(', ') };
  const cause = explainSeals(-status);
  throw new SystemError({ errno: -status, syscall: 'fcntl', info, cause });
}

function explainSeals(errno: number): string | undefined {
  switch (errno) {
    case os.errno.EBUSY:
      return "a mapping through which it can be written to is live: unmap it, or seal with 'future-write'";
    case os.errno.EPERM:
      return "it is sealed with 'seal': none can be added";
    case os.errno.EINVAL:
      return 'it is no memory file, or this kernel does not know the seal';
    default:
      return closedCause(errno);
  }
}

const closedCause = (errno: number): string | undefined =>
  errno === os.errno.EBADF ? 'the memory file is closed' : undefined;

/** Whether one of these seals is on the file; no, where it cannot have any. */
export function isSealed(backend: Backend, fd: number, seals: number): boolean {
  const present = fd < 0 ? -1 : backend.seals(fd);
  return present >= 0 && (present & seals) !== 0;
}

/** mmap(2) has answered EPERM for a seal; undefined where that is not the cause. */
export function explainSealed(errno: number, backend: Backend, { fd }: MapRequest): string | undefined {
  if (errno !== os.errno.EPERM || !isSealed(backend, fd, F_SEAL_WRITE | F_SEAL_FUTURE_WRITE))
    return undefined;
  return "the file is sealed against writing: it can be mapped with access 'read' or 'copy-on-write'";
}
