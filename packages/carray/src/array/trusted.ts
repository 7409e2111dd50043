import type { Memory } from '../memory/memory.js';
import type { ElementType, TypedArray } from '../types/element-type.js';
import { spanOf } from './place.js';

/** What generated accessors read and write: views of an array's elements, or of those in one window. */
export interface Part {
  /** The elements as an array of the engine; empty where it has none of the type, or they are not aligned. */
  elements: TypedArray;
  /**
   * Where `elements` is empty: the engine's check of an index into it is ours, and its values mean nothing. As long as the part has
   * elements; in memory that can fault all their bytes, of which the first of an element is asked for.
   */
  bounds: Int8Array;
  /** The bytes, where `elements` is empty. */
  view: DataView;
  /** The first byte, from the array's own first. */
  partOffset: number;
}

/** Memory that can be trusted: each element may be used alike until dependents hear of a change. */
export interface Trusted {
  readonly access: 'read' | 'read-write';
  /** Whether `elements` is used, or `bounds` and `view`. */
  readonly typed: boolean;
  /** One, or windows of `windowLength` elements each. */
  readonly parts: readonly Part[];
  readonly windowLength: number | undefined;
  /** To be looked at after each access: not 0 once a page was at fault. Undefined where none can be. */
  readonly faultCount: Uint32Array | undefined;
}

/** The place of an array's elements: of an `ArrayPlace`, with the stride known. */
interface Elements {
  readonly type: ElementType;
  readonly memory: Memory;
  readonly byteOffset: number;
  readonly length: number;
  readonly stride: number;
}

// Past these the engine leaves its fast paths: indexes and offsets are 32-bit integers up to here.
const MOST_ELEMENTS = 2 ** 31 - 1;
const MOST_BYTES = 2 ** 31 - 1;
const WINDOW_BYTES = 2 ** 30;

export const noElements: TypedArray = new Int8Array(new ArrayBuffer(0));
export const noBounds = new Int8Array(new ArrayBuffer(0));
export const noView = new DataView(new ArrayBuffer(0));
export const noFaults = new Uint32Array(2);
/** A part without elements: every index misses. */
export const noPart: Part = { elements: noElements, bounds: noBounds, view: noView, partOffset: 0 };

/** The views over an array's elements, if the memory can be trusted. */
export function trustedOver(place: Elements): Trusted | undefined {
  const { type, memory, byteOffset, length, stride } = place;
  if (length === 0) return undefined;
  const byteLength = spanOf(length, stride, type.size);
  const access = memory.steady(byteOffset, byteLength);
  if (access === undefined) return undefined;
  const { faultCount } = memory;
  const whole = byteLength <= memory.maxWindowBytes ? partOver(place, 0, length) : undefined;
  if (whole !== undefined && isFast(whole, length, byteLength)) {
    return {
      access,
      typed: whole.elements !== noElements,
      parts: [whole],
      windowLength: undefined,
      faultCount,
    };
  }
  const windowLength = windowLengthFor(stride, memory.maxWindowBytes);
  const parts = windowLength === undefined ? undefined : partsOver(place, windowLength);
  return parts && { access, typed: parts[0]?.elements !== noElements, parts, windowLength, faultCount };
}

const isFast = (part: Part, length: number, byteLength: number): boolean =>
  part.elements === noElements ? byteLength <= MOST_BYTES : length <= MOST_ELEMENTS;

/** A power of two, so that the window of an index is found by a shift. */
function windowLengthFor(stride: number, maxWindowBytes: number): number | undefined {
  const most = Math.floor(Math.min(WINDOW_BYTES, maxWindowBytes) / stride);
  return most < 1 ? undefined : 2 ** Math.floor(Math.log2(most));
}

/**
 * The first one; the others get their views when an element in them is asked for. The engine's collector counts the bytes of each
 * ArrayBuffer as memory that it could free, and looks for it: hundreds of large ones would take it seconds.
 */
function partsOver(place: Elements, windowLength: number): Part[] | undefined {
  const part = partInWindow(place, windowLength, 0);
  if (part === undefined) return undefined;
  const parts = [part];
  for (let first = windowLength; first < place.length; first += windowLength) {
    parts.push({ ...noPart, partOffset: first * place.stride });
  }
  return parts;
}

/** The views over one window of an array. */
export function partInWindow(place: Elements, windowLength: number, window: number): Part | undefined {
  const first = window * windowLength;
  return partOver(place, first, Math.min(windowLength, place.length - first));
}

/** Whether a part has no views: they were not taken yet, or the user has taken their buffer away. */
export const isEmpty = (part: Part): boolean => part.elements.length === 0 && part.bounds.length === 0;

/** Of a type that the engine knows, side by side and aligned, elements are an array of the engine. */
function partOver(place: Elements, first: number, length: number): Part | undefined {
  const { type, memory, byteOffset, stride } = place;
  const { engine } = type.codec;
  const partOffset = first * stride;
  const byteLength = spanOf(length, stride, type.size);
  const window = memory.window(byteOffset + partOffset, byteLength);
  if (window === undefined) return undefined;
  const { buffer, offset } = window;
  if (engine !== undefined && stride === type.size && offset % type.size === 0) {
    return { elements: new engine(buffer, offset, length), bounds: noBounds, view: noView, partOffset };
  }
  const bounds =
    memory.faultCount === undefined
      ? new Int8Array(buffer, offset + byteLength - length, length) // at the end, should the buffer shrink
      : new Int8Array(buffer, offset, byteLength);
  return { elements: noElements, bounds, view: new DataView(buffer, offset, byteLength), partOffset };
}
