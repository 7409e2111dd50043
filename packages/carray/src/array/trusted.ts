import type { Memory } from '../memory/memory.js';
import type { ElementType, TypedArray } from '../types/element-type.js';
import { spanOf } from './place.js';

/** What generated accessors read and write: views of the elements that lie in one ArrayBuffer, mostly all of an array. */
export interface ElementWindow {
  /** The elements as an array of the engine; empty where it has none of the type, or they are not aligned. */
  elements: TypedArray;
  /**
   * Where `elements` is empty: the engine's check of an index into it is ours, and its values mean nothing. As long as the window has
   * elements; in memory that can fault all their bytes, of which the first of an element is asked for.
   */
  bounds: Int8Array;
  /** The bytes, where `elements` is empty. */
  view: DataView;
  /** The first byte, from the array's own first. */
  windowOffset: number;
}

/** Memory that can be trusted: each element may be used alike until dependents hear of a change. */
export interface Trusted {
  readonly access: 'read' | 'read-write';
  /** Whether `elements` is used, or `bounds` and `view`. */
  readonly typed: boolean;
  /** One, or several of `windowLength` elements each. */
  readonly windows: readonly ElementWindow[];
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
/** A window without elements: every index misses. */
export const noWindow: ElementWindow = {
  elements: noElements,
  bounds: noBounds,
  view: noView,
  windowOffset: 0,
};

/** The views over an array's elements, if the memory can be trusted. */
export function trustedOver(place: Elements): Trusted | undefined {
  const { type, memory, byteOffset, length, stride } = place;
  if (length === 0) return undefined;
  const byteLength = spanOf(length, stride, type.size);
  const access = memory.steady(byteOffset, byteLength);
  if (access === undefined) return undefined;
  const { faultCount } = memory;
  const whole = byteLength <= memory.maxWindowBytes ? windowOver(place, 0, length) : undefined;
  if (whole !== undefined && isFast(whole, length, byteLength)) {
    return {
      access,
      typed: whole.elements !== noElements,
      windows: [whole],
      windowLength: undefined,
      faultCount,
    };
  }
  const windowLength = windowLengthFor(stride, memory.maxWindowBytes);
  const windows = windowLength === undefined ? undefined : windowsOver(place, windowLength);
  return windows && { access, typed: windows[0]?.elements !== noElements, windows, windowLength, faultCount };
}

const isFast = (window: ElementWindow, length: number, byteLength: number): boolean =>
  window.elements === noElements ? byteLength <= MOST_BYTES : length <= MOST_ELEMENTS;

/** A power of two, so that the window of an index is found by a shift. */
function windowLengthFor(stride: number, maxWindowBytes: number): number | undefined {
  const most = Math.floor(Math.min(WINDOW_BYTES, maxWindowBytes) / stride);
  return most < 1 ? undefined : 2 ** Math.floor(Math.log2(most));
}

/**
 * The first one; the others get their views when an element in them is asked for. The engine's collector counts the bytes of each
 * ArrayBuffer as memory that it could free, and looks for it: hundreds of large ones would take it seconds.
 */
function windowsOver(place: Elements, windowLength: number): ElementWindow[] | undefined {
  const window = windowAt(place, windowLength, 0);
  if (window === undefined) return undefined;
  const windows = [window];
  for (let first = windowLength; first < place.length; first += windowLength) {
    windows.push({ ...noWindow, windowOffset: first * place.stride });
  }
  return windows;
}

/** The views over one window of an array. */
export function windowAt(place: Elements, windowLength: number, index: number): ElementWindow | undefined {
  const first = index * windowLength;
  return windowOver(place, first, Math.min(windowLength, place.length - first));
}

/** Whether a window has no views: they were not taken yet, or the user has taken their buffer away. */
export const isEmpty = (window: ElementWindow): boolean =>
  window.elements.length === 0 && window.bounds.length === 0;

/** Of a type that the engine knows, side by side and aligned, elements are an array of the engine. */
function windowOver(place: Elements, first: number, length: number): ElementWindow | undefined {
  const { type, memory, byteOffset, stride } = place;
  const { engine } = type.codec;
  const windowOffset = first * stride;
  const byteLength = spanOf(length, stride, type.size);
  const bytes = memory.window(byteOffset + windowOffset, byteLength);
  if (bytes === undefined) return undefined;
  const { buffer, offset } = bytes;
  if (engine !== undefined && stride === type.size && offset % type.size === 0) {
    return { elements: new engine(buffer, offset, length), bounds: noBounds, view: noView, windowOffset };
  }
  const bounds =
    memory.faultCount === undefined
      ? new Int8Array(buffer, offset + byteLength - length, length) // at the end, should the buffer shrink
      : new Int8Array(buffer, offset, byteLength);
  return { elements: noElements, bounds, view: new DataView(buffer, offset, byteLength), windowOffset };
}
