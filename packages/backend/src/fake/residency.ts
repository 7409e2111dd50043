import { fstatSync } from 'node:fs';
import { constants } from 'node:os';
import { MLOCK_ONFAULT } from '@carray/constants';
import { errnoOf } from './file-source.js';
import { rangeRefusal } from './refusals.js';
import type { Region } from './region.js';

const { EBADF, EINVAL, ESPIPE } = constants.errno;

/** The last advice on files: POSIX_FADV_NOREUSE, also where the platform has none. */
const LAST_FILE_ADVICE = 7;

/** A machine whose memory never runs out: every page is there, and stays. Its methods are those of `Backend`. */
export class Residency {
  readonly #held: (id: number) => Region | undefined;
  readonly #pageSize: number;

  constructor(held: (id: number) => Region | undefined, pageSize: number) {
    this.#held = held;
    this.#pageSize = pageSize;
  }

  residency(id: number, byteOffset: number, byteLength: number, pages: Uint8Array): number {
    const region = this.#held(id);
    if (region === undefined) return -EINVAL;
    const refusal = rangeRefusal(region, byteOffset, byteLength, this.#pageSize);
    if (refusal !== 0) return refusal;
    const count = Math.ceil(byteLength / this.#pageSize);
    if (pages.length < count) return -EINVAL;
    for (let page = 0; page < count; page++) {
      pages[page] = Number(region.bytesThere(byteOffset + page * this.#pageSize, 1) > 0);
    }
    return 0;
  }

  lock(id: number, byteOffset: number, byteLength: number, flags: number): number {
    const refusal = this.#refusal(id, byteOffset, byteLength);
    if (refusal !== 0) return refusal;
    return (flags & ~MLOCK_ONFAULT) === 0 ? 0 : -EINVAL;
  }

  unlock(id: number, byteOffset: number, byteLength: number): number {
    return this.#refusal(id, byteOffset, byteLength);
  }

  /** No processor executes the bytes of a fake. */
  synchronizeCode(id: number, byteOffset: number, byteLength: number): number {
    return this.#refusal(id, byteOffset, byteLength);
  }

  #refusal(id: number, byteOffset: number, byteLength: number): number {
    const region = this.#held(id);
    return region === undefined ? -EINVAL : rangeRefusal(region, byteOffset, byteLength, 1);
  }
}

/** The -errno of posix_fadvise(2), or 0. */
export function adviseFile(fd: number, _fileOffset: number, byteLength: number, advice: number): number {
  if (fd < 0) return -EBADF;
  try {
    if (fstatSync(fd).isFIFO()) return -ESPIPE;
  } catch (error) {
    return errnoOf(error);
  }
  return byteLength < 0 || advice < 0 || advice > LAST_FILE_ADVICE ? -EINVAL : 0;
}
