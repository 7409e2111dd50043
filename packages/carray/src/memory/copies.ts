import { constants as os } from 'node:os';
import type { Backend, RegionId } from '@carray/backend';
import { SystemError } from '../errors/system-error.js';
import type { Faults } from './faults.js';
import type { ElementPlace } from './mapping-fault.js';

const { ENOSYS, EPERM } = os.errno;
const SMALL_BYTES = 64;
/** What the system shows past the end of a file is gone after some microseconds. */
const MOST_TRIES = 1000;

/**
 * Copies in and out of a region by calls of the kernel, which end at a page that cannot be had and do not fault. Where a sandbox
 * forbids these calls, both answer so, and the memory must be used directly.
 */
export class Copies {
  /** The longest range that should go in one copy: it stays in the processor's cache. */
  static readonly maxBytes = 2 ** 16;
  readonly #backend: Backend;
  readonly #region: RegionId;
  readonly #faults: Faults;
  readonly #isInFile: (byteOffset: number) => boolean;
  readonly #probe = new Uint8Array(1);
  /** By length: of single elements, and of chunks, which are used up before the next one is loaded. */
  readonly #reused = new Map<number, Uint8Array>();

  /** @param isInFile whether the page with a byte lies in front of the end of the file, as far as can be told */
  constructor(backend: Backend, region: RegionId, faults: Faults, isInFile: (byteOffset: number) => boolean) {
    this.#backend = backend;
    this.#region = region;
    this.#faults = faults;
    this.#isInFile = isInFile;
  }

  /** The bytes, until the next call; undefined where it is forbidden. @throws ERR_MAPPING_FAULT */
  load(byteOffset: number, byteLength: number, elements: ElementPlace | undefined): Uint8Array | undefined {
    const bytes = this.bytes(byteLength);
    return this.loadInto(bytes, byteOffset, elements) ? bytes : undefined;
  }

  /** Fills the target; false where it is forbidden. @throws ERR_MAPPING_FAULT */
  loadInto(target: Uint8Array, byteOffset: number, elements: ElementPlace | undefined): boolean {
    let tries = MOST_TRIES;
    do {
      const done = this.#backend.copyOut(this.#region, byteOffset, target);
      if (!this.#isDone('process_vm_readv', done, byteOffset, target.length, elements)) return false;
    } while (!this.#isTrue(byteOffset, target) && --tries > 0);
    return true;
  }

  /**
   * Whether what was copied was in the file all the time. A page that is cut off during the copy may be zeroed under it, where
   * the system keeps several pages as one; then the last byte is gone now, too, or it is zero and lies past the end of the
   * file, where the system shows it for a moment.
   */
  #isTrue(byteOffset: number, copy: Uint8Array): boolean {
    if (copy.length <= SMALL_BYTES && !copy.includes(0)) return true;
    const last = byteOffset + copy.length - 1;
    if (copy.length === 0) return true;
    if (this.#backend.copyOut(this.#region, last, this.#probe) !== 1) return false;
    return this.#probe[0] !== 0 || this.#isInFile(last);
  }

  /** Room for bytes to store, whatever is in it. */
  bytes(byteLength: number): Uint8Array {
    const known = this.#reused.get(byteLength);
    if (known !== undefined) return known;
    const made = new Uint8Array(byteLength);
    if (byteLength <= SMALL_BYTES || byteLength === Copies.maxBytes) this.#reused.set(byteLength, made);
    return made;
  }

  /** Stores the bytes; false where it is forbidden. @throws ERR_MAPPING_FAULT: those in front of the fault are stored then. */
  store(byteOffset: number, bytes: Uint8Array, elements: ElementPlace | undefined): boolean {
    const done = this.#backend.copyIn(this.#region, byteOffset, bytes);
    return this.#isDone('process_vm_writev', done, byteOffset, bytes.length, elements);
  }

  #isDone(
    syscall: string,
    status: number,
    byteOffset: number,
    byteLength: number,
    elements: ElementPlace | undefined,
  ): boolean {
    if (status === byteLength) return true;
    if (status >= 0) throw this.#faults.failed(byteOffset + status, elements);
    if (status === -ENOSYS || status === -EPERM) return false;
    throw new SystemError({ errno: -status, syscall, info: { byteOffset, byteLength } });
  }
}
