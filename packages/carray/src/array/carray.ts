import { inspect } from 'node:util';
import { checkBoolean, checkCount, checkOptions } from '../arguments/check.js';
import { invalidType, outOfRange } from '../errors/arguments.js';
import { typeError } from '../errors/coded.js';
import { HeapMemory } from '../memory/heap.js';
import type { Mapping } from '../memory/mapping.js';
import type { SharedMapping } from '../memory/shared-mapping.js';
import { checkElementType } from '../types/check.js';
import type { ElementType, StoredOf } from '../types/element-type.js';
import { uint8 } from '../types/numbers.js';
import { fromBigInt } from './big-integers.js';
import { type BigIntOptions, ByteTransfer } from './byte-transfer.js';
import { allocate } from './bytes.js';
import type { Accessors } from './generated/accessors.js';
import { generatedFor } from './generated/classes.js';
import { describeArray } from './inspect.js';
import type { ArrayPlace } from './place.js';
import { type Trusted, trustedOver } from './trusted.js';
import { viewSource } from './view-source.js';

/**
 * A typed C array over bytes: of the heap, of a buffer of the caller's, or of mapped memory, read and written in
 * place. Subarrays, casts and columns share the memory, slices copy it.
 *
 * Every access is checked: the kind of index, its range, that the memory is still there, its protection, the
 * value. What fails changes nothing.
 *
 * @example
 * const squares = CArray.from(uint32, [0, 1, 4, 9]);
 * squares.set(0, 7);
 * console.log(squares.get(0), squares.at(-1), squares.subarray(1, 3).toArray()); // 7 9 [ 1, 4 ]
 */
export class CArray<E extends ElementType = ElementType> extends ByteTransfer<E> {
  /** @internal */
  static over<E extends ElementType>(place: ArrayPlace<E> & { memory: Mapping }): MappedArray<E>;
  /** @internal */
  static over<E extends ElementType>(place: ArrayPlace<E>): CArray<E>;
  static over<E extends ElementType>(place: ArrayPlace<E>): CArray<E> {
    const { type, memory, byteOffset, length, stride = type.size } = place;
    const trusted = memory.attachable ? trustedOver({ type, memory, byteOffset, length, stride }) : undefined;
    const accessors = trusted && generatedFor(CArray, type, stride, trusted);
    const arrayClass = accessors?.arrayClass ?? CArray;
    const array = new arrayClass(place) as CArray<E>;
    array.take(trusted, accessors);
    return array;
  }

  /**
   * An array of zeros on the heap, which the collector frees.
   *
   * @param type of the elements.
   * @param length elements, from 0 on, of together at most `buffer.constants.MAX_LENGTH` bytes; `mapAnonymous` has more.
   * @throws ERR_INVALID_ARG_TYPE, ERR_ELEMENT_TYPE, ERR_OUT_OF_RANGE; the latter too where the engine has not so much memory.
   * @example
   * console.log(CArray.alloc(float64, 2).toArray()); // [ 0, 0 ]
   */
  static alloc<E extends ElementType>(type: E, length: number | bigint): CArray<E> {
    checkElementType('type', type);
    const count = checkCount('length', length, Math.floor(Number.MAX_SAFE_INTEGER / type.size));
    const byteLength = count * type.size;
    const memory = new HeapMemory(allocate(byteLength), 0, byteLength);
    return CArray.over({ type, memory, byteOffset: 0, length: count });
  }

  /**
   * A heap array of the values of an iterable, which is read to its end first.
   *
   * @param type of the elements.
   * @param values as `set` takes them.
   * @throws ERR_INVALID_ARG_TYPE for what cannot be iterated; for the type as `alloc`, for the values as `set`.
   * @example
   * console.log(CArray.from(uint8, new Set([3, 1, 3])).toArray()); // [ 3, 1 ]
   */
  static from<E extends ElementType>(type: E, values: Iterable<StoredOf<E>>): CArray<E> {
    checkElementType('type', type);
    if (typeof values?.[Symbol.iterator] !== 'function') throw invalidType('values', 'iterable', values);
    const list = [...values];
    const array = CArray.alloc(type, list.length);
    for (const [index, value] of list.entries()) array.set(index, value);
    return array;
  }

  /**
   * A heap array of the given values.
   *
   * @param type of the elements.
   * @param values as `set` takes them.
   * @throws as `from`.
   * @example
   * console.log(CArray.of(int64, -1n, 2n).byteLength); // 16
   */
  static of<E extends ElementType>(type: E, ...values: StoredOf<E>[]): CArray<E> {
    return CArray.from(type, values);
  }

  /**
   * An array over memory that is there: an ArrayBuffer or SharedArrayBuffer, a typed array, a DataView or a Buffer. Nothing is
   * copied. Where the buffer is detached later, or made shorter, every access to what is gone is ERR_MAPPING_UNMAPPED.
   *
   * @param type of the elements.
   * @param buffer whose bytes they are.
   * @param byteOffset bytes from the start of what is given, up to its end; any byte, default 0.
   * @param length elements; default: what fits.
   * @throws ERR_INVALID_ARG_TYPE, ERR_ELEMENT_TYPE, ERR_OUT_OF_RANGE where the array would leave the buffer, ERR_MAPPING_UNMAPPED for a
   * detached one.
   * @example
   * const packet = Buffer.from([0, 80, 0, 7]);
   * console.log(CArray.view(uint16be, packet).toArray()); // [ 80, 7 ]
   */
  static view<E extends ElementType>(
    type: E,
    buffer: ArrayBufferLike | ArrayBufferView,
    byteOffset: number | bigint = 0,
    length?: number | bigint,
  ): CArray<E> {
    checkElementType('type', type);
    const { buffer: bytes, byteOffset: start, byteLength: total } = viewSource(buffer);
    const offset = checkCount('byteOffset', byteOffset, total);
    const fits = Math.floor((total - offset) / type.size);
    const count = length === undefined ? fits : checkCount('length', length, fits);
    const memory = new HeapMemory(bytes, start, total);
    return CArray.over({ type, memory, byteOffset: offset, length: count });
  }

