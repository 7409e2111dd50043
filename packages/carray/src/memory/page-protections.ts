import { PROT_EXEC, PROT_READ, PROT_WRITE } from '@carray/constants';
import { typeError } from '../errors/coded.js';
import { ByteRuns } from './byte-runs.js';
import type { ByteRange } from './range.js';

const GUARDED = 1;

/** What may be done with which bytes of a mapping: the protection of its pages, and the guard pages among them. */
export class PageProtections {
  /** PROT_* bits. */
  readonly bits: ByteRuns;
  /** Undefined until there is one: most mappings have none. */
  #guards: ByteRuns | undefined;
  #byteLength: number;
  readonly #wasWritable: boolean;

  constructor(byteLength: number, protection: number) {
    this.#byteLength = byteLength;
    this.#wasWritable = (protection & PROT_WRITE) !== 0;
    this.bits = new ByteRuns(byteLength, protection);
  }

  resize(byteLength: number): void {
    this.#byteLength = byteLength;
    this.bits.resize(byteLength);
    this.#guards?.resize(byteLength);
  }

  /** Returns whether anything changed. */
  guard(from: number, to: number, guarded: boolean): boolean {
    if (this.#guards === undefined && !guarded) return false;
    this.#guards ??= new ByteRuns(this.#byteLength, 0);
    return this.#guards.set(from, to, guarded ? GUARDED : 0);
  }

  /** Whether all the bytes can be accessed with all the PROT_* bits. */
  allow(byteOffset: number, byteLength: number, bits: number): boolean {
    return (
      this.bits.haveAll(byteOffset, byteLength, bits) &&
      (this.#guards?.haveNone(byteOffset, byteLength, GUARDED) ?? true)
    );
  }

  /** The runs of bytes from `from` up to `to` that can be accessed in any way, in order. */
  accessible(from: number, to: number): ByteRange[] {
    const guards = this.#guards;
    const runs = this.bits
      .within(from, to)
      .filter(({ value }) => (value & (PROT_READ | PROT_WRITE | PROT_EXEC)) !== 0);
    if (guards === undefined) return runs;
    return runs
      .flatMap(({ byteOffset, byteLength }) => guards.within(byteOffset, byteOffset + byteLength))
      .filter(({ value }) => value !== GUARDED);
  }

  /** What may be done with every byte alike; undefined where they differ, or cannot be read. */
  uniform(byteOffset: number, byteLength: number): 'read' | 'read-write' | undefined {
    if (!this.allow(byteOffset, byteLength, PROT_READ)) return undefined;
    if (this.allow(byteOffset, byteLength, PROT_READ | PROT_WRITE)) return 'read-write';
    return this.bits.haveNone(byteOffset, byteLength, PROT_WRITE) ? 'read' : undefined;
  }

  /** Throws ERR_MAPPING_READ_ONLY or ERR_MAPPING_NO_ACCESS where the access is not permitted. */
  check(byteOffset: number, byteLength: number, access: 'read' | 'write'): void {
    const bits = access === 'write' ? PROT_READ | PROT_WRITE : PROT_READ;
    if (this.allow(byteOffset, byteLength, bits)) return;
    const where = `bytes ${byteOffset} to ${byteOffset + byteLength - 1} of the mapping`;
    if (this.allow(byteOffset, byteLength, PROT_READ)) {
      const cure = this.#wasWritable
        ? "since they were protected so; mapping.protect('read-write') permits it again"
        : "as they were mapped; access: 'read-write' (of mmap: PROT_WRITE) permits it";
      throw typeError('ERR_MAPPING_READ_ONLY', `Cannot store into ${where}: they are read-only, ${cure}`);
    }
    throw typeError('ERR_MAPPING_NO_ACCESS', `Cannot access ${where}: they are protected against reading`);
  }
}
