import { PROT_EXEC, PROT_NONE, PROT_READ, PROT_WRITE } from '@carray/constants';
import { checkFlags } from '../arguments/check.js';
import { invalidValue } from '../errors/arguments.js';
import type { ByteRange } from './range.js';

/** A protection in one word: PROT_NONE, PROT_READ, PROT_READ | PROT_WRITE, PROT_READ | PROT_EXEC. There is none for writing together with executing: go from one to the other. */
export type ProtectionWord = 'none' | 'read' | 'read-write' | 'read-exec';

const words = new Map<unknown, number>([
  ['none', PROT_NONE],
  ['read', PROT_READ],
  ['read-write', PROT_READ | PROT_WRITE],
  ['read-exec', PROT_READ | PROT_EXEC],
]);

/** PROT_* bits given as a number or a word. @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE */
export function protectionBits(protection: unknown): number {
  if (typeof protection !== 'string') return checkFlags('prot', protection);
  const bits = words.get(protection);
  if (bits !== undefined) return bits;
  throw invalidValue('prot', `must be a number or one of ${[...words.keys()].join(', ')}`, protection);
}

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

  /** The bits that all the bytes from 0 up to `end` have. */
  common(end: number): number {
    const runs = end === 0 ? this.#runs : this.within(0, end);
    return runs.reduce((bits, { protection }) => bits & protection, -1);
  }

  /** There are more bytes, like those at the end, or fewer. */
  resize(byteLength: number): void {
    const kept = this.within(0, byteLength);
    const last = this.#runs.at(-1)?.protection ?? 0;
    const runs = kept.map((run) => ({ end: run.byteOffset + run.byteLength, protection: run.protection }));
    this.#runs = [...runs.slice(0, -1), { end: byteLength, protection: runs.at(-1)?.protection ?? last }];
  }

  /** Gives the bytes from `from` up to `to` another protection. Returns whether anything changed. */
  set(from: number, to: number, protection: number): boolean {
    const [first] = this.#runs;
    if (this.#runs.length === 1 && first?.protection === protection) return false; // as it mostly is
    return this.#change(from, to, () => protection);
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
    for (const { end, protection } of this.#runs) {
      if (start < from) runs.push({ end: Math.min(end, from), protection });
      if (start < to && end > from) runs.push({ end: Math.min(end, to), protection: after(protection) });
      if (end > to) runs.push({ end, protection });
      start = end;
    }
    this.#runs = runs.filter((run, index) => runs[index + 1]?.protection !== run.protection);
    return true;
  }

  /** The runs within the bytes from `from` up to `to`, in order. */
  within(from: number, to: number): (ByteRange & { readonly protection: number })[] {
    const starts = [0, ...this.#runs.map(({ end }) => end)];
    return this.#runs.flatMap(({ end, protection }, index) => {
      const byteOffset = Math.max(from, starts[index] ?? 0);
      const byteLength = Math.min(to, end) - byteOffset;
      return byteLength > 0 ? [{ byteOffset, byteLength, protection }] : [];
    });
  }

  /** The runs whose bytes have any of the bits, in order. */
  having(bits: number): ByteRange[] {
    return this.within(0, Number.POSITIVE_INFINITY).filter(({ protection }) => (protection & bits) !== 0);
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
