import type { BackingFile } from './backing-file.js';
import { type ElementPlace, faultError, kindOf, type MappingFault, mappingFault } from './mapping-fault.js';
import { PageSet } from './page-set.js';
import type { Region } from './region.js';

/** The mapping whose faults are kept. */
export interface FaultSource {
  readonly maxByteLength: number;
  readonly pageSize: number;
  readonly file: BackingFile | undefined;
  readonly fileOffset: number;
  /** Hears of each, at the moment that it is noticed. */
  onFault(fault: MappingFault): void;
  /** From the first fault on each access must be checked, until all are forgotten. */
  onTrustChanged(): void;
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
  #isOver = false;
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

  /** As it is now. */
  get list(): readonly MappingFault[] {
    this.#tell(this.#notice(0, 0));
    return [...this.#list];
  }

  /** In front of an access: throws where a page of it is at fault, and once for one through a raw view. */
  check(byteOffset: number, byteLength: number, elements?: ElementPlace): void {
    if (!this.any && this.#noticed === 0) return;
    const found = this.#notice(byteOffset, byteLength);
    const error = this.#errorIn(byteOffset, byteLength, elements) ?? this.#untoldError();
    this.#tell(found);
    if (error !== undefined) throw error;
  }

  /** Behind an access: throws where a page of it is at fault, so that what was read is no value, or what was stored is lost. */
  settle(byteOffset: number, byteLength: number, elements?: ElementPlace): void {
    if (this.count[0] === this.#noticed) return;
    const found = this.#notice(byteOffset, byteLength);
    const error = this.#errorIn(byteOffset, byteLength, elements);
    this.#tell(found);
    if (error !== undefined) throw error;
  }

  /** Whether a page with bytes of the range is at fault. */
  touches(byteOffset: number, byteLength: number): boolean {
    return this.any && this.#first(byteOffset, byteLength) >= 0;
  }

  /** The kernel could not get past a byte: what to throw. Its page is at fault from now on. */
  failed(byteOffset: number, elements?: ElementPlace): Error {
    const { backend, id } = this.#region;
    backend.markFault(id, byteOffset, 1);
    const found = this.#notice(byteOffset, 1);
    this.#untold = undefined;
    const error = this.#error(this.#faultAt(byteOffset), byteOffset, elements);
    this.#tell(found);
    return error;
  }

  /** Forgets all, and returns them. */
  forget(): readonly MappingFault[] {
    const { backend, id } = this.#region;
    const { list } = this;
    backend.forgetFaults(id);
    this.#reset();
    return list;
  }

  #reset(): void {
    this.#known = undefined;
    this.#list = [];
    this.#noticed = 0;
    this.#untold = undefined;
  }

  /** The pages are gone, and the count is another's: what is known stays. */
  end(): void {
    this.#isOver = true;
  }

  /** Takes back that a fault was forgotten. */
  remember({ byteOffset, byteLength }: MappingFault): void {
    const { backend, id } = this.#region;
    backend.markFault(id, byteOffset, byteLength);
  }

  /** What an access to the bytes throws, decided before any listener has run: it may unmap, or heal. */
  #errorIn(byteOffset: number, byteLength: number, elements: ElementPlace | undefined): Error | undefined {
    const at = this.#firstTouched(byteOffset, byteOffset + byteLength, elements);
    if (at < 0) return undefined;
    this.#untold = undefined;
    return this.#error(this.#faultAt(at), at, elements);
  }

  #untoldError(): Error | undefined {
    const untold = this.#untold;
    this.#untold = undefined;
    return untold && this.#error(untold, untold.byteOffset, undefined, true);
  }

  /**
   * The first byte of an element that is at fault, or -1. A column leaves bytes out:
   *
   *   |element|.....gap.....|element|.....gap.....|element|
   *              |--- page at fault ---|
   */
  #firstTouched(from: number, end: number, elements: ElementPlace | undefined): number {
    for (let next = from; next < end; ) {
      const page = this.#first(next, end - next);
      if (page < 0) return -1;
      const at = Math.max(page, next);
      if (elements === undefined || elements.stride <= elements.type.size) return at;
      const { byteOffset, stride, type } = elements;
      const index = Math.max(0, Math.floor((at - byteOffset - type.size) / stride) + 1); // the first that ends behind it
      const start = byteOffset + index * stride;
      if (start < page + this.#source.pageSize) return Math.max(at, start);
      next = start;
    }
    return -1;
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

  /** The faults that were not known yet: those in the range, which mostly are all, or wherever they are. */
  #notice(byteOffset: number, byteLength: number): MappingFault[] {
    if (this.#isOver) return [];
    const count = this.count[0] ?? 0;
    if (count < this.#noticed) {
      this.#reset(); // another thread has mapped the pages anew
      this.#source.onTrustChanged();
    }
    const happened = count - this.#noticed;
    if (happened === 0) return [];
    const isFirst = this.#noticed === 0;
    this.#noticed = count;
    const found = this.#search(byteOffset, byteLength);
    if (happened !== 1 || found.length === 0) found.push(...this.#search(0, this.#source.maxByteLength));
    this.#list.push(...found);
    this.#untold ??= found[0];
    if (isFirst) this.#source.onTrustChanged();
    return found;
  }

  #tell(found: readonly MappingFault[]): void {
    for (const fault of found) this.#source.onFault(fault);
  }

  #search(byteOffset: number, byteLength: number): MappingFault[] {
    const { backend, id, address } = this.#region;
    const { maxByteLength: total, pageSize } = this.#source;
    this.#known ??= new PageSet(total, pageSize);
    const found: MappingFault[] = [];
    const end = byteOffset + byteLength;
    for (let at = byteOffset; at < end; ) {
      const page = this.#first(at, end - at);
      if (page < 0) break;
      at = backend.faultEnd(id, page);
      for (const run of this.#known.add(this.#startOfRun(page, this.#known), at)) {
        found.push(mappingFault(this.#kindAt(run.byteOffset), run, BigInt(address)));
      }
    }
    return found;
  }

  /** A fault may have taken neighbours along, so that there are not too many areas: those in front of it are new, too. */
  #startOfRun(page: number, known: PageSet): number {
    const { backend, id } = this.#region;
    const { pageSize } = this.#source;
    let start = page;
    while (start > 0 && !known.has(start - pageSize) && backend.faultMark(id, start - pageSize) > 0)
      start -= pageSize;
    return start;
  }
}
