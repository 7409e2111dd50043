import { closedBy, corrupt, inUse, peerDied } from './ring-errors.js';
import { holderOf, holds, letsGo } from './ring-holders.js';
import { lineOf, MAGIC, otherSide, type SideName, sideWord, word } from './ring-layout.js';
import type { RingMemory } from './ring-memory.js';
import { hasEnded, numberOf, ownThread } from './thread.js';

/** Others that come and go while this one tries to be the producer or the consumer: so often, and it is none. */
const MOST_TRIES = 100;

/** One side of a ring, as this object is it: who it is, whether the other one is there. */
export class RingSide {
  readonly name: SideName;
  readonly other: SideName;
  /** Numbers of 32 bits from the start of the ring: where this side has got to, and the other. */
  readonly position: number;
  readonly otherPosition: number;
  readonly #memory: RingMemory;
  readonly #capacity: number;
  readonly #line: number;
  readonly #otherLine: number;
  #owner = 0;
  #tag = 0;
  #isClosed = false;

  constructor(memory: RingMemory, name: SideName, capacity: number) {
    this.name = name;
    this.other = otherSide[name];
    this.#memory = memory;
    this.#capacity = capacity;
    this.#line = lineOf[name];
    this.#otherLine = lineOf[this.other];
    this.position = this.#line + sideWord.position;
    this.otherPosition = this.#otherLine + sideWord.position;
  }

  /** Whether this object is the side, as far as it knows. */
  get isClaimed(): boolean {
    return this.#owner !== 0 && !this.#isClosed;
  }

  /** Whether a second object of this thread has to leave the side to this one. */
  get isHolding(): boolean {
    return this.isClaimed && this.#memory.isMapped;
  }

  /** In front of each operation: makes this object the side, unless another lives that is. @throws ERR_RING_IN_USE, ERR_RING_CLOSED */
  claim(): void {
    if (this.#isClosed) throw closedBy(this.name, true);
    this.#memory.ready();
    if (this.#owner !== 0 && this.#memory.load(this.#line + sideWord.identity) === this.#owner) return;
    this.#take();
  }

  #take(): void {
    const memory = this.#memory;
    const isSame = memory.load(word.magic) === MAGIC && memory.load(word.capacity) === this.#capacity;
    const isClosed = memory.load(this.#line + sideWord.closed) !== 0;
    memory.settle();
    if (!isSame) throw corrupt('it is not the one that was opened any more');
    if (isClosed) throw closedBy(this.name, false);
    const owner = ownThread();
    let tries = MOST_TRIES;
    while (!memory.replace(this.#line + sideWord.identity, this.#leftBy(owner), owner)) {
      if (--tries === 0) throw inUse(this.name, 'one of several others');
    }
    memory.settle();
    this.#owner = owner;
    this.#tag = holds(this);
    memory.store(this.#line + sideWord.tag, this.#tag);
    memory.store(this.#line + sideWord.waits, 0);
  }

  /** Who was the side before, and is not any more. */
  #leftBy(owner: number): number {
    const memory = this.#memory;
    const before = memory.load(this.#line + sideWord.identity);
    const tag = memory.load(this.#line + sideWord.tag);
    memory.settle();
    if (before === 0) return before;
    if (before !== owner) {
      if (!hasEnded(before)) throw inUse(this.name, `thread ${numberOf(before)}`);
      return before;
    }
    const holder = holderOf(tag);
    if (holder !== undefined && holder !== this && holder.isHolding) {
      throw inUse(this.name, 'another RingBuffer of this thread');
    }
    return before;
  }

  /** Where the other side has got to, as it says. */
  get seenOfOther(): number {
    return this.#memory.load(this.otherPosition);
  }

  /** Whether the other side has closed the ring. */
  get isClosedByOther(): boolean {
    return this.#memory.load(this.#otherLine + sideWord.closed) !== 0;
  }

  /** What to throw where the other side has ended without closing the ring; undefined where it lives, or has not come yet. */
  deathOfOther(): Error | undefined {
    this.#memory.ready();
    const owner = this.#memory.load(this.#otherLine + sideWord.identity);
    if (owner === 0 || this.isClosedByOther || !hasEnded(owner)) return undefined;
    return peerDied(this.other, numberOf(owner));
  }

  /** Says whether this side waits for the other to get on. */
  setWaits(waits: boolean): void {
    this.#memory.store(this.#line + sideWord.waits, waits ? 1 : 0);
  }

  /** Whether the other side waits; it has to be woken then. */
  takeWaitOfOther(): boolean {
    return this.#memory.take(this.#otherLine + sideWord.waits) !== 0;
  }

  /** @returns whether the ring was this side's to close */
  close(): boolean {
    const wasHolding = this.isHolding;
    this.#isClosed = true;
    if (!wasHolding) return false;
    letsGo(this.#tag);
    const memory = this.#memory;
    memory.ready();
    if (memory.load(this.#line + sideWord.identity) !== this.#owner) return false;
    memory.store(this.#line + sideWord.closed, 1);
    memory.store(this.#line + sideWord.identity, 0);
    memory.settle();
    return true;
  }
}
