import type { CArray } from '../array/carray.js';
import type { int32 } from '../types/numbers.js';
import type { SharedPlace } from './place.js';
import { closedBy } from './ring-errors.js';
import { positionPlace } from './ring-format.js';
import type { RingSide } from './ring-side.js';
import { Turns } from './ring-turns.js';
import { wake } from './waits.js';

/** One side of a ring with those that wait at it, and the place where the other side waits for it. */
export class RingStation {
  readonly side: RingSide;
  readonly turns: Turns;
  readonly #place: SharedPlace;

  constructor(side: RingSide, header: CArray<typeof int32>) {
    this.side = side;
    this.turns = new Turns(side, positionPlace(header, side.other));
    this.#place = positionPlace(header, side.name);
  }

  /** Behind each step of this side: a system call only where the other has said that it waits. */
  wakeOther(): void {
    if (this.side.takeWaitOfOther()) wake(this.#place, Number.POSITIVE_INFINITY);
  }

  close(): void {
    const isTold = this.side.close();
    this.turns.failAll(closedBy(this.side.name, true));
    if (isTold) wake(this.#place, Number.POSITIVE_INFINITY);
  }
}
