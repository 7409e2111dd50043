import { constants } from 'node:os';
import type { ShareToken } from '../backend.js';

const { EINVAL, ENOENT } = constants.errno;
const BACKEND = 'fake';

interface FakeToken extends ShareToken {
  readonly region: number;
  /** Follows from the region, so that a number that was changed shows. */
  readonly check: number;
}

let lastProcess = 0;

/** The tokens of one fake, which is a process of its own: another fake knows none of them. */
export class Shares {
  readonly #process = ++lastProcess;
  /** Every region that was ever shared. */
  readonly #shared = new Set<number>();

  share(region: number): FakeToken {
    this.#shared.add(region);
    return { backend: BACKEND, process: this.#process, region, check: checkOf(region) };
  }

  /** Whether the region was ever shared. */
  has(region: number): boolean {
    return this.#shared.has(region);
  }

  /** The region that a token names, which may be gone. @returns -errno for what is none of these tokens. */
  regionOf(token: unknown): number {
    if (!isToken(token)) return -EINVAL;
    if (token.process !== this.#process) return -ENOENT;
    return token.check === checkOf(token.region) && this.#shared.has(token.region) ? token.region : -EINVAL;
  }
}

const checkOf = (region: number): number => 3 * region + 1;

function isToken(value: unknown): value is FakeToken {
  if (typeof value !== 'object' || value === null) return false;
  const { backend, process, region, check } = value as Partial<FakeToken>;
  return backend === BACKEND && [process, region, check].every(Number.isSafeInteger);
}
