/** A run of bytes with one protection, up to (not including) byte `end`. */
interface Run {
  readonly end: number;
  readonly protection: number;
}

/** Which bytes of a mapping have which protection: PROT_* bits per run of pages, in order, without gaps. */
export class Protections {
  #runs: readonly Run[];

  constructor(byteLength: number, protection: number) {
    this.#runs = [{ end: byteLength, protection }];
  }

  /** Whether all the bytes have all the bits. An empty range has. */
  allows(byteOffset: number, byteLength: number, bits: number): boolean {
    return this.#every(byteOffset, byteLength, (protection) => (protection & bits) === bits);
  }

  /** Whether none of the bytes has any of the bits. */
  forbids(byteOffset: number, byteLength: number, bits: number): boolean {
    return this.#every(byteOffset, byteLength, (protection) => (protection & bits) === 0);
  }

  #every(byteOffset: number, byteLength: number, holds: (protection: number) => boolean): boolean {
    if (byteLength === 0) return true;
    let start = 0;
    for (const { end, protection } of this.#runs) {
      if (start >= byteOffset + byteLength) return true;
      if (end > byteOffset && !holds(protection)) return false;
      start = end;
    }
    return true;
  }
}
