import { constants } from 'node:os';
import type { FaultMark } from '../backend.js';
import { Marks } from '../marks.js';
import { rangeRefusal } from './refusals.js';
import type { Region } from './region.js';

const { EBUSY, EINVAL } = constants.errno;

/** Guards and their marks. Its methods are those of `Backend`, and what a test does to a region. */
export class Faults {
  readonly #held: (id: number) => Region | undefined;
  readonly #pageSize: number;

  constructor(held: (id: number) => Region | undefined, pageSize: number) {
    this.#held = held;
    this.#pageSize = pageSize;
  }

  guard(id: number): Uint32Array | number {
    const region = this.#held(id);
    if (region === undefined) return -EINVAL;
    if (region.inside.size > 0) return -EBUSY;
    region.marks ??= new Marks(region.byteLength, this.#pageSize);
    return region.marks.counter;
  }

  faulted(id: number, byteOffset: number, byteLength: number): number {
    return this.#answer(id, byteOffset, byteLength, (marks) => marks.firstIn(byteOffset, byteLength));
  }

  faultMark(id: number, byteOffset: number): FaultMark | number {
    return this.#answer(id, byteOffset, 1, (marks) => marks.at(byteOffset));
  }

  faultEnd(id: number, byteOffset: number): number {
    return this.#answer(id, byteOffset, 1, (marks) => marks.endOf(byteOffset));
  }

  markFault(id: number, byteOffset: number, byteLength: number): number {
    return this.#answer(id, byteOffset, byteLength, (marks) => {
      marks.add(byteOffset, byteLength, 1);
      return 0;
    });
  }

  forgetFaults(id: number): number {
    return this.#answer(id, 0, 0, (marks) => {
      marks.forget();
      return 0;
    });
  }

  /** A load or a store has faulted and was survived: the page is private and marked. 0 or -errno. */
  fault(id: number, byteOffset: number, mark: FaultMark): number {
    return this.#answer(id, byteOffset, 1, (marks, region) => {
      region.replacePage(byteOffset, mark === 1);
      marks.add(byteOffset, 1, mark);
      return 0;
    });
  }

  #answer(
    id: number,
    byteOffset: number,
    byteLength: number,
    of: (marks: Marks, region: Region) => number,
  ): number {
    const region = this.#held(id);
    if (region?.marks === undefined) return -EINVAL;
    return rangeRefusal(region, byteOffset, byteLength, 1) || of(region.marks, region);
  }
}
