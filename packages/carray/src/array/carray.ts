import { inspect } from 'node:util';
import { checkCount, checkElementType, checkIndex, checkOptionalCount } from '../declarations/check.js';
import { invalidType, outOfRange } from '../errors/arguments.js';
import { rangeError, typeError } from '../errors/coded.js';
import { HeapMemory } from '../memory/heap.js';
import type { Mapping } from '../memory/mapping.js';
import { Memory } from '../memory/memory.js';
import { operationRange } from '../memory/range.js';
import type { ElementType, TypedArray, TypedArrayOf, ValueOf } from '../types/element-type.js';
import { allocate, copyBytes, viewOf, windowOf } from './bytes.js';
import { type Elements, elementsOver, fillElements, noElements } from './elements.js';
import { generatedClass } from './generate.js';
import { describeArray } from './inspect.js';
import { elementRange } from './positions.js';
import { viewSource } from './view-source.js';

/** What the map functions make an array from. */
export interface ArrayPlace<E> {
  readonly type: E;
  readonly memory: Memory;
  /** The array's first byte, in the memory. */
  readonly byteOffset: number;
  /** Elements. */
  readonly length: number;
  /** Whether this array is the one that ends the mapping. */
  readonly owner?: boolean;
}

/**
 * A typed C array over bytes: of the heap, of a buffer of the caller's, or of mapped memory, read and written in
 * place. Subarrays and casts share the memory, slices copy it.
 *
 * Every access is checked: the kind of index, its range, that the memory is still there, its protection, the
 * value. What fails changes nothing. This class checks step by step; for memory that can be trusted the
 * arrays are of generated subclasses that let the engine's own checks do it.
 *
 * @example
 * const squares = CArray.from(uint32, [0, 1, 4, 9]);
 * squares.set(0, 7);
 * console.log(squares.get(0), squares.at(-1), squares.subarray(1, 3).toArray()); // 7 9 [ 1, 4 ]
 */
export class CArray<E extends ElementType = ElementType> implements Iterable<ValueOf<E>> {
  readonly type: E;
  /** Elements. Keeps its value when the memory is unmapped. */
  readonly length: number;
  /** @internal */
  readonly memory: Memory;
  /** @internal The array's first byte, in its memory. */
  readonly byteOffset: number;
  /** @internal */
  readonly owner: boolean;
  /** @internal What the generated accessors read and write; empty where each access is checked instead. */
  elements: TypedArray;

  /** @internal Arrays are made by the static functions and the map functions. */
  constructor(place: ArrayPlace<E>, elements: TypedArray) {
    if (!(place?.memory instanceof Memory))
      throw typeError(
        'ERR_INVALID_ARG_TYPE',
        'Arrays are made by CArray.alloc, from, of and view, and by the map functions',
      );
    this.type = place.type;
    this.length = place.length;
    this.memory = place.memory;
    this.byteOffset = place.byteOffset;
    this.owner = place.owner ?? false;
    this.elements = elements;
    this.memory.attach(this);
  }

  /** @internal */
  static over<E extends ElementType>(place: ArrayPlace<E> & { memory: Mapping }): MappedArray<E>;
  /** @internal */
  static over<E extends ElementType>(place: ArrayPlace<E>): CArray<E>;
  static over<E extends ElementType>(place: ArrayPlace<E>): CArray<E> {
    const elements = elementsOver(place.type, place.memory, place.byteOffset, place.length);
    const arrayClass = classFor(place.type, elements);
    return new arrayClass(place, elements?.typedArray ?? noElements) as CArray<E>;
  }

  /**
   * An array of zeros on the heap. `length` is in elements.
   *
   * @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE; the latter too where the engine has not so much memory.
   */
  static alloc<E extends ElementType>(type: E, length: number | bigint): CArray<E> {
    checkElementType('type', type);
    const count = checkCount('length', length, Math.floor(Number.MAX_SAFE_INTEGER / type.size));
    const byteLength = count * type.size;
    return CArray.over({
      type,
      memory: new HeapMemory(allocate(byteLength), 0, byteLength),
      byteOffset: 0,
      length: count,
    });
  }

  /** A heap array of the values of an iterable, each checked as `set` checks it. */
  static from<E extends ElementType>(type: E, values: Iterable<ValueOf<E>>): CArray<E> {
    checkElementType('type', type);
    if (typeof values?.[Symbol.iterator] !== 'function') throw invalidType('values', 'iterable', values);
    const list = [...values];
    const array = CArray.alloc(type, list.length);
    for (const [index, value] of list.entries()) array.set(index, value);
    return array;
  }

  /** A heap array of the given values. */
  static of<E extends ElementType>(type: E, ...values: ValueOf<E>[]): CArray<E> {
    return CArray.from(type, values);
  }

  /**
   * An array over memory that is there: an ArrayBuffer, a typed array, a DataView or a Buffer. Nothing is
   * copied. `byteOffset` counts from the start of what is given; `length`, in elements, is what fits by default.
   *
   * @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE where the array would leave the buffer.
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

  /** Bytes of the elements. */
  get byteLength(): number {
    return this.length * this.type.size;
  }

