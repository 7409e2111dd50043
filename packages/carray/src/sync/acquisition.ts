import { constants as os } from 'node:os';
import { plainError } from '../errors/coded.js';
import { type Acquired, type LockWord, ownerIn } from './lock-word.js';
import { numberOf, ownThread } from './thread.js';
import { TimeLeft } from './time.js';
import { checkWaitStatus } from './wait-status.js';

/** Milliseconds: how long is waited until it is looked whether the owner lives, first and at most. */
const [FIRST_SLICE, LONGEST_SLICE] = [1, 50];

/**
 * An acquire that others were faster than: what it does between its waits, which may block or not. No wait is longer than a slice: the
 * owner may end at any moment, also between its release and the wake that belongs to it.
 */
export class Acquisition {
  readonly #word: LockWord;
  readonly #timeout: number;
  readonly #time: TimeLeft;
  #hasWaited = false;
  /** Whether nothing has happened for a slice. */
  #isQuiet = false;
  #slice = FIRST_SLICE;
  #seen = 0;
  #left: number;

  constructor(word: LockWord, timeout: number) {
    this.#word = word;
    this.#timeout = timeout;
    this.#time = new TimeLeft(timeout);
    this.#left = timeout;
  }

  /** The number to wait at. */
  get seen(): number {
    return this.#seen;
  }

  /** Milliseconds to wait. */
  get pause(): number {
    return Math.min(this.#slice, this.#left);
  }

  /** @returns undefined where it must be waited. @throws ERR_LOCK_HELD, ERR_LOCK_TIMEOUT, and what an access does */
  attempt(): Acquired | undefined {
    this.#left = this.#time.milliseconds;
    const isLast = this.#left === 0;
    const taken = this.#isQuiet || isLast ? this.#word.take(this.#hasWaited) : undefined;
    const result = taken ?? this.#word.takeOrAnnounce(this.#hasWaited);
    if (typeof result !== 'number') return result;
    const owner = ownerIn(result);
    if (owner === ownThread()) throw alreadyHeld();
    if (isLast) throw timedOut(this.#timeout, owner);
    this.#seen = result;
    return undefined;
  }

  /** How the wait ended. */
  waited(status: number): void {
    checkWaitStatus(this.#word.place, status);
    this.#hasWaited = true;
    this.#isQuiet = status === -os.errno.ETIMEDOUT;
    this.#slice = Math.min(2 * this.#slice, LONGEST_SLICE);
  }
}

function alreadyHeld(): Error {
  return plainError(
    'ERR_LOCK_HELD',
    'This thread has the lock already, and would wait for itself: release it first. It tells no tasks of one thread apart',
  );
}

function timedOut(timeout: number, owner: number): Error {
  return plainError(
    'ERR_LOCK_TIMEOUT',
    `The lock could not be acquired within ${timeout} milliseconds: thread ${numberOf(owner)} has it`,
  );
}
