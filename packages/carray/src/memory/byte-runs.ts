import type { ByteRange } from './range.js';

/** Bytes with the same bits, side by side. */
export interface ByteRun extends ByteRange {
  readonly value: number;
}

/** The same, up to (not including) byte `end`: it starts where the one in front of it ends. */
interface Run {
  readonly end: number;
  readonly value: number;
}

/**
 * Some bits for each byte of a mapping, as its PROT_* bits, or whether it is locked: one number for each run of bytes that have the
 * same, in order, without gaps.
 */
export class ByteRuns {
  #runs: readonly Run[];

  constructor(byteLength: number, value: number) {
    this.#runs = [{ end: byteLength, value }];
  }

  /** The bits that all the bytes from 0 up to `end` have. */
  common(end: number): number {
    const runs = end === 0 ? this.#runs : this.within(0, end);
    return runs.reduce((bits, { value }) => bits & value, -1);
  }

  /** There are more bytes, like those at the end, or fewer. */
  resize(byteLength: number): void {
    const kept = this.within(0, byteLength);
    const last = this.#runs.at(-1)?.value ?? 0;
    const runs = kept.map((run) => ({ end: run.byteOffset + run.byteLength, value: run.value }));
    this.#runs = [...runs.slice(0, -1), { end: byteLength, value: runs.at(-1)?.value ?? last }];
  }

  /** Gives the bytes from `from` up to `to` other bits. Returns whether anything changed. */
  set(from: number, to: number, value: number): boolean {
    const [first] = this.#runs;
    if (this.#runs.length === 1 && first?.value === value) return false; // as it mostly is
    return this.#change(from, to, () => value);
  }

  /** Takes all but these bits from the bytes: what is certain of them where a change may have reached them. */
  restrict(from: number, to: number, bits: number): boolean {
    return this.#change(from, to, (before) => before & bits);
  }

  #change(from: number, to: number, after: (before: number) => number): boolean {
    if (from >= to || this.#every(from, to - from, (before) => after(before) === before)) return false;
    // |--- in front ---|=== from ... to ===|--- behind ---|, each run cut where these meet
    const runs: Run[] = [];
    let start = 0;
    for (const { end, value } of this.#runs) {
      if (start < from) runs.push({ end: Math.min(end, from), value });
      if (start < to && end > from) runs.push({ end: Math.min(end, to), value: after(value) });
      if (end > to) runs.push({ end, value });
      start = end;
    }
    this.#runs = runs.filter((run, index) => runs[index + 1]?.value !== run.value);
    return true;
  }

  /** The runs within the bytes from `from` up to `to`, in order. */
  within(from: number, to: number): ByteRun[] {
    const starts = [0, ...this.#runs.map(({ end }) => end)];
    return this.#runs.flatMap(({ end, value }, index) => {
      const byteOffset = Math.max(from, starts[index] ?? 0);
      const byteLength = Math.min(to, end) - byteOffset;
      return byteLength > 0 ? [{ byteOffset, byteLength, value }] : [];
    });
  }

  /** The runs whose bytes have any of the bits, in order. */
  having(bits: number): ByteRange[] {
    return this.within(0, Number.POSITIVE_INFINITY).filter(({ value }) => (value & bits) !== 0);
  }

  /** Whether all the bytes have all the bits. An empty range has. */
  haveAll(byteOffset: number, byteLength: number, bits: number): boolean {
    return this.#every(byteOffset, byteLength, (value) => (value & bits) === bits);
  }

  /** Whether none of the bytes has any of the bits. */
  haveNone(byteOffset: number, byteLength: number, bits: number): boolean {
    return this.#every(byteOffset, byteLength, (value) => (value & bits) === 0);
  }

  #every(byteOffset: number, byteLength: number, holds: (value: number) => boolean): boolean {
    if (byteLength === 0) return true;
    let start = 0;
    for (const { end, value } of this.#runs) {
      if (start >= byteOffset + byteLength) return true;
      if (end > byteOffset && !holds(value)) return false;
      start = end;
    }
    return true;
  }
}
