import { typeError } from '../errors/coded.js';
import type { Mapping } from '../memory/mapping.js';
import { Memory } from '../memory/memory.js';
import type { ElementType, TypedArray } from '../types/element-type.js';
import type { CArray } from './carray.js';
import { type Accessors, accessorsOf } from './generated/accessors.js';
import { type ArrayPlace, spanOf } from './place.js';
import {
  type ElementWindow,
  isEmpty,
  noBounds,
  noElements,
  noFaults,
  noView,
  noWindow,
  type Trusted,
  trustedOver,
  windowAt,
} from './trusted.js';

const noWindows: readonly ElementWindow[] = [];

/** Where the elements of an array lie, and the views and generated methods that it has for as long as its memory can be trusted. */
export abstract class BoundElements<E extends ElementType> {
  /** What one element is. */
  readonly type: E;
  /** @internal What `length` says. No private field: code that reads one in arrays of over four classes is 6 times slower. */
  elementCount: number;
  /** Bytes from one element to the next: the size of the type, of a column that of the structs. */
  readonly stride: number;
  /** @internal */
  readonly memory: Memory;
  /** @internal The array's first byte, in its memory. */
  readonly byteOffset: number;
  /** @internal */
  readonly owner: boolean;
  /** @internal Of the first window; empty where each access is checked instead, before or behind it. */
  elements: TypedArray = noElements;
  /** @internal The same, of memory that can fault: a method that does not look for faults finds nothing. */
  faultableElements: TypedArray = noElements;
  /** @internal */
  bounds: Int8Array = noBounds;
  /** @internal */
  view: DataView = noView;
  /** @internal */
  window: ElementWindow = noWindow;
  /** @internal */
  windows: readonly ElementWindow[] = noWindows;
  /** @internal Two equal numbers, not 0 once a page was at fault. */
  faultCount: Uint32Array = noFaults;
  /** @internal What may be done with all elements alike; undefined where each access is checked instead. */
  access: Trusted['access'] | undefined = undefined;
  #windowLength: number | undefined;
  // References hold windows. Those made while elements could be stored must find theirs empty while they cannot.
  #readWindows: readonly ElementWindow[] = noWindows;
  #writeWindows: readonly ElementWindow[] = noWindows;
  /** @internal */
  binding = 0;

  /** @internal Arrays are made by the static functions and the map functions. */
  constructor(place: ArrayPlace<E>) {
    if (!(place?.memory instanceof Memory))
      throw typeError(
        'ERR_INVALID_ARG_TYPE',
        'Arrays are made by CArray.alloc, from, of and view, and by the map functions',
      );
    this.type = place.type;
    this.elementCount = place.length;
    this.stride = place.stride ?? place.type.size;
    this.memory = place.memory;
    this.owner = place.owner ?? false;
    // A column without elements would start behind the end. The array that ends the mapping may get some.
    const isAtEnd = this.length === 0 && !this.owner;
    this.byteOffset = isAtEnd ? Math.min(place.byteOffset, this.memory.byteLength) : place.byteOffset;
    if (this.memory.attachable) this.memory.attach(this);
  }

  /** Elements. It keeps its value when the memory is unmapped; `mapping.resize` changes that of the array which the map function returned. */
  get length(): number {
    return this.elementCount;
  }

  /** @internal An array over other bytes, or of another type. */
  abstract derive<T extends ElementType>(place: ArrayPlace<T>): CArray<T>;
  /** @internal The generated methods for such memory; undefined where there are none. */
  protected abstract generated(trusted: Trusted): Accessors | undefined;
  /** @internal The prototype of arrays that are checked step by step. */
  protected abstract readonly checkedMethods: object;

  /** @internal Bytes from the first of the first element to the last of the last. */
  get span(): number {
    return spanOf(this.length, this.stride, this.type.size);
  }

  /** The mapping that the memory belongs to; undefined for arrays on the heap and over buffers. */
  get mapping(): Mapping | undefined {
    return this.memory.mapping;
  }

  /** Whether elements can be stored: false for read-only mappings, and once the memory is unmapped. */
  get writable(): boolean {
    return this.memory.isWritable(this.byteOffset, this.span);
  }

