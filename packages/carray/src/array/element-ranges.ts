import { checkOptionalCount } from '../arguments/check.js';
import { invalidType, invalidValue } from '../errors/arguments.js';
import { typeError } from '../errors/coded.js';
import { operationRange } from '../memory/range.js';
import { fieldType } from '../types/bits.js';
import { checkElementType } from '../types/check.js';
import type { ElementType, StoredOf } from '../types/element-type.js';
import { isRecordType } from '../types/struct.js';
import { copyBytes, type ElementBytes, scatter, storeAt } from './bytes.js';
import type { CArray } from './carray.js';
import { fillElements, fillTyped } from './fill.js';
import { at, moveElements, reverseElements, zeroElements } from './move.js';
import { elementRange } from './positions.js';
import { RawViews } from './raw-views.js';
import type { FieldsOf, FieldType } from './reference-types.js';
import { bytesOfSame } from './same-numbers.js';

/** Many elements at once: arrays over the same memory, copies, and stores that are whole or not at all. */
export abstract class ElementRanges<E extends ElementType> extends RawViews<E> {
  /**
   * The elements from `from` up to `to`, over the same memory, which it keeps as the array itself does. It does not end the mapping.
   *
   * @param from first element; negative ones count from the end, and what leaves the array is clamped, as of typed arrays; default 0.
   * @param to the element behind the last, counted alike; default `length`. In front of `from` there is none.
   * @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE for fractions and NaN, ERR_MAPPING_UNMAPPED.
   * @example
   * const array = CArray.of(uint8, 1, 2, 3, 4);
   * array.subarray(1, -1).fill(9);
   * console.log(array.toArray()); // [ 1, 9, 9, 4 ]
   */
  subarray(from?: number | bigint, to?: number | bigint): CArray<E> {
    const range = elementRange(this.length, from, to);
    const byteOffset = this.byteOffset + range.from * this.stride;
    this.memory.check(this.byteOffset, 0, 'read');
    const { type, memory, stride } = this;
    return this.derive({ type, memory, byteOffset, length: range.to - range.from, stride });
  }

  /**
   * A copy of the elements from `from` up to `to` on the heap: it outlives the mapping.
   *
   * @param from as of `subarray`.
   * @param to as of `subarray`.
   * @throws as `get`; ERR_OUT_OF_RANGE too where the engine has not so much memory.
   * @example
   * const scratch = mapAnonymous(uint8, 8).fill(7);
   * const copy = scratch.slice(0, 2);
   * munmap(scratch);
   * console.log(copy.toArray()); // [ 7, 7 ]
   */
  slice(from?: number | bigint, to?: number | bigint): CArray<E> {
    const range = elementRange(this.length, from, to);
    return this.deriveCopy(copyBytes(this.elementBytes(range.from, range.to - range.from)));
  }

  /**
   * The same bytes as elements of another type, as many as fit; they may be misaligned, which is slower.
   *
   * @param type of the elements.
   * @param byteOffset first byte, from 0 to `byteLength`; default 0.
   * @param byteLength bytes, at most up to the array's end; default: the rest.
   * @throws ERR_INVALID_ARG_TYPE, ERR_ELEMENT_TYPE, ERR_OUT_OF_RANGE where the bytes leave the array; ERR_UNSUPPORTED for a column;
   * ERR_MAPPING_UNMAPPED.
   * @example
   * const bytes = CArray.of(uint8, 0, 0, 1, 0, 255);
   * console.log(bytes.cast(uint16be, 1, 4).toArray()); // [ 1, 255 ]
   */
  cast<T extends ElementType>(
    type: T,
    byteOffset?: number | bigint,
    byteLength?: number | bigint,
  ): CArray<T> {
    checkElementType('type', type);
    this.requireSideBySide('cast');
    const offset = checkOptionalCount('byteOffset', byteOffset);
    const size = checkOptionalCount('byteLength', byteLength);
    const range = operationRange(this.byteLength, offset, size, 'array');
    this.memory.check(this.byteOffset, 0, 'read');
    const length = Math.floor(range.byteLength / type.size);
    return this.derive({ type, memory: this.memory, byteOffset: this.byteOffset + range.byteOffset, length });
  }

