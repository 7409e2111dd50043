import { constants as fs } from 'node:fs';
import { constants as os } from 'node:os';
import type { Backend } from '@carray/backend';
import { checkBoolean, checkCount, checkOptions } from '../arguments/check.js';
import type { MappedArray } from '../array/carray.js';
import { invalidType, invalidValue, outOfRange } from '../errors/arguments.js';
import { rangeError } from '../errors/coded.js';
import { statDescriptor } from '../memory/descriptors.js';
import { undoGrowth } from '../memory/grow.js';
import { checkElementType } from '../types/check.js';
import type { ElementType } from '../types/element-type.js';
import { mapOpenFile } from './map-file.js';
import { checkMapFileOptions } from './map-file-options.js';
import { reserveMemory } from './reserve.js';
import { checkSharedName, refusedOpen } from './shared-name.js';

/** Options of `openSharedMemory`. */
export interface SharedMemoryOptions {
  /** Makes it where there is none, and makes it longer where it is shorter than asked. `length` must be given. Default false. */
  create?: boolean;
  /** With `create`: EEXIST where there is one already. Default false. */
  exclusive?: boolean;
  /** Stores are refused, and the right to read is enough. Not with `create`. Default false. */
  readOnly?: boolean;
  /** Who may do what with what is made here, from 0 to 0o777, less the process's umask; default 0o600: its owner alone. */
  mode?: number;
}

interface Request<E extends ElementType> {
  /** With its '/'. */
  readonly path: string;
  readonly type: E;
  /** Elements; undefined for all that there are. */
  readonly length: number | undefined;
  readonly create: boolean;
  readonly exclusive: boolean;
  readonly readOnly: boolean;
  readonly mode: number;
}

interface Opened {
  readonly fd: number;
  /** Whether it was made here. */
  readonly created: boolean;
}

/** `openSharedMemory` on a given backend; see there. */
export function openSharedMemoryOn<E extends ElementType>(
  backendFor: () => Backend,
  name: string,
  type: E,
  length?: number | bigint,
  options: SharedMemoryOptions = {},
): MappedArray<E> {
  const request = checkRequest(name, type, length, options);
  const backend = backendFor();
  const { fd, created } = request.exclusive ? make(backend, request) : openOrMake(backend, request);
  try {
    return mapOpened(backend, request, fd);
  } catch (error) {
    if (created) backend.unlinkShared(request.path);
    throw error;
  } finally {
    backend.closeFile(fd);
  }
}

function checkRequest<E extends ElementType>(
  name: unknown,
  type: E,
  length: unknown,
  options: SharedMemoryOptions,
): Request<E> {
  const path = checkSharedName(name);
  checkElementType('type', type);
  const most = Math.floor(Number.MAX_SAFE_INTEGER / type.size);
  const count = length === undefined ? undefined : checkCount('length', length, most);
  checkOptions(options, ['create', 'exclusive', 'readOnly', 'mode']);
  const { create = false, exclusive = false, readOnly = false, mode = 0o600 } = options;
  checkBoolean('options.create', create);
  checkBoolean('options.exclusive', exclusive);
  checkBoolean('options.readOnly', readOnly);
  checkMode(mode);
  if (exclusive && !create) throw invalidValue('options.exclusive', 'needs create', exclusive);
  if (readOnly && create) throw invalidValue('options.readOnly', 'must not be set with create', readOnly);
  if (create && count === undefined) throw invalidValue('length', 'is needed to create', length);
  return { path, type, length: count, create, exclusive, readOnly, mode };
}

function checkMode(mode: unknown): void {
  if (typeof mode !== 'number') throw invalidType('options.mode', 'of type number', mode);
  if (Number.isInteger(mode) && mode >= 0 && mode <= 0o777) return;
  throw outOfRange('options.mode', 'a mode from 0 to 0o777', mode);
}

// Without O_CREAT first: Linux refuses that for what is there and another user's (fs.protected_regular).
function openOrMake(backend: Backend, request: Request<ElementType>): Opened {
  const { path, create, readOnly } = request;
  for (;;) {
    const fd = backend.openShared(path, (readOnly ? fs.O_RDONLY : fs.O_RDWR) | nonBlocking, 0);
    if (fd >= 0) return { fd, created: false };
    if (!create || fd !== -os.errno.ENOENT) throw refusedOpen(-fd, path);
    const made = backend.openShared(path, creating, request.mode);
    if (made >= 0) return { fd: made, created: true };
    if (made !== -os.errno.EEXIST) throw refusedOpen(-made, path);
    // Somebody else was faster.
  }
}

function make(backend: Backend, { path, mode }: Request<ElementType>): Opened {
  const fd = backend.openShared(path, creating, mode);
  if (fd < 0) throw refusedOpen(-fd, path);
  return { fd, created: true };
}

const creating = fs.O_RDWR | fs.O_CREAT | fs.O_EXCL;
// Linux keeps the names in a directory, where somebody may have put a FIFO. Others know no such flag here.
const nonBlocking = process.platform === 'linux' ? fs.O_NONBLOCK : 0;

function mapOpened<E extends ElementType>(backend: Backend, request: Request<E>, fd: number): MappedArray<E> {
  const { path, type } = request;
  const before = statDescriptor(fd);
  const count = request.length ?? Math.floor(before.size / type.size);
  const end = count * type.size;
  const access = request.readOnly ? 'read' : 'read-write';
  // Where Linux has it, to map it again after a fault.
  const source = { open: Buffer.from(`/dev/shm${path}`), path };
  const map = (stats = before) =>
    mapOpenFile(backend, checkMapFileOptions({ type, access }), { fd, source, stats, count });
  if (end <= before.size) return map();
  if (!request.create) throw tooShort(path, count, end, before.size);
  const full = 'the file system of shared memory (/dev/shm) has no room for that';
  reserveMemory(backend, { fd, path, from: before.size, end, full });
  try {
    return map(statDescriptor(fd));
  } catch (error) {
    undoGrowth(fd, before.size, end);
    throw error;
  }
}

function tooShort(path: string, count: number, end: number, size: number): Error {
  return rangeError(
    'ERR_OUT_OF_RANGE',
    `Cannot open ${count} elements of '${path}': they are ${end} bytes, it has ${size}, and create is not set`,
  );
}