  /** Bytes from one element to the next. */
  get stride(): number {
    return this.type.size;
  }

  /** Whether elements can be stored: false for read-only mappings, and once the memory is unmapped. */
  get writable(): boolean {
    return this.memory.steady(this.byteOffset, this.byteLength) === 'read-write';
  }

  /** The mapping that the memory belongs to; undefined for arrays on the heap and over buffers. */
  get mapping(): Mapping | undefined {
    return this.memory.mapping;
  }

  /**
   * The element at an index from 0 to `length - 1`.
   *
   * @throws ERR_INVALID_ARG_TYPE (not a number), ERR_OUT_OF_RANGE (not an integer in range; `at` takes negative
   * ones), ERR_MAPPING_UNMAPPED, ERR_MAPPING_NO_ACCESS, ERR_MAPPING_FAULT.
   */
  get(index: number): ValueOf<E> {
    checkIndex(index, this.length);
    const { size, codec } = this.type;
    const at = this.byteOffset + index * size;
    this.memory.check(at, size, 'read');
    return codec.load(viewOf(this.memory, at, size), 0) as ValueOf<E>;
  }

  /**
   * Stores a value at an index from 0 to `length - 1`. A value that does not fit changes nothing.
   *
   * @throws as `get`, and ERR_MAPPING_READ_ONLY; ERR_INVALID_ARG_TYPE or ERR_OUT_OF_RANGE for the value.
   */
  set(index: number, value: ValueOf<E>): void {
    checkIndex(index, this.length);
    const { size, codec } = this.type;
    const at = this.byteOffset + index * size;
    this.memory.check(at, size, 'write');
    const checked = codec.check(value);
    this.memory.check(at, size, 'write'); // the conversion may have run code of the caller's
    codec.store(viewOf(this.memory, at, size), 0, checked);
  }

  /** The element at an index, negative ones counting from the end; undefined when out of range. */
  at(index: number): ValueOf<E> | undefined {
    const position = this.#fromEnd(index);
    if (position >= 0 && position < this.length) return this.get(position);
    this.memory.check(this.byteOffset, 0, 'read');
    return undefined;
  }

  /** Stores at an index, negative ones counting from the end. Throws as `set` does. */
  setAt(index: number, value: ValueOf<E>): void {
    const position = this.#fromEnd(index);
    if (position < 0)
      throw outOfRange('index', `an integer from -${this.length} to ${this.length - 1}`, index);
    this.set(position, value);
  }