  /**
   * One field of all the structs as an array over the same memory, a column: its stride is that of the structs. It has no raw views and cannot
   * be cast; `slice` puts its elements side by side.
   *
   * @param name of the field; a bit-field has a column, too.
   * @throws ERR_INVALID_ARG_TYPE, ERR_ELEMENT_TYPE where elements are no structs or unions, ERR_INVALID_ARG_VALUE for no field of theirs,
   * ERR_MAPPING_UNMAPPED.
   * @example
   * const points = CArray.alloc(struct({ x: float64, y: float64 }), 8);
   * points.field('x').fill(1);
   * console.log(points.get(7)); // { x: 1, y: 0 }
   */
  field<N extends keyof FieldsOf<E> & string>(name: N): CArray<FieldType<FieldsOf<E>[N]>>;
  field(name: string): CArray<ElementType> {
    const type: ElementType = this.type;
    if (typeof name !== 'string') throw invalidType('name', 'of type string', name);
    if (!isRecordType(type)) {
      throw typeError('ERR_ELEMENT_TYPE', `Elements of type ${type.name} have no fields`);
    }
    const place = type.places.find((each) => each.name === name);
    if (place === undefined) {
      const known = type.places.map((each) => each.name).join(', ');
      throw invalidValue('name', `must be a field: ${known}`, name);
    }
    this.memory.check(this.byteOffset, 0, 'read');
    const { memory, length, stride } = this;
    return this.derive({
      type: fieldType(place),
      memory,
      byteOffset: this.byteOffset + place.byteOffset,
      length,
      stride,
    });
  }

  /**
   * Stores one value from `from` up to `to`; it is checked once, first.
   *
   * @param value as of `set`.
   * @param from as of `subarray`.
   * @param to as of `subarray`.
   * @returns the array.
   * @throws as `subarray` and `set`. Where a page faults half-way, some are stored.
   * @example
   * console.log(CArray.alloc(uint8, 4).fill(7, 1, -1).toArray()); // [ 0, 7, 7, 0 ]
   */
  fill(value: StoredOf<E>, from?: number | bigint, to?: number | bigint): this {
    const range = elementRange(this.length, from, to);
    this.checkElements(range.from, range.to, 'write');
    const checked = this.type.codec.check(value);
    this.checkElements(range.from, range.to, 'write'); // the conversion may have run code of the caller's
    const elements = this.trusted();
    if (elements === undefined) {
      fillElements(this.elementBytes(range.from, range.to - range.from), checked);
    } else {
      fillTyped(elements, checked, range.from, range.to);
      this.settleElements(range.from, range.to);
    }
    return this;
  }