  /**
   * A heap array of an integer's big-endian bytes: as few elements as hold them, none for 0n. With `signed` in two's
   * complement, without only from 0n on. `toBigInt` is the way back.
   *
   * @param value an integer of any length.
   * @param type of the elements, `uint8` by default: the bytes are big-endian whatever it is.
   * @param options `signed`, default false.
   * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE (an unknown option), ERR_OUT_OF_RANGE for a negative integer without `signed`.
   * @example
   * console.log(CArray.fromBigInt(256n).toArray()); // [ 1, 0 ]
   * console.log(CArray.fromBigInt(-1n, uint8, { signed: true }).toArray()); // [ 255 ]
   */
  static fromBigInt(value: bigint, type?: undefined, options?: BigIntOptions): CArray<typeof uint8>;
  static fromBigInt<E extends ElementType>(value: bigint, type: E, options?: BigIntOptions): CArray<E>;
  static fromBigInt(
    value: bigint,
    type: ElementType = uint8,
    options: BigIntOptions = {},
  ): CArray<ElementType> {
    checkOptions(options, ['signed']);
    const { signed = false } = options;
    if (typeof value !== 'bigint') throw invalidType('value', 'of type bigint', value);
    checkElementType('type', type);
    checkBoolean('options.signed', signed);
    if (value < 0n && !signed) throw outOfRange('value', 'at least 0n, or with { signed: true }', value);
    return CArray.view(type, Uint8Array.from(fromBigInt(value, signed, type.size)));
  }

  /**
   * Names the array for `attach` in another thread of this process: a value that `postMessage` copies. The pages stay until every thread
   * that holds them has unmapped; one that holds them must be there while the other attaches. From here on the protection and the
   * length of the mapping cannot be changed.
   *
   * @throws ERR_NOT_MAPPED for memory of the engine (post its buffer), ERR_MAPPING_UNMAPPED, ERR_UNSUPPORTED for a column;
   * SystemError ENOTSUP (ffi: of mappings inside of a reservation).
   * @example
   * const numbers = mapAnonymous(int32, 4).fill(7);
   * const source = "const { parentPort, workerData } = require('node:worker_threads');" +
   *   "parentPort.postMessage(require('carray').attach(workerData, require('carray').int32).get(3));";
   * const worker = new Worker(source, { eval: true, workerData: numbers.share() });
   * console.log(await new Promise((resolve) => worker.once('message', resolve))); // 7
   */
  share(): ArrayToken {
    const { mapping, byteOffset, byteLength } = this;
    if (mapping === undefined) {
      throw typeError(
        'ERR_NOT_MAPPED',
        'Only mapped memory can be shared by a token: post the buffer of this array',
      );
    }
    this.requireSideBySide('token');
    return { kind: 'carray', backend: mapping.backend, mapping: mapping.share(), byteOffset, byteLength };
  }

  /** @internal */
  derive<T extends ElementType>(place: ArrayPlace<T>): CArray<T> {
    return CArray.over(place);
  }

  /** @internal */
  protected deriveCopy(bytes: Uint8Array): CArray<E> {
    return CArray.view(this.type, bytes);
  }

  /** @internal */
  protected generated(trusted: Trusted): Accessors | undefined {
    return generatedFor(CArray, this.type, this.stride, trusted);
  }

  /** @internal */
  protected get checkedMethods(): object {
    return CArray.prototype;
  }

  /**
   * Unmaps, on the array that a map function returned; without effect on every other. So does `using array = mapFile(...)` at the end of the
   * block. A second call is without effect.
   *
   * @throws as `Mapping.unmap`.
   */
  [Symbol.dispose](): void {
    if (this.owner) this.mapping?.unmap();
  }

  /** For `console.log`: type, length, the first 8 elements, and what the mapping is of and whether it is alive. It never throws or faults. */
  [inspect.custom](): string {
    return describeArray(this);
  }
}

/** An array for another thread, to be passed on as it is: see `CArray.share` and `attach`. */
export interface ArrayToken {
  /** Tells a token from other messages. */
  readonly kind: 'carray';
  /** The name of the backend that made the mapping: the other thread needs the same. */
  readonly backend: string;
  /** @internal */
  readonly mapping: SharedMapping;
  /** The array's first byte, from the start of the mapping. */
  readonly byteOffset: number;
  /** Bytes of the array. */
  readonly byteLength: number;
}

// The bundler gives another name to classes that speak of themselves.
Object.defineProperty(CArray, 'name', { value: 'CArray' });

/** What the map functions return: an array that has a mapping, and ends it. */
export type MappedArray<E extends ElementType> = CArray<E> & {
  /** What it maps. */
  readonly mapping: Mapping;
};