  #fromEnd(index: number): number {
    if (typeof index !== 'number') throw invalidType('index', 'of type number', index);
    if (!Number.isInteger(index)) throw outOfRange('index', 'an integer', index);
    return index < 0 ? index + this.length : index;
  }

  /** The elements from `from` up to `to`, over the same memory. Clamps and counts from the end as typed arrays do. */
  subarray(from?: number | bigint, to?: number | bigint): CArray<E> {
    const range = elementRange(this.length, from, to);
    const byteOffset = this.byteOffset + range.from * this.type.size;
    this.memory.check(byteOffset, 0, 'read');
    return CArray.over({ type: this.type, memory: this.memory, byteOffset, length: range.to - range.from });
  }

  /** A copy of the elements from `from` up to `to` on the heap: it outlives the mapping. */
  slice(from?: number | bigint, to?: number | bigint): CArray<E> {
    const range = elementRange(this.length, from, to);
    const { size } = this.type;
    const length = range.to - range.from;
    const copy = copyBytes(this.memory, this.byteOffset + range.from * size, length * size);
    return CArray.view(this.type, copy, 0, length);
  }

  /**
   * The same bytes as elements of another type, as many as fit. Offset and length are in bytes.
   *
   * @throws ERR_OUT_OF_RANGE where the bytes leave the array.
   */
  cast<T extends ElementType>(
    type: T,
    byteOffset?: number | bigint,
    byteLength?: number | bigint,
  ): CArray<T> {
    checkElementType('type', type);
    const offset = checkOptionalCount('byteOffset', byteOffset);
    const size = checkOptionalCount('byteLength', byteLength);
    const range = operationRange(this.byteLength, offset, size, 'array');
    this.memory.check(this.byteOffset, 0, 'read');
    const length = Math.floor(range.byteLength / type.size);
    return CArray.over({ type, memory: this.memory, byteOffset: this.byteOffset + range.byteOffset, length });
  }

  /** Stores one value from `from` up to `to`; it is checked first. Returns the array. */
  fill(value: ValueOf<E>, from?: number | bigint, to?: number | bigint): this {
    const range = elementRange(this.length, from, to);
    const { size, codec } = this.type;
    const at = this.byteOffset + range.from * size;
    const byteLength = (range.to - range.from) * size;
    this.memory.check(at, byteLength, 'write');
    const checked = codec.check(value);
    this.memory.check(at, byteLength, 'write');
    const elements = this.#trusted();
    if (elements !== undefined) fillElements(elements, checked, range.from, range.to);
    else for (let index = range.from; index < range.to; index++) this.set(index, checked as ValueOf<E>);
    return this;
  }

  /** The elements as an ordinary Array. */
  toArray(): ValueOf<E>[] {
    this.memory.check(this.byteOffset, this.byteLength, 'read');
    const elements = this.#trusted();
    if (elements !== undefined) return Array.from(elements as ArrayLike<unknown>) as ValueOf<E>[];
    return Array.from({ length: this.length }, (_, index) => this.get(index));
  }

  /** A copy of the bytes. */
  toBuffer(): Buffer {
    return copyBytes(this.memory, this.byteOffset, this.byteLength);
  }

  /** The indices. */
  *keys(): IterableIterator<number> {
    for (let index = 0; index < this.length; index++) yield index;
  }

  /** The elements, each read when its turn comes. */
  *values(): IterableIterator<ValueOf<E>> {
    for (let index = 0; index < this.length; index++) yield this.get(index);
  }

  /** Pairs of index and element. */
  *entries(): IterableIterator<[number, ValueOf<E>]> {
    for (let index = 0; index < this.length; index++) yield [index, this.get(index)];
  }

  [Symbol.iterator](): IterableIterator<ValueOf<E>> {
    return this.values();
  }

  /**
   * The memory as the engine's own typed array: no copy, and only the engine's checks. Stores through it wrap
   * and ignore as theirs do; after `unmap` its length is 0.
   *
   * @throws ERR_ELEMENT_TYPE where the engine has no such array, ERR_MISALIGNED, ERR_OUT_OF_RANGE (longer than one
   * ArrayBuffer can be: take a `subarray`), ERR_MAPPING_UNMAPPED, ERR_MAPPING_NO_ACCESS, ERR_MAPPING_FAULT.
   */
  get typedArray(): TypedArrayOf<E> {
    this.memory.check(this.byteOffset, this.byteLength, 'read');
    const { engine } = this.type.codec;
    if (engine === undefined)
      throw typeError(
        'ERR_ELEMENT_TYPE',
        `The engine has no typed array for elements of type ${this.type.name}`,
      );
    const { buffer, offset } = this.#expose();
    const elements = this.#trusted();
    if (elements !== undefined) return elements as TypedArrayOf<E>;
    if (offset % this.type.size === 0)
      return new engine.typedArray(buffer, offset, this.length) as TypedArrayOf<E>;
    throw rangeError(
      'ERR_MISALIGNED',
      `A typed array of ${this.type.name} must start at a multiple of ${this.type.size} bytes. This array starts at byte ${offset} of its buffer`,
    );
  }

  /** The memory as bytes; as `typedArray`. */
  get bytes(): Uint8Array {
    const { buffer, offset } = this.#expose();
    return new Uint8Array(buffer, offset, this.byteLength);
  }

  /** The memory as a DataView; as `typedArray`. */
  get dataView(): DataView {
    const { buffer, offset } = this.#expose();
    return new DataView(buffer, offset, this.byteLength);
  }

  /** The ArrayBuffer that the memory lies in; it may reach further than the array. As `typedArray`. */
  get buffer(): ArrayBufferLike {
    return this.#expose().buffer;
  }

  #expose() {
    this.memory.check(this.byteOffset, this.byteLength, 'read');
    this.memory.exposeRaw();
    return windowOf(this.memory, this.byteOffset, this.byteLength);
  }

  /** Unmaps, on the array that a map function returned; without effect on every other. */
  [Symbol.dispose](): void {
    if (this.owner) this.mapping?.unmap();
  }

  [inspect.custom](): string {
    return describeArray(this);
  }

  /** @internal The memory went away, or may be used differently, from one byte up to another. */
  memoryChanged(byteOffset: number, byteLength: number): void {
    const isElsewhere =
      byteOffset >= this.byteOffset + this.byteLength || byteOffset + byteLength <= this.byteOffset;
    if (!isElsewhere) this.#rebind();
  }

  #rebind(): void {
    const elements = elementsOver(this.type, this.memory, this.byteOffset, this.length);
    this.elements = elements?.typedArray ?? noElements;
    Object.setPrototypeOf(this, classFor(this.type, elements).prototype);
  }

  /** The elements as one typed array where there is one, made anew if the user has taken its buffer away. */
  #trusted(): TypedArray | undefined {
    if (this.elements !== noElements && this.elements.length === 0) this.#rebind();
    return this.elements === noElements ? undefined : this.elements;
  }

  /** @internal A generated `get` found nothing: the index is wrong, or the typed array was taken away. */
  missed(index: number): ValueOf<E> {
    this.#trusted();
    return CArray.prototype.get.call(this, index) as ValueOf<E>;
  }

  /** @internal */
  missedStore(index: number, value: ValueOf<E>): void {
    this.#trusted();
    CArray.prototype.set.call(this, index, value);
  }
}

/** What the map functions return: an array that has a mapping. */
export type MappedArray<E extends ElementType> = CArray<E> & { readonly mapping: Mapping };

function classFor(type: ElementType, elements: Elements | undefined): typeof CArray<ElementType> {
  return (elements && generatedClass(CArray, type, elements.access)) ?? CArray;
}