  /** @internal The memory went away, or may be used differently, from one byte up to another. */
  memoryChanged(byteOffset: number, byteLength: number): void {
    const isElsewhere =
      byteOffset >= this.byteOffset + this.span || byteOffset + byteLength <= this.byteOffset;
    if (!isElsewhere || this.owner) this.bind(); // an owner without elements may have had some
  }

  /** @internal The mapping has another length, and the array that ends it has all of it. */
  memoryResized(): void {
    const { memory, byteOffset, type } = this;
    this.elementCount = Math.max(0, Math.floor((memory.byteLength - byteOffset) / type.size));
  }

  /** @internal Takes new views over the memory, and the methods for them. */
  bind(): void {
    accessorsOf(this)?.release(this);
    for (const window of this.#readWindows) fillWindow(window, noWindow);
    for (const window of this.#writeWindows) fillWindow(window, noWindow);
    this.take(undefined, undefined); // should there be no new views
    let accessors: Accessors | undefined;
    try {
      const trusted = trustedOver(this);
      accessors = trusted && this.generated(trusted);
      this.take(trusted, accessors);
    } finally {
      Object.setPrototypeOf(this, accessors?.arrayClass.prototype ?? this.checkedMethods);
    }
  }

  /** @internal */
  protected take(trusted: Trusted | undefined, accessors: Accessors | undefined): void {
    this.windows = trusted === undefined ? noWindows : this.#keep(trusted);
    this.#windowLength = trusted?.windowLength;
    this.window = this.windows[0] ?? noWindow;
    const canFault = trusted?.faultCount !== undefined;
    this.elements = canFault ? noElements : this.window.elements;
    this.faultableElements = canFault ? this.window.elements : noElements;
    this.bounds = this.window.bounds;
    this.view = this.window.view;
    this.access = trusted?.access;
    this.faultCount = trusted?.faultCount ?? noFaults;
    accessors?.adopt(this);
  }

  /** The windows, in the objects that references have from before. */
  #keep({ access, windows }: Trusted): readonly ElementWindow[] {
    const kept = access === 'read' ? this.#readWindows : this.#writeWindows;
    if (kept.length === windows.length) {
      for (const [index, window] of kept.entries()) fillWindow(window, windows[index] ?? noWindow);
      return kept;
    }
    if (access === 'read') this.#readWindows = windows;
    else this.#writeWindows = windows;
    return windows;
  }

  /** Throws unless the elements may be accessed so; that of memory which is trusted is known. */
  protected checkElements(from: number, to: number, access: 'read' | 'write'): void {
    const isTrusted = access === 'read' ? this.access !== undefined : this.access === 'read-write';
    if (isTrusted && !this.isTaken && this.faultCount[0] === 0) return;
    const byteLength = spanOf(to - from, this.stride, this.type.size);
    this.memory.check(this.byteOffset + from * this.stride, byteLength, access, this);
  }

  /** Throws where elements that were accessed just now, through views of them, were at fault. */
  protected settleElements(from: number, to: number): void {
    const byteLength = spanOf(to - from, this.stride, this.type.size);
    this.memory.settle(this.byteOffset + from * this.stride, byteLength, this);
  }

  /** @internal Whether the user has taken a buffer of the views away, or made it shorter. */
  protected get isTaken(): boolean {
    return this.#windowLength === undefined && this.windows.some(isEmpty);
  }

  /** @internal Takes the views over the window that an element lies in, where the array has windows and that one has none. */
  openWindow(index: unknown): void {
    const windowLength = this.#windowLength;
    if (windowLength === undefined || typeof index !== 'number') return;
    const number = Math.floor(index / windowLength);
    const window = this.windows[number];
    const views = window !== undefined && isEmpty(window) && windowAt(this, windowLength, number);
    if (views) fillWindow(window, views);
  }

  /**
   * @internal The elements as one typed array, where there is one and it may be used for many at once, made anew if the user has
   * taken its buffer away. To be settled afterwards.
   */
  protected trusted(): TypedArray | undefined {
    if (this.memory.copies) return undefined;
    if (this.windows.length !== 1 || this.window.elements === noElements) return undefined;
    if (this.window.elements.length === 0) this.bind();
    return this.window.elements === noElements ? undefined : this.window.elements;
  }
}

function fillWindow(window: ElementWindow, { elements, bounds, view }: ElementWindow): void {
  window.elements = elements;
  window.bounds = bounds;
  window.view = view;
}
