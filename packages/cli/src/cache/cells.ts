/** Pages in some cells of nearly the same size, as many as a picture has room for, each with the count of its resident pages. */
export class Cells {
  readonly pages: number;
  /** One for each cell. */
  readonly resident: number[];

  /** @param most cells; there are fewer where there are fewer pages */
  constructor(pages: number, most: number) {
    this.pages = pages;
    this.resident = new Array<number>(Math.min(pages, most)).fill(0);
  }

  get length(): number {
    return this.resident.length;
  }

  /** The first page of a cell; of the cell behind the last one, the end. */
  start(cell: number): number {
    return Math.floor((cell * this.pages) / this.length);
  }

  size(cell: number): number {
    return this.start(cell + 1) - this.start(cell);
  }

  /**
   * @param flags one byte for each page from `first` on: 1 where it is resident
   * @param resident how many are: mostly none or all, and then there is nothing to be counted
   */
  add(first: number, flags: Uint8Array, resident: number): void {
    if (resident === 0) return;
    const end = first + flags.length;
    for (let cell = this.#cellOf(first); cell < this.length && this.start(cell) < end; cell++) {
      const from = Math.max(this.start(cell), first) - first;
      const to = Math.min(this.start(cell + 1), end) - first;
      const count = resident === flags.length ? to - from : sum(flags, from, to);
      this.resident[cell] = (this.resident[cell] ?? 0) + count;
    }
  }

  #cellOf(page: number): number {
    let cell = Math.floor((page * this.length) / Math.max(this.pages, 1));
    while (this.start(cell + 1) <= page && cell < this.length) cell++;
    return cell;
  }
}

function sum(flags: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let page = from; page < to; page++) count += flags[page] ?? 0;
  return count;
}
