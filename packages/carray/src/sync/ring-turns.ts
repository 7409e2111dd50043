import { constants as os } from 'node:os';
import { block } from './block.js';
import { park } from './park.js';
import type { SharedPlace } from './place.js';
import { timedOut } from './ring-errors.js';
import type { RingSide } from './ring-side.js';
import { TimeLeft } from './time.js';
import { checkWaitStatus } from './wait-status.js';

const { ETIMEDOUT } = os.errno;

/** Milliseconds after which one who waits looks whether the other side lives, and whether it has closed the ring. */
const SLICE = 50;
/** What a timer can do. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Tries an operation; undefined where it has to wait for the other side. */
export type Attempt<T> = () => { readonly value: T } | undefined;

/** One that waits for its turn. */
interface Turn {
  /** Whether it is over, with a result or an error. */
  serve(): boolean;
  fail(error: unknown): void;
}

/** The operations of one side that have to wait for the other, in the order of their calls. */
export class Turns {
  readonly #side: RingSide;
  readonly #place: SharedPlace;
  readonly #turns: Turn[] = [];
  #stop: AbortController | undefined;
  #blocked = 0;

  /** @param place the position of the other side: whoever waits, waits for that to change */
  constructor(side: RingSide, place: SharedPlace) {
    this.#side = side;
    this.#place = place;
  }

  /** Does what can be done of those that wait. Whether none is left. */
  serve(): boolean {
    for (let turn = this.#turns[0]; turn !== undefined; turn = this.#turns[0]) {
      if (!turn.serve()) return false;
      this.#remove(turn);
    }
    return true;
  }

  /** Ends all that wait. */
  failAll(error: unknown): void {
    for (const turn of this.#turns.splice(0)) turn.fail(error);
    this.#stop?.abort();
  }

  /** Waits for its turn, and for the other side; without blocking. */
  add<T>(attempt: Attempt<T>, timeout: number, signal: AbortSignal | undefined): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const fail = (error: unknown): void => {
        clear();
        reject(error);
      };
      const serve = (): boolean => {
        try {
          const done = attempt();
          if (done === undefined) return false;
          clear();
          resolve(done.value);
        } catch (error) {
          fail(error);
        }
        return true;
      };
      const turn: Turn = { serve, fail };
      const clear = this.#limit(turn, timeout, signal);
      this.#turns.push(turn);
      if (this.#turns.length === 1) void this.#run();
    });
  }

  /** Ends a turn when its time is over, or its signal says so. @returns what takes that back */
  #limit(turn: Turn, timeout: number, signal: AbortSignal | undefined): () => void {
    const end = (error: unknown): void => {
      turn.fail(error);
      this.#remove(turn);
      if (this.#turns.length === 0) this.#stop?.abort();
    };
    const onAbort = (): void => end(signal?.reason);
    const onTime = (): void => {
      this.serve();
      if (this.#turns.includes(turn)) end(this.#deathOfOther() ?? timedOut(this.#side.other, timeout));
    };
    const timer = timeout <= LONGEST_TIMER ? setTimeout(onTime, timeout) : undefined;
    signal?.addEventListener('abort', onAbort, { once: true });
    return () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    };
  }

  #remove(turn: Turn): void {
    const index = this.#turns.indexOf(turn);
    if (index >= 0) this.#turns.splice(index, 1);
  }

  async #run(): Promise<void> {
    while (this.#turns.length > 0) {
      const stop = new AbortController();
      this.#stop = stop;
      try {
        await this.#parkOnce(stop.signal);
      } catch (error) {
        if (!stop.signal.aborted) this.failAll(error);
      }
    }
    this.#stop = undefined;
    this.#waitsNoMore();
  }

  async #parkOnce(signal: AbortSignal): Promise<void> {
    const seen = this.#announce();
    if (this.serve()) return;
    const status = await park(this.#place, seen, SLICE, signal);
    checkWaitStatus(this.#place, status);
    if (status !== -ETIMEDOUT) return;
    const death = this.#side.deathOfOther();
    if (death !== undefined && !this.serve()) this.failAll(death);
  }

  /**
   * Says that this side waits, then looks where the other side is: whoever gets on after this look finds that it has to wake. The caller
   * looks once more before it waits.
   */
  #announce(): number {
    this.#side.claim();
    this.#side.setWaits(true);
    return this.#side.seenOfOther;
  }

  #deathOfOther(): Error | undefined {
    try {
      return this.#side.deathOfOther();
    } catch {
      return undefined; // the memory is gone: others will say so
    }
  }

  #waitsNoMore(): void {
    if (this.#turns.length > 0 || this.#blocked > 0 || !this.#side.isHolding) return;
    try {
      this.#side.setWaits(false);
    } catch {
      // A page is at fault: the next operation says so.
    }
  }

  /** Blocks the thread until those that wait already are served, and this one. @throws ERR_RING_TIMEOUT and what `attempt` throws */
  block<T>(attempt: Attempt<T>, timeout: number): T {
    const time = new TimeLeft(timeout);
    const tryNow = (): { readonly value: T } | undefined => (this.serve() ? attempt() : undefined);
    this.#blocked++;
    try {
      for (;;) {
        const seen = this.#announce();
        const done = tryNow() ?? this.#blockOnce(seen, time, timeout, tryNow);
        if (done !== undefined) return done.value;
      }
    } finally {
      this.#blocked--;
      this.#waitsNoMore();
    }
  }

  #blockOnce<T>(seen: number, time: TimeLeft, timeout: number, tryNow: Attempt<T>): ReturnType<Attempt<T>> {
    const left = time.milliseconds;
    const status = block(this.#place, seen, Math.min(left, SLICE));
    checkWaitStatus(this.#place, status);
    // A position that changes all the time never lets a wait begin: the time counts all the same.
    const isOver = left <= SLICE && (status === -ETIMEDOUT || time.milliseconds === 0);
    if (status !== -ETIMEDOUT && !isOver) return undefined;
    const death = this.#side.deathOfOther();
    if (death === undefined && !isOver) return undefined;
    const done = tryNow();
    if (done === undefined) throw death ?? timedOut(this.#side.other, timeout);
    return done;
  }
}
