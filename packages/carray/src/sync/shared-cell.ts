import { noFaults } from '../array/trusted.js';
import type { Dependent } from '../memory/memory.js';
import { checkPlace, type SharedPlace } from './place.js';

/** A typed array of the engine's, whose numbers Atomics work on. */
type Numbers = Int32Array | BigInt64Array | BigUint64Array;
type NumbersClass<A extends Numbers> = new (buffer: ArrayBufferLike, byteOffset: number, length: number) => A;

/**
 * A number of shared memory for Atomics. What may be done with it is asked for once, and again after each change to its mapping: its
 * views are empty in between, where the engine's own could not be emptied, too. After an access comes `settle`, where `faultCount[0]` is not 0.
 */
export class SharedCell<A extends Numbers> implements Dependent {
  /** The number, if it may be loaded; else nothing, and `renew` says why. */
  readable: A;
  /** The number, if it may be stored, too. */
  writable: A;
  faultCount: Uint32Array = noFaults;
  readonly place: SharedPlace;
  readonly #numbers: NumbersClass<A>;
  readonly #none: A;
  readonly #hearsOfChanges: boolean;

  constructor(place: SharedPlace, numbers: NumbersClass<A>) {
    this.place = place;
    this.#numbers = numbers;
    this.#none = new numbers(new ArrayBuffer(0), 0, 0);
    this.readable = this.#none;
    this.writable = this.#none;
    this.#hearsOfChanges = place.mapping.attachable;
    if (this.#hearsOfChanges) place.mapping.attach(this);
  }

  /** The number for one access. @throws as `checkPlace` */
  renew(access: 'read' | 'write'): A {
    checkPlace(this.place, access);
    const { mapping, byteOffset, array } = this.place;
    const { size } = array.type;
    const { buffer, offset } = mapping.wholeWindow(byteOffset, size);
    const view = new this.#numbers(buffer, offset, 1);
    const steady = this.#hearsOfChanges ? mapping.steady(byteOffset, size) : undefined;
    // No copy can take the place of an atomic access, but one tells whether the page can be had.
    if (steady === undefined && mapping.copies) mapping.read(byteOffset, size, () => {}, array);
    this.readable = steady === undefined ? this.#none : view;
    this.writable = steady === 'read-write' ? view : this.#none;
    this.faultCount = mapping.faultCount ?? noFaults;
    return view;
  }

  /** @throws ERR_MAPPING_FAULT where the page was at fault just now: the access was none */
  settle(): void {
    const { mapping, byteOffset, array } = this.place;
    mapping.settle(byteOffset, array.type.size, array);
  }

  memoryChanged(): void {
    this.readable = this.#none;
    this.writable = this.#none;
  }
}
