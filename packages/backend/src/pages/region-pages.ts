import { constants } from 'node:os';
import type { RegionId } from '../backend.js';

const { EINVAL } = constants.errno;

/** The regions of a backend as they are on a machine with larger pages: how long each one is, and which whole pages bytes of it lie in. */
export class RegionPages {
  readonly pageSize: number;
  readonly #lengths = new Map<RegionId, number>();

  constructor(pageSize: number) {
    this.pageSize = pageSize;
  }

  isAligned(byteOffset: number): boolean {
    return byteOffset % this.pageSize === 0;
  }

  floor(byteOffset: number): number {
    return byteOffset - (byteOffset % this.pageSize);
  }

  ceil(byteOffset: number): number {
    return Math.ceil(byteOffset / this.pageSize) * this.pageSize;
  }

  lengthOf(region: RegionId): number {
    return this.#lengths.get(region) ?? 0;
  }

  /** Remembers a region of so many bytes where the answer is one. */
  keep(answer: RegionId | number, byteLength: number): RegionId | number {
    if (answer >= 0) this.#lengths.set(answer, byteLength);
    return answer;
  }

  resized(region: RegionId, byteLength: number): void {
    this.#lengths.set(region, byteLength);
  }

  /** -EINVAL where the bytes leave the region, which is really longer, or where nobody holds it; else 0. */
  within(region: RegionId, byteOffset: number, byteLength: number): number {
    const total = this.#lengths.get(region);
    const isWithin = byteOffset >= 0 && byteLength >= 0 && byteOffset <= (total ?? -1) - byteLength;
    return isWithin ? 0 : -EINVAL;
  }

  /** The same, and -EINVAL for bytes that start inside a page. */
  fromPage(region: RegionId, byteOffset: number, byteLength: number): number {
    return this.within(region, byteOffset, byteLength) || (this.isAligned(byteOffset) ? 0 : -EINVAL);
  }

  /** Up to the end of its last page; of no bytes there is none. */
  wholeLength(byteOffset: number, byteLength: number): number {
    return byteLength > 0 ? this.ceil(byteOffset + byteLength) - byteOffset : byteLength;
  }

  /** The whole pages with bytes of a range. */
  around(byteOffset: number, byteLength: number): readonly [byteOffset: number, byteLength: number] {
    const start = this.floor(byteOffset);
    return [start, this.wholeLength(start, byteLength > 0 ? byteOffset + byteLength - start : 0)];
  }
}
