import { randomInt } from 'node:crypto';

/** Numbers of 64 bits; the first is used as words of 32. */
const [COUNT, PLACES] = [0, 1];
const [ADDRESS, LENGTH, NAME, NUMBERS] = [1, 2, 3, 4];
const BYTES = NUMBERS * Float64Array.BYTES_PER_ELEMENT;
const NAMES = 2 ** 48 - 1;

/**
 * The parts that threads have in the pages of one region: memory that they share says how many these are. Who takes the count
 * to 0 gives the pages back, and from then on nobody gets a part. All of it goes along in the token, so that no thread needs
 * to know another one.
 *
 * The addresses may be needed for longer than the pages, for views that could not be emptied: there are places, one for all of the
 * parts, and one for each such view. Who gives up the last one unmaps.
 */
export class Parts {
  /** Of the pages: random, so that the same pages are known by it in each thread. */
  readonly name: number;
  readonly address: number;
  readonly byteLength: number;
  readonly memory: SharedArrayBuffer;
  readonly #words: Int32Array;

  private constructor(memory: SharedArrayBuffer) {
    const numbers = new Float64Array(memory);
    this.memory = memory;
    this.#words = new Int32Array(memory);
    this.name = numbers[NAME] ?? 0;
    this.address = numbers[ADDRESS] ?? 0;
    this.byteLength = numbers[LENGTH] ?? 0;
  }

  /** One part, the caller's, with a place for each of the views that cannot be emptied. */
  static create(address: number, byteLength: number, views: number): Parts {
    const memory = new SharedArrayBuffer(BYTES);
    new Float64Array(memory).set([address, byteLength, randomInt(1, NAMES)], ADDRESS);
    new Int32Array(memory).set([1, 1 + views], COUNT);
    return new Parts(memory);
  }

  /** Those that memory of a token tells of, undefined where it tells of none. */
  static in(memory: unknown): Parts | undefined {
    if (!(memory instanceof SharedArrayBuffer) || memory.byteLength !== BYTES) return undefined;
    const parts = new Parts(memory);
    return parts.name > 0 ? parts : undefined;
  }

  /** One part more, unless the last one was given up. @returns whether there is. */
  take(): boolean {
    let count = Atomics.load(this.#words, COUNT);
    while (count > 0) {
      const found = Atomics.compareExchange(this.#words, COUNT, count, count + 1);
      if (found === count) return true;
      count = found;
    }
    return false;
  }

  /** One part less. @returns whether it was the last one: the pages are the caller's to give back. */
  giveUp(): boolean {
    return Atomics.sub(this.#words, COUNT, 1) === 1;
  }

  /** The pages could not be given back: the caller has the last part again. */
  restore(): void {
    Atomics.store(this.#words, COUNT, 1);
  }

  /** Whether views need the addresses. Only who has a part makes more of them. */
  get hasViews(): boolean {
    return Atomics.load(this.#words, PLACES) > 1;
  }

  addPlace(): void {
    Atomics.add(this.#words, PLACES, 1);
  }

  /** One place less: of a view, or of the parts behind the last of them. @returns whether nobody needs the addresses any more. */
  dropPlace(): boolean {
    return Atomics.sub(this.#words, PLACES, 1) === 1;
  }
}
