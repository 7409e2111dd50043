import { Runs } from '../runs.js';

/** What a page shows: what the region maps, nothing at all, or bytes of its own that no file sees. */
type Shown = typeof mapped | typeof lost | typeof own;

const mapped = 0;
const lost = 1;
const own = 2;

/** What the pages of one region show. Ranges are in bytes; a page is meant by any of its bytes. */
export class Pages {
  readonly #runs = new Runs<Shown>(mapped);
  readonly #pageSize: number;

  constructor(pageSize: number) {
    this.#pageSize = pageSize;
  }

  /** Nothing is behind the page with the byte and those after it any more. */
  loseFrom(byteOffset: number): void {
    this.#runs.set(Math.floor(byteOffset / this.#pageSize), Number.POSITIVE_INFINITY, lost);
  }

  makeOwn(byteOffset: number, byteLength: number): void {
    this.#set(byteOffset, byteLength, own);
  }

  makeMapped(byteOffset: number, byteLength: number): void {
    this.#set(byteOffset, byteLength, mapped);
  }

  /** The pages from the byte on are gone, and with them the bytes of their own. */
  cut(byteOffset: number): void {
    const first = Math.ceil(byteOffset / this.#pageSize) * this.#pageSize;
    this.forEachOwn(first, Number.POSITIVE_INFINITY, (start, end) => this.makeMapped(start, end - start));
  }

  /** Calls `visit` with the start and the end of each run of bytes that show what the region maps. */
  forEachMapped(byteOffset: number, byteEnd: number, visit: (start: number, end: number) => void): void {
    this.#forEach(byteOffset, byteEnd, mapped, visit);
  }

  /** The same for those of pages with bytes of their own. */
  forEachOwn(byteOffset: number, byteEnd: number, visit: (start: number, end: number) => void): void {
    this.#forEach(byteOffset, byteEnd, own, visit);
  }

  /** How many bytes can be had in a row from the start of the range on, where the file has bytes up to `fileEnd`. */
  bytesThere(byteOffset: number, byteLength: number, fileEnd: number): number {
    const mappedEnd = Math.ceil(fileEnd / this.#pageSize) * this.#pageSize;
    const byteEnd = byteOffset + byteLength;
    let at = byteOffset;
    while (at < byteEnd) {
      const [shown, end] = this.#runAt(at, byteEnd);
      if (shown === lost) break;
      if (shown === mapped && end > mappedEnd) {
        at = Math.max(at, mappedEnd);
        break;
      }
      at = end;
    }
    return at - byteOffset;
  }

  #set(byteOffset: number, byteLength: number, shown: Shown): void {
    const end = Math.ceil((byteOffset + byteLength) / this.#pageSize);
    this.#runs.set(Math.floor(byteOffset / this.#pageSize), end, shown);
  }

  #forEach(
    byteOffset: number,
    byteEnd: number,
    wanted: Shown,
    visit: (start: number, end: number) => void,
  ): void {
    for (let at = byteOffset; at < byteEnd; ) {
      const [shown, end] = this.#runAt(at, byteEnd);
      if (shown === wanted) visit(at, end);
      at = end;
    }
  }

  /** What the page with the byte shows, and the end of the bytes in a row that show the same. */
  #runAt(byteOffset: number, byteEnd: number): [Shown, number] {
    const page = Math.floor(byteOffset / this.#pageSize);
    return [this.#runs.at(page), Math.min(this.#runs.endOf(page) * this.#pageSize, byteEnd)];
  }
}
