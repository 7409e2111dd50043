import { constants as os } from 'node:os';
import type { Backend } from '@carray/backend';
import { F_SEAL_FUTURE_WRITE, F_SEAL_WRITE } from '@carray/constants';
import type { MappedArray } from '../array/carray.js';
import { invalidType, invalidValue } from '../errors/arguments.js';
import { SystemError } from '../errors/system-error.js';
import { chmodDescriptor, statDescriptor } from '../memory/descriptors.js';
import type { ElementType } from '../types/element-type.js';
import type { uint8 } from '../types/numbers.js';
import { mapFileOn } from './map-file.js';
import type { FileAccess, MapFileOptions } from './map-file-options.js';
import { addSeals, checkSeals, isSealed, type Seal, sealsOf } from './seals.js';

/** Options of `MemoryFile.map`: those of `mapFile`; `access` is 'read-write' unless the file is sealed against writing. */
export type MemoryFileMapOptions<E extends ElementType> = Omit<MapFileOptions<E>, 'type' | 'create'>;

/**
 * A file that is memory: without a path, gone when the last descriptor is closed and the last mapping unmapped. Other processes
 * have it by the descriptor: as `stdio` of a child, or by `/proc/PID/fd/N`. It is a source for `mapFile` and `mmap`, as
 * everything that has an `fd`.
 *
 * The descriptor is the caller's to close, as one of node:fs: nothing closes it when this object is collected, or its worker ends.
 *
 * @example
 * const file = createMemoryFile('table', pageSize, { seals: ['shrink', 'grow'] });
 * const table = file.map(uint32).fill(7);
 * console.log(file.seals, table.mapping.canFault); // [ 'shrink', 'grow' ] false
 * file.close(); // the array stays
 * munmap(table);
 */
export class MemoryFile {
  /** Bytes it was made with; who has the descriptor can change that, as long as no seal forbids it. */
  readonly byteLength: number;
  readonly #backend: Backend;
  #fd: number;

  /** @internal */
  constructor(backend: Backend, fd: number, byteLength: number) {
    this.#backend = backend;
    this.#fd = fd;
    this.byteLength = byteLength;
  }

  /** The open descriptor; -1 once closed. It is closed where another program is started, unless given to it. */
  get fd(): number {
    return this.#fd;
  }

  /**
   * The seals that it has now, whoever has put them there.
   *
   * @throws SystemError EBADF once closed.
   * @see fcntl(2), F_GET_SEALS
   */
  get seals(): Seal[] {
    return sealsOf(this.#backend, this.#fd);
  }

  /**
   * Maps it, as `mapFile` does. The mapping outlives the descriptor.
   *
   * @param type of the elements; default uint8.
   * @param options those of `mapFile` but `type` and `create`.
   * @throws as `mapFile`; ERR_INVALID_ARG_VALUE for a type among the options; SystemError EBADF once closed, EPERM (to write where it is
   * sealed against it).
   * @example
   * const file = createMemoryFile('queue', 2 * pageSize);
   * const second = file.map(int32, { byteOffset: pageSize, length: 4 });
   * console.log(second.length, second.mapping.fileOffset === pageSize); // 4 true
   * file.close();
   */
  map<E extends ElementType = typeof uint8>(type?: E, options: MemoryFileMapOptions<E> = {}): MappedArray<E> {
    if (typeof options !== 'object' || options === null)
      throw invalidType('options', 'of type object', options);
    if ('type' in options) throw invalidValue('options', 'may have no type: it is given in front', options);
    const access = options.access ?? this.#access;
    const elements = type === undefined ? {} : { type };
    return mapFileOn<E>(() => this.#backend, { fd: this.#fd }, { ...options, ...elements, access });
  }

  get #access(): FileAccess {
    const isReadOnly = isSealed(this.#backend, this.#fd, F_SEAL_WRITE | F_SEAL_FUTURE_WRITE);
    return isReadOnly ? 'read' : 'read-write';
  }

  /**
   * Adds seals, for good and for everybody: see `Seal`. 'exec' takes the right to execute it away, too.
   *
   * @param seals the words; those that are there already are no error.
   * @throws ERR_INVALID_ARG_VALUE (another word), ERR_UNSUPPORTED (the platform lacks it); SystemError EBUSY ('write' while a mapping
   * through which it can be written to is live, of any process), EPERM (sealed with 'seal'), EINVAL (the kernel lacks it), EBADF once
   * closed.
   * @see fcntl(2), F_ADD_SEALS
   * @example
   * const file = createMemoryFile('table', 64);
   * file.seal('shrink', 'seal');
   * console.log(file.seals); // [ 'shrink', 'seal' ]
   * file.close();
   */
  seal(...seals: Seal[]): void {
    const checked = checkSeals('seals', seals);
    if (checked.includes('exec') && this.#fd >= 0) this.#sealExecution(checked);
    else addSeals(this.#backend, this.#fd, checked);
  }

  /** Linux takes 'exec' on what can be executed for all the others too. */
  #sealExecution(seals: readonly Seal[]): void {
    const { mode } = statDescriptor(this.#fd);
    chmodDescriptor(this.#fd, mode & 0o666);
    try {
      addSeals(this.#backend, this.#fd, seals);
    } catch (error) {
      chmodDescriptor(this.#fd, mode & 0o777);
      throw error;
    }
  }

  /**
   * Closes the descriptor. Mappings of it stay, and so do descriptors of others.
   *
   * @returns true the first time, false afterwards.
   * @throws SystemError EBADF where somebody else has closed it, EIO.
   * @see close(2)
   * @example
   * const file = createMemoryFile('table', 64);
   * const table = file.map();
   * console.log(file.close(), file.close(), file.fd, table.length); // true false -1 64
   */
  close(): boolean {
    if (this.#fd < 0) return false;
    const fd = this.#fd;
    this.#fd = -1;
    const status = this.#backend.closeFile(fd);
    if (status === 0) return true;
    const cause = status === -os.errno.EBADF ? 'somebody else has closed it' : undefined;
    throw new SystemError({ errno: -status, syscall: 'close', cause });
  }

  /** `close`, at the end of the block with `using file = createMemoryFile(...)`. @throws as `close` */
  [Symbol.dispose](): void {
    this.close();
  }
}
