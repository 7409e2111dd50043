import { constants as os } from 'node:os';
import type { Backend } from '@carray/backend';
import {
  isAvailable,
  MAP_LOCKED,
  MCL_CURRENT,
  MCL_FUTURE,
  MCL_ONFAULT,
  MLOCK_ONFAULT,
} from '@carray/constants';
import { checkBoolean, checkOptions } from '../declarations/check.js';
import { invalidValue } from '../errors/arguments.js';
import { plainError } from '../errors/coded.js';
import { SystemError } from '../errors/system-error.js';
import { explainLock, explainLockAll } from './limits.js';
import { Protections } from './protection.js';
import type { ByteRange } from './range.js';
import type { Region } from './region.js';

export interface LockOptions {
  /** Whether pages are locked as they are touched, and not brought in now; default false. */
  onFault?: boolean;
  /** First byte, from 0 to `byteLength`, rounded down to a page; default 0. */
  offset?: number | bigint;
  /** Bytes; default: the rest. */
  size?: number | bigint;
}

export interface LockAllOptions {
  /** Whether what is mapped now is locked; default true. */
  current?: boolean;
  /** Whether what is mapped from now on is; default true. */
  future?: boolean;
  /** Whether pages are locked as they are touched, and not brought in now; default false. */
  onFault?: boolean;
}

const LOCKED = 1;
/** Whether `lockAll` has locked pages, or will: then nobody knows here which of them are not. */
let isAllLocked = false;
/** How often `unlockAll` has ended every lock. */
let endings = 0;

/** Which pages of a mapping are locked, as far as this thread knows, so that a call that failed half-way can be undone. */
export class Locks {
  // Pages that are added to a mapping of which the end is locked are locked too.
  readonly #runs = new Protections(Number.MAX_SAFE_INTEGER, 0);
  #endings = endings;

  constructor(flags: number) {
    if ((flags & MAP_LOCKED) !== 0) this.#runs.set(0, Number.MAX_SAFE_INTEGER, LOCKED);
  }

  /** mlock2(2). @throws SystemError: no page is locked then that was not before. */
  lock(region: Region, { byteOffset, byteLength }: ByteRange, flags: number, isToEnd: boolean): void {
    const { backend, id } = region;
    const status = backend.lock(id, byteOffset, byteLength, flags);
    const end = byteOffset + byteLength;
    this.#forgetEnded();
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

  #forgetEnded(): void {
    if (this.#endings !== endings) this.#runs.set(0, Number.MAX_SAFE_INTEGER, 0);
    this.#endings = endings;
  }

  #unlocked(from: number, to: number): ByteRange[] {
    return isAllLocked ? [] : this.#runs.within(from, to).filter(({ protection }) => protection !== LOCKED);
  }
}

/** The flags of mlock2(2). @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_UNSUPPORTED */
export function lockFlags(options: LockOptions): number {
  checkOptions(options, ['onFault', 'offset', 'size']);
  const { onFault = false } = options;
  checkBoolean('options.onFault', onFault);
  return onFault ? availableFlag('MLOCK_ONFAULT', MLOCK_ONFAULT) : 0;
}

/** `lockAll` on a given backend; see there. */
export function lockAllOn(backend: () => Backend, options: LockAllOptions = {}): void {
  checkOptions(options, ['current', 'future', 'onFault']);
  const { current = true, future = true, onFault = false } = options;
  checkBoolean('options.current', current);
  checkBoolean('options.future', future);
  checkBoolean('options.onFault', onFault);
  if (!current && !future) throw invalidValue('options', 'must have one of current and future', options);
  const flags =
    (current ? MCL_CURRENT : 0) |
    (future ? MCL_FUTURE : 0) |
    (onFault ? availableFlag('MCL_ONFAULT', MCL_ONFAULT) : 0);
  refuse('mlockall', backend().lockAll(flags), flags);
  isAllLocked = true;
}

/** `unlockAll` on a given backend; see there. */
export function unlockAllOn(backend: () => Backend): void {
  refuse('munlockall', backend().unlockAll(), 0);
  isAllLocked = false;
  endings++;
}

function refuse(syscall: string, status: number, flags: number): void {
  if (status >= 0) return;
  if (status === -os.errno.ENOSYS) throw plainError('ERR_UNSUPPORTED', `This system has no ${syscall}`);
  throw new SystemError({ errno: -status, syscall, info: { flags }, cause: explainLockAll(-status) });
}

function availableFlag(name: string, value: number): number {
  if (isAvailable(name)) return value;
  throw plainError('ERR_UNSUPPORTED', `This platform has no ${name}`);
}
