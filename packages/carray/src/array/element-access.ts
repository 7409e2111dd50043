import { checkIndex } from '../arguments/check.js';
import { invalidType, outOfRange } from '../errors/arguments.js';
import { typeError } from '../errors/coded.js';
import { isArrayType } from '../types/arrays.js';
import type { ElementType, StoredOf, ValueOf } from '../types/element-type.js';
import { isRecordType } from '../types/struct.js';
import { BoundElements } from './bound-elements.js';
import { loadAt, storeAt } from './bytes.js';
import { accessorsOf } from './generated/accessors.js';
import type { RefOf } from './reference-types.js';
import { checkedReferenceClass } from './references.js';
import { noWindow } from './trusted.js';

/**
 * Elements one by one. The methods of this class check each access step by step; arrays over memory that can be
 * trusted have generated methods in front of them (`./generated/`) that leave it to the engine's own checks.
 */
export abstract class ElementAccess<E extends ElementType> extends BoundElements<E> {
  /**
   * The element at an index. Of a struct or array it is a copy: `ref` reads and writes in place. It is not atomic: of what another thread or
   * process stores meanwhile it may see a part.
   *
   * @param index from 0 to `length - 1`.
   * @throws ERR_INVALID_ARG_TYPE (not a number), ERR_OUT_OF_RANGE (not an integer in range; `at` takes negative
   * ones), ERR_MAPPING_UNMAPPED, ERR_MAPPING_NO_ACCESS, ERR_MAPPING_FAULT; ERR_OUT_OF_RANGE too for bytes that are no value of the type
   * (`safeInt64`, `wchar`), and past the end of a mapping that was made shorter.
   * @example
   * const array = CArray.of(float64, 0.5, 2);
   * console.log(array.get(1)); // 2
   */
  get(index: number): ValueOf<E> {
    checkIndex(index, this.length);
    const at = this.byteOffset + index * this.stride;
    this.memory.check(at, this.type.size, 'read', this);
    return loadAt(this.memory, at, this.type, this) as ValueOf<E>;
  }

  /**
   * Stores a value at an index. A value that does not fit changes nothing: it is never wrapped, cut or converted from another kind;
   * float32 rounds.
   *
   * @param index from 0 to `length - 1`.
   * @param value as the type takes it: docs/elements.md has the table.
   * @throws as `get`, and ERR_MAPPING_READ_ONLY; ERR_INVALID_ARG_TYPE (another kind) or ERR_OUT_OF_RANGE for the value.
   * @example
   * const array = CArray.alloc(uint8, 2);
   * array.set(1, 255); // 256 is ERR_OUT_OF_RANGE, '255' ERR_INVALID_ARG_TYPE
   * console.log(array.get(1)); // 255
   */
  set(index: number, value: StoredOf<E>): void {
    checkIndex(index, this.length);
    const { size, codec } = this.type;
    const at = this.byteOffset + index * this.stride;
    this.memory.check(at, size, 'write', this);
    const checked = codec.check(value);
    this.memory.check(at, size, 'write', this); // the conversion may have run code of the caller's
    storeAt(this.memory, at, this.type, checked, this);
  }

  /**
   * The element at an index, negative ones counting from the end; undefined when out of range.
   *
   * @param index any integer.
   * @throws as `get`, but for an integer out of range.
   * @example
   * const array = CArray.of(uint8, 1, 2, 3);
   * console.log(array.at(-1), array.at(3)); // 3 undefined
   */
  at(index: number): ValueOf<E> | undefined {
    return this.atChecked(index);
  }

  /**
   * Stores at an index, negative ones counting from the end.
   *
   * @param index from `-length` to `length - 1`.
   * @param value as of `set`.
   * @throws as `set`.
   * @example
   * const array = CArray.of(uint8, 1, 2, 3);
   * array.setAt(-1, 9);
   * console.log(array.toArray()); // [ 1, 2, 9 ]
   */
  setAt(index: number, value: StoredOf<E>): void {
    this.setAtChecked(index, value);
  }

  // The generated classes have `at` and `setAt` of their own, which take these where the index is no element's.
  /** @internal */
  protected atChecked(index: number): ValueOf<E> | undefined {
    const position = this.#fromEnd(index);
    if (position >= 0 && position < this.length) return this.get(position);
    this.memory.check(this.byteOffset, 0, 'read');
    return undefined;
  }

  /** @internal */
  protected setAtChecked(index: number, value: StoredOf<E>): void {
    this.set(this.checkedPosition(index), value);
  }

  /** @internal An index that may count from the end, as one from the start. */
  protected checkedPosition(index: unknown): number {
    const position = this.#fromEnd(index);
    if (position >= 0 && position < this.length) return position;
    throw outOfRange('index', `an integer from -${this.length} to ${this.length - 1}`, index);
  }

  #fromEnd(index: unknown): number {
    if (typeof index !== 'number') throw invalidType('index', 'of type number', index);
    if (!Number.isInteger(index)) throw outOfRange('index', 'an integer', index);
    return index < 0 ? index + this.length : index;
  }

  /**
   * What reads and writes one element in place: of a struct or union an object with its fields as properties, structs and
   * arrays in it live too; of an array type its elements as an array. Nothing is copied, and a store into a field touches
   * its own bytes alone. It stays bound to its element, and throws as `get` and `set` do.
   *
   * @param index from 0 to `length - 1`.
   * @throws as `get`; ERR_ELEMENT_TYPE where elements have no parts.
   * @example
   * const points = CArray.alloc(struct({ x: float64, y: float64 }), 8);
   * points.ref(3).x += 1;
   * console.log(points.get(3)); // { x: 1, y: 0 }
   */
  ref(index: number): RefOf<E> {
    const type: ElementType = this.type;
    if (!isRecordType(type) && !isArrayType(type)) {
      throw typeError(
        'ERR_ELEMENT_TYPE',
        `Elements of type ${type.name} have no parts to refer to: use get and set`,
      );
    }
    checkIndex(index, this.length);
    const at = index * this.stride;
    this.memory.check(this.byteOffset + at, type.size, 'read', this);
    if (!isRecordType(type)) {
      const byteOffset = this.byteOffset + at;
      return this.derive({
        type: type.element,
        memory: this.memory,
        byteOffset,
        length: type.count,
      }) as RefOf<E>;
    }
    const referenceClass = checkedReferenceClass(type);
    return new referenceClass(this, noWindow, at) as unknown as RefOf<E>;
  }

  /** @internal A generated method found nothing: the index or the value is wrong, or the views were taken away. */
  protected missed(index: number): ValueOf<E> {
    this.#recover(index);
    return ElementAccess.prototype.get.call(this, index) as ValueOf<E>;
  }

  /** @internal */
  protected missedStore(index: number, value: StoredOf<E>): void {
    this.#recover(index);
    ElementAccess.prototype.set.call(this, index, value);
  }

  /** @internal The value is nothing wrong, but takes more than generated methods do. */
  protected storeChecked(index: number, value: StoredOf<E>): void {
    ElementAccess.prototype.set.call(this, index, value);
  }

  /** @internal */
  protected missedReference(index: number): RefOf<E> {
    this.#recover(index);
    return ElementAccess.prototype.ref.call(this, index) as RefOf<E>;
  }

  #recover(index: unknown): void {
    accessorsOf(this)?.refresh();
    if (this.isTaken) this.bind();
    this.openWindow(index);
  }
}