  /**
   * Puts items in place of the elements from `from` up to `to`. The length stays: more items than that shift the rest
   * up and what leaves the array is dropped, fewer shift it down and zeros come in at the end. A list of indexes instead of
   * `from` stores item by item, as many as there are of both; they may count from the end.
   *
   * All items are converted before anything is stored: where one does not fit, nothing has changed. A typed array of the same numbers
   * (`Float64Array` for float64, a Buffer for uint8) is stored as a whole, a hundred times as fast.
   *
   * @param items read one by one, no more than there is room for.
   * @param from as of `subarray`, or the indexes, from `-length` to `length - 1`.
   * @param to as of `subarray`.
   * @returns the array.
   * @throws as `set`; ERR_INVALID_ARG_TYPE for what cannot be iterated, ERR_OUT_OF_RANGE for an index, ERR_INVALID_ARG_VALUE for `to` beside a
   * list.
   * @example
   * const array = CArray.of(uint8, 1, 2, 3, 4, 5);
   * console.log(array.replace([9], 1, 3).toArray()); // [ 1, 9, 4, 5, 0 ]
   */
  replace(
    items: Iterable<StoredOf<E>>,
    from?: number | bigint | Iterable<number>,
    to?: number | bigint,
  ): this {
    if (typeof items?.[Symbol.iterator] !== 'function') throw invalidType('items', 'iterable', items);
    if (typeof from === 'object' && from !== null) return this.#replaceEach(items, from, to);
    const range = elementRange(this.length, from, to);
    this.checkElements(range.from, this.length, 'write');
    const room = this.length - range.from;
    const same = bytesOfSame(items, this.type, room);
    const values = same === undefined ? this.#convert(items, room) : [];
    this.checkElements(range.from, this.length, 'write'); // the iterator may have run code of the caller's
    const count = same === undefined ? values.length : same.length / this.type.size;
    const end = range.from + count;
    const kept = Math.min(this.length - range.to, this.length - end);
    moveElements(this.#all, range.to, end, kept);
    zeroElements(this.elementBytes(end + kept, this.length - end - kept));
    if (same !== undefined) scatter(this.elementBytes(range.from, count), same);
    for (const [index, value] of values.entries()) this.#store(range.from + index, value);
    return this;
  }

  #replaceEach(items: Iterable<StoredOf<E>>, indexes: Iterable<number>, to: unknown): this {
    if (to !== undefined) throw invalidValue('to', 'must not be given beside a list of indexes', to);
    if (typeof indexes[Symbol.iterator] !== 'function')
      throw invalidType('from', 'a number, a bigint or a list of indexes', indexes);
    const positions = Array.from(indexes, (index) => this.checkedPosition(index));
    for (const position of positions) this.checkElements(position, position + 1, 'write');
    const values = this.#convert(items, positions.length);
    for (const position of positions) this.checkElements(position, position + 1, 'write');
    for (const [index, value] of values.entries()) {
      const position = positions[index];
      if (position !== undefined) this.#store(position, value);
    }
    return this;
  }

  /**
   * Copies the elements from `from` up to `to` to the place of `target`, as far as the array goes; they may overlap.
   *
   * @param target the first element to store, counted as `from`.
   * @param from as of `subarray`.
   * @param to as of `subarray`.
   * @returns the array.
   * @throws as `subarray` and `set`.
   * @example
   * console.log(CArray.of(uint8, 1, 2, 3, 4).copyWithin(0, 2).toArray()); // [ 3, 4, 3, 4 ]
   */
  copyWithin(target: number | bigint, from?: number | bigint, to?: number | bigint): this {
    const goal = elementRange(this.length, target, undefined).from;
    const range = elementRange(this.length, from, to);
    const count = Math.min(range.to - range.from, this.length - goal);
    this.checkElements(range.from, range.from + count, 'read');
    this.checkElements(goal, goal + count, 'write');
    moveElements(this.#all, range.from, goal, count);
    return this;
  }

  /**
   * Puts the elements into the opposite order, in place.
   *
   * @returns the array.
   * @throws as `set`.
   * @example
   * console.log(CArray.of(uint16be, 1, 2, 3).reverse().toArray()); // [ 3, 2, 1 ]
   */
  reverse(): this {
    this.checkElements(0, this.length, 'write');
    reverseElements(this.#all);
    return this;
  }

  /**
   * A copy of the elements' bytes, those of a column side by side.
   *
   * @throws as `get`; ERR_OUT_OF_RANGE too where the engine has not so much memory.
   * @example
   * console.log(CArray.of(uint16be, 1, 2).toBuffer().toString('hex')); // 00010002
   */
  toBuffer(): Buffer {
    return copyBytes(this.#all);
  }

  /** @internal An array over a copy of its elements. */
  protected abstract deriveCopy(bytes: Uint8Array): CArray<E>;

  get #all(): ElementBytes {
    return this.elementBytes(0, this.length);
  }

  /** @internal */
  protected elementBytes(from: number, length: number): ElementBytes {
    const { type, memory, byteOffset, stride } = this;
    const all = { type, memory, byteOffset, length: this.length, stride, size: type.size, array: this };
    return at(all, from, length);
  }

  #store(index: number, checked: unknown): void {
    storeAt(this.memory, this.byteOffset + index * this.stride, this.type, checked, this);
  }

  /** The first `most` items, checked. */
  #convert(items: Iterable<unknown>, most: number): unknown[] {
    const values: unknown[] = [];
    if (most === 0) return values;
    for (const item of items) {
      values.push(this.type.codec.check(item));
      if (values.length === most) break;
    }
    return values;
  }
}
