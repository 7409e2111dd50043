import type { BackingFile } from './backing-file.js';
import { type ElementPlace, faultError, kindOf, type MappingFault, mappingFault } from './mapping-fault.js';
import { PageSet } from './page-set.js';
import type { Region } from './region.js';

/** The mapping whose faults are kept. */
export interface FaultSource {
  readonly byteLength: number;
  readonly pageSize: number;
  readonly file: BackingFile | undefined;
  readonly fileOffset: number;
  /** Hears of each, at the moment that it is noticed. */
  onFault(fault: MappingFault): void;
  /** From the first fault on each access must be checked, until they are forgotten. */
  onTrustLost(): void;
}

/**
 * The faults of one guarded mapping. They happen at any time, in machine code too; `count`, which the backend changes then, is all
 * that need be asked after an access: while it is what it was, everything that was read is true.
 */
export class Faults {
  readonly count: Uint32Array;
  readonly #region: Region;
  readonly #source: FaultSource;
  #known: PageSet | undefined;
  #list: MappingFault[] = [];
  /** What `count` was when faults were last looked for. */
  #noticed = 0;
  /** The first fault that no call has thrown for: one through a raw view, or of another thread. */
  #untold: MappingFault | undefined;

  constructor(count: Uint32Array, region: Region, source: FaultSource) {
    this.count = count;
    this.#region = region;
    this.#source = source;
  }

  /** Whether there was any since the mapping was made or mapped again. */
  get any(): boolean {
    return this.count[0] !== 0;
  }

  get list(): readonly MappingFault[] {
    this.#notice(0, 0);
    return this.#list;
  }

  /** In front of an access: throws where a page of it is at fault, and once for one through a raw view. */
  check(byteOffset: number, byteLength: number, elements?: ElementPlace): void {
    if (!this.any) return;
    this.#notice(byteOffset, byteLength);
    this.#refuse(byteOffset, byteLength, elements);
    const untold = this.#untold;
    if (untold === undefined) return;
    this.#untold = undefined;
    throw this.#error(untold, untold.byteOffset, undefined, true);
  }

  /** Behind an access: throws where a page of it is at fault, so that what was read is no value, or what was stored is lost. */
  settle(byteOffset: number, byteLength: number, elements?: ElementPlace): void {
    if (this.count[0] === this.#noticed) return;
    this.#notice(byteOffset, byteLength);
    this.#refuse(byteOffset, byteLength, elements);
  }

  /** Whether a page with bytes of the range is at fault. */
  touches(byteOffset: number, byteLength: number): boolean {
    return this.any && this.#first(byteOffset, byteLength) >= 0;
  }

  /** The kernel could not get past a byte: what to throw. Its page is at fault from now on. */
  failed(byteOffset: number, elements?: ElementPlace): Error {
    const { backend, id } = this.#region;
    backend.markFault(id, byteOffset, 1);
    this.#notice(byteOffset, 1);
    this.#untold = undefined;
    const fault = this.#faultAt(byteOffset);
    return this.#error(fault, byteOffset, elements);
  }

  /** Forgets all, and returns them. */
  forget(): readonly MappingFault[] {
    const { backend, id } = this.#region;
    const { list } = this;
    backend.forgetFaults(id);
    this.#known = undefined;
    this.#list = [];
    this.#noticed = 0;
    this.#untold = undefined;
    return list;
  }

  /** Takes back that a fault was forgotten. */
  remember({ byteOffset, byteLength }: MappingFault): void {
    const { backend, id } = this.#region;
    backend.markFault(id, byteOffset, byteLength);
  }

  #refuse(byteOffset: number, byteLength: number, elements: ElementPlace | undefined): void {
    const page = this.#first(byteOffset, byteLength);
    if (page < 0) return;
    this.#untold = undefined;
    throw this.#error(this.#faultAt(page), Math.max(page, byteOffset), elements);
  }

  #first(byteOffset: number, byteLength: number): number {
    const { backend, id } = this.#region;
    return byteLength === 0 ? -1 : backend.faulted(id, byteOffset, byteLength);
  }

  #error(
    fault: Pick<MappingFault, 'kind'>,
    byteOffset: number,
    elements?: ElementPlace,
    isRaw = false,
  ): Error {
    const { file, fileOffset } = this.#source;
    return faultError({ kind: fault.kind, file, fileOffset, byteOffset, elements, isRaw });
  }

  /** The kind of a page at fault may have changed since, as that of a file that grew again: what it was is kept. */
  #faultAt(byteOffset: number): Pick<MappingFault, 'kind'> {
    const known = this.#list.find(
      (fault) => byteOffset >= fault.byteOffset && byteOffset < fault.byteOffset + fault.byteLength,
    );
    return known ?? { kind: this.#kindAt(byteOffset) };
  }

  #kindAt(byteOffset: number) {
    const { backend, id } = this.#region;
    const { file, fileOffset } = this.#source;
    return kindOf(backend.faultMark(id, byteOffset), fileOffset + byteOffset, file);
  }

  /** Looks for faults that are not known yet: those in the range first, which mostly are all. */
  #notice(byteOffset: number, byteLength: number): void {
    const count = this.count[0] ?? 0;
    const happened = count - this.#noticed;
    if (happened === 0) return;
    const isFirst = this.#noticed === 0;
    this.#noticed = count;
    const found = this.#search(byteOffset, byteLength);
    if (happened !== 1 || found.length === 0) found.push(...this.#search(0, this.#source.byteLength));
    this.#list.push(...found);
    this.#untold ??= found[0];
    if (isFirst) this.#source.onTrustLost();
    for (const fault of found) this.#source.onFault(fault);
  }

  #search(byteOffset: number, byteLength: number): MappingFault[] {
    const { backend, id, address } = this.#region;
    const { byteLength: total, pageSize } = this.#source;
    this.#known ??= new PageSet(total, pageSize);
    const found: MappingFault[] = [];
    const end = byteOffset + byteLength;
    for (let at = byteOffset; at < end; ) {
      const start = this.#first(at, end - at);
      if (start < 0) break;
      at = backend.faultEnd(id, start);
      for (const run of this.#known.add(start, at)) {
        found.push(mappingFault(this.#kindAt(run.byteOffset), run, BigInt(address)));
      }
    }
    return found;
  }
}
