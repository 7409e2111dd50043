import type { CArray } from '../array/carray.js';
import { typeError } from '../errors/coded.js';
import { int64, uint64 } from '../types/numbers.js';
import { checkElement, checkPlace, type SharedPlace, sharedPlace } from './place.js';
import { SharedCell } from './shared-cell.js';

const types = [int64, uint64];

/**
 * A number of 64 bits in shared memory that threads of one process or of many count with: no addition is lost. It wraps around at the
 * ends of its range. No call of the system is made.
 *
 * On the ffi backend a counter in a file that somebody makes shorter can end the process, as raw views can.
 *
 * @example
 * const memory = openSharedMemory('/example', int64, 1, { create: true });
 * const requests = SharedCounter.over(memory, 0);
 * requests.add(1n);
 * console.log(requests.value); // 1n
 */
export class SharedCounter {
  readonly #cell: SharedCell<BigInt64Array | BigUint64Array>;
  readonly #check: (value: unknown) => bigint;

  /** @internal */
  constructor(place: SharedPlace, type: typeof int64 | typeof uint64) {
    if (place?.mapping === undefined)
      throw typeError('ERR_INVALID_ARG_TYPE', 'Counters are made by SharedCounter.over');
    this.#cell = new SharedCell<BigInt64Array | BigUint64Array>(
      place,
      type === int64 ? BigInt64Array : BigUint64Array,
    );
    this.#check = type.codec.check;
  }

  /**
   * The counter that an element is. All counters over it, in whatever thread and process, are one.
   *
   * @param array of int64 or uint64, in a shared mapping; `value` can be read where that is read-only.
   * @param index from 0 to `length - 1`.
   * @throws as `waitSync`.
   */
  static over(array: CArray<typeof int64> | CArray<typeof uint64>, index: number): SharedCounter {
    checkElement(array, index);
    const place = sharedPlace(array, index, types);
    checkPlace(place, 'read');
    return new SharedCounter(place, array.type);
  }

  /**
   * Adds in one step that no other store comes in between.
   *
   * @param n a bigint in the range of the type; negative ones subtract, of int64.
   * @returns the value before, as Atomics.add does.
   * @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE, ERR_MAPPING_UNMAPPED, ERR_MAPPING_READ_ONLY, ERR_MAPPING_FAULT.
   * @example
   * const counter = SharedCounter.over(mapAnonymous(int64, 1, { shared: true }), 0);
   * console.log(counter.add(5n), counter.add(-1n), counter.value); // 0n 5n 4n
   */
  add(n: bigint): bigint {
    const amount = this.#check(n);
    const before = Atomics.add(this.#writable(), 0, amount);
    this.#settle();
    return before;
  }

  /**
   * The value as it is now. It can be set, whatever it was.
   *
   * @throws ERR_MAPPING_UNMAPPED, ERR_MAPPING_NO_ACCESS, ERR_MAPPING_FAULT; to set it as `add`.
   */
  get value(): bigint {
    const { readable } = this.#cell;
    const value = Atomics.load(readable.length === 1 ? readable : this.#cell.renew('read'), 0);
    this.#settle();
    return value;
  }

  /** Stores a value, in the range of the type, whatever was there. */
  set value(value: bigint) {
    const amount = this.#check(value);
    Atomics.store(this.#writable(), 0, amount);
    this.#settle();
  }

  #writable(): BigInt64Array | BigUint64Array {
    const { writable } = this.#cell;
    return writable.length === 1 ? writable : this.#cell.renew('write');
  }

  #settle(): void {
    if (this.#cell.faultCount[0] !== 0) this.#cell.settle();
  }
}

// The bundler gives another name to classes that speak of themselves.
Object.defineProperty(SharedCounter, 'name', { value: 'SharedCounter' });
