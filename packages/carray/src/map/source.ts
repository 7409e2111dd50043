import {
  closeSync,
  constants,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  type Stats,
  unlinkSync,
} from 'node:fs';
import { constants as os } from 'node:os';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { invalidType, invalidValue, outOfRange } from '../errors/arguments.js';
import { errnoOf, SystemError } from '../errors/system-error.js';
import { statDescriptor } from '../memory/descriptors.js';

/**
 * What is mapped: a path, a `file:` URL, a path as bytes in a Buffer, an open descriptor, or an object that has one: a FileHandle, a stream, a
 * `MemoryFile`. A path is opened for the call alone, by node:fs, so that Node's permission model holds; a descriptor stays the caller's,
 * and may be closed once the call returns.
 */
export type Source =
  | string
  | URL
  | Buffer
  | number
  | {
      /** The descriptor; -1, as of a closed FileHandle, is EBADF, and none yet, as of a stream that is not open, ERR_INVALID_ARG_VALUE. */
      readonly fd: number;
    };

const MAX_FD = 2 ** 31 - 1;

/** A source with its kind checked: nothing is opened yet. */
export type CheckedSource =
  | { readonly fd: number; readonly path: undefined }
  | { readonly open: string | URL | Buffer; readonly path: string };

/** Checks the kind of source. @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE, ERR_INVALID_ARG_VALUE */
export function checkSource(source: unknown): CheckedSource {
  if (typeof source === 'string') return { open: source, path: source };
  if (Buffer.isBuffer(source)) return { open: source, path: source.toString() };
  if (source instanceof URL) return { open: source, path: pathOf(source) };
  if (typeof source === 'number') return { fd: checkDescriptor(source), path: undefined };
  if (typeof source === 'object' && source !== null && 'fd' in source) {
    // A FileHandle that was closed has -1: the kernel's to refuse, as EBADF.
    if (source.fd === -1) return { fd: -1, path: undefined };
    if (typeof source.fd === 'number') return { fd: checkDescriptor(source.fd), path: undefined };
    throw invalidValue('source', 'has no descriptor: open it first', source);
  }
  throw invalidType('source', 'a path, a URL, a Buffer, a descriptor or an object with one', source);
}

function checkDescriptor(fd: number): number {
  if (Number.isInteger(fd) && fd >= 0 && fd <= MAX_FD) return fd;
  throw outOfRange('source', `a descriptor from 0 to ${MAX_FD}`, fd);
}

function pathOf(url: URL): string {
  if (url.protocol === 'file:') return fileURLToPath(url);
  throw invalidValue('source', 'must be a file: URL', url.href);
}

/**
 * Runs `use` with an open descriptor of the source. What was opened here is closed in any case, and a file that was
 * created here is removed when `use` throws.
 *
 * `access` goes to open(2), with O_NONBLOCK, so that a FIFO cannot make the call hang, and O_NOCTTY.
 */
export function withDescriptor<T>(
  source: CheckedSource,
  access: number,
  use: (fd: number) => T,
  create = false,
): T {
  if ('fd' in source) return use(source.fd);
  const flags = access | constants.O_NONBLOCK | constants.O_NOCTTY;
  const { fd, created }: Opened = asSystemError('open', source.path, () =>
    create ? openOrCreate(source.open, flags) : { fd: openSync(source.open, flags) },
  );
  try {
    return use(fd);
  } catch (error) {
    if (created !== undefined) unless('ENOENT', () => unlinkSync(created)); // somebody may have removed it
    throw error;
  } finally {
    closeSync(fd);
  }
}

interface Opened {
  readonly fd: number;
  /** The file, if it was created here. */
  readonly created?: string | URL | Buffer;
}

// O_EXCL tells for certain whether it was created here, but refuses symbolic links: one to nothing is followed by hand.
function openOrCreate(path: string | URL | Buffer, flags: number): Opened {
  const existing = unless('ENOENT', () => openSync(path, flags));
  if (existing !== undefined) return { fd: existing };
  const create = flags | constants.O_CREAT | constants.O_EXCL;
  const made = unless('EEXIST', () => openSync(path, create, 0o600));
  if (made !== undefined) return { fd: made, created: path };
  if (!lstatSync(path).isSymbolicLink()) return { fd: openSync(path, flags) }; // somebody else was faster
  const link = path instanceof URL ? fileURLToPath(path) : path.toString();
  return openOrCreate(resolve(realpathSync(dirname(link)), readlinkSync(path)), flags);
}

/** What a call returns; undefined where it fails with this code. */
function unless<T>(code: string, call: () => T): T | undefined {
  try {
    return call();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === code) return undefined;
    throw error;
  }
}

/** fstat(2): by descriptor, so that it speaks of the file that is mapped. */
export function statOf(fd: number, path: string | undefined): Stats {
  if (fd < 0)
    throw new SystemError({ errno: os.errno.EBADF, syscall: 'fstat', cause: 'the descriptor is closed' });
  return asSystemError('fstat', path, () => statDescriptor(fd));
}

function asSystemError<T>(syscall: string, path: string | undefined, call: () => T): T {
  try {
    return call();
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === undefined) throw error;
    throw new SystemError({ errno, syscall, path });
  }
}
