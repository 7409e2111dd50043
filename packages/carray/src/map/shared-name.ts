import { constants as os } from 'node:os';
import type { Backend } from '@carray/backend';
import { invalidType, invalidValue } from '../errors/arguments.js';
import { SystemError } from '../errors/system-error.js';

const { EACCES, EEXIST, EINVAL, EISDIR, ELOOP, ENAMETOOLONG, ENOENT, ENXIO, EPERM } = os.errno;

/** A name of shared memory as shm_open(3) has it, with its '/'. @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE */
export function checkSharedName(name: unknown): string {
  if (typeof name !== 'string') throw invalidType('name', 'of type string', name);
  const bare = name.startsWith('/') ? name.slice(1) : name;
  if (bare === '' || bare === '.' || bare === '..') throw invalidValue('name', 'must be a name', name);
  if (bare.includes('/')) throw invalidValue('name', "may have no '/' but at its start", name);
  if (bare.includes('\0')) throw invalidValue('name', 'may have no NUL', name);
  if (Buffer.from(bare).toString() !== bare) throw invalidValue('name', 'must be Unicode text', name);
  return `/${bare}`;
}

/** shm_open(3) has answered an errno. */
export function refusedOpen(errno: number, path: string): SystemError {
  return new SystemError({ errno, syscall: 'shm_open', path, cause: explain(errno, path) });
}

/** `unlinkSharedMemory` on a given backend; see there. */
export function unlinkSharedMemoryOn(backend: () => Backend, name: string): boolean {
  const path = checkSharedName(name);
  const status = backend().unlinkShared(path);
  if (status === 0) return true;
  if (status === -ENOENT) return false;
  throw new SystemError({ errno: -status, syscall: 'shm_unlink', path, cause: explain(-status, path) });
}

function explain(errno: number, path: string): string | undefined {
  switch (errno) {
    case ENOENT:
      return 'nobody has made it; the option create does';
    case EEXIST:
      return 'it is there already, and exclusive is set';
    case EACCES:
    case EPERM:
      return 'it is of another user, and its mode does not permit this';
    case ENAMETOOLONG:
      return `the name has ${Buffer.byteLength(path) - 1} bytes, and may have 255`;
    case EINVAL:
    case EISDIR:
    case ELOOP:
    case ENXIO:
      return 'the name is taken by something that is no shared memory';
    default:
      return undefined;
  }
}
