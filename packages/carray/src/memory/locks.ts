import { isAvailable, MAP_LOCKED, MLOCK_ONFAULT } from '@carray/constants';
import { checkBoolean, checkOptions } from '../arguments/check.js';
import { plainError } from '../errors/coded.js';
import { ByteRuns } from './byte-runs.js';
import { explainLock } from './explain-lock.js';
import type { ByteRange } from './range.js';
import type { Region } from './region.js';

/** Options of `mapping.lock`. */
export interface LockOptions {
  /** Whether pages are locked as they are touched, and not brought in now (Linux); default false. */
  onFault?: boolean;
  /** First byte, from 0 to `byteLength`, rounded down to a page; default 0. */
  offset?: number | bigint;
  /** Bytes; default: the rest. */
  size?: number | bigint;
}

const LOCKED = 1;
/** Which pages of a mapping are locked, as far as this thread knows, so that a call that failed half-way can be undone. */
export class Locks {
  // Pages that are added to a mapping of which the end is locked are locked too.
  readonly #runs = new ByteRuns(Number.MAX_SAFE_INTEGER, 0);
  /** The flags that `lockAll` has locked the mapping with; undefined where it has not. */
  flagsOfAll: number | undefined;

  constructor(flags: number) {
    if ((flags & MAP_LOCKED) !== 0) this.#runs.set(0, Number.MAX_SAFE_INTEGER, LOCKED);
  }

  /** mlock2(2). @throws SystemError: no page is locked then that was not before. */
  lock(region: Region, { byteOffset, byteLength }: ByteRange, flags: number, isToEnd: boolean): void {
    const { backend, id } = region;
    const status = backend.lock(id, byteOffset, byteLength, flags);
    const end = byteOffset + byteLength;
    if (status < 0) {
      for (const run of this.#unlocked(byteOffset, end)) backend.unlock(id, run.byteOffset, run.byteLength);
      const info = { byteOffset, byteLength, flags };
      throw region.failure('mlock', status, info, explainLock(-status, byteLength));
    }
    this.#runs.set(byteOffset, isToEnd ? Number.MAX_SAFE_INTEGER : end, LOCKED);
  }

  /** munlock(2). */
  unlock(region: Region, { byteOffset, byteLength }: ByteRange, isToEnd: boolean): void {
    region.unlock(byteOffset, byteLength);
    this.#runs.set(byteOffset, isToEnd ? Number.MAX_SAFE_INTEGER : byteOffset + byteLength, 0);
  }

  /** As `lock`. @returns what unlocks those again that were not locked before */
  lockUndoably(region: Region, range: ByteRange, flags: number, isToEnd: boolean): () => void {
    const before = this.#runs.within(0, Number.MAX_SAFE_INTEGER);
    const added = this.#unlocked(range.byteOffset, range.byteOffset + range.byteLength);
    this.lock(region, range, flags, isToEnd);
    return () => {
      for (const { byteOffset, byteLength } of added)
        region.backend.unlock(region.id, byteOffset, byteLength);
      for (const run of before) this.#runs.set(run.byteOffset, run.byteOffset + run.byteLength, run.value);
    };
  }

  /** Whether any page is locked. */
  get any(): boolean {
    return this.#runs.having(LOCKED).length > 0;
  }

  isLocked(byteOffset: number): boolean {
    return this.#runs.haveAll(byteOffset, 1, LOCKED);
  }

  #unlocked(from: number, to: number): ByteRange[] {
    return this.#runs.within(from, to).filter(({ value }) => value !== LOCKED);
  }
}

/** The flags of mlock2(2). @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_UNSUPPORTED */
export function lockFlags(options: LockOptions): number {
  checkOptions(options, ['onFault', 'offset', 'size']);
  const { onFault = false } = options;
  checkBoolean('options.onFault', onFault);
  return onFault ? availableFlag('MLOCK_ONFAULT', MLOCK_ONFAULT) : 0;
}

function availableFlag(name: string, value: number): number {
  if (isAvailable(name)) return value;
  throw plainError('ERR_UNSUPPORTED', `This platform has no ${name}`);
}
