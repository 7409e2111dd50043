import { carray } from '../packed.js';

/** Where the elements of the arrays in `arrays.cjs` lie, in bytes. */
export const geometry = {
  bytes: { start: 0, stride: 1, size: 1 },
  typed: { start: 0, stride: 4, size: 4 },
  bigints: { start: 0, stride: 8, size: 8 },
  swapped: { start: 0, stride: 4, size: 4 },
  unaligned: { start: 1, stride: 2, size: 2 },
  lists: { start: 0, stride: 6, size: 6 },
  structs: { start: 0, stride: 40, size: 40 },
  column: { start: 8, stride: 40, size: 8 },
  bitField: { start: 16, stride: 40, size: 2 },
};
export type Kind = keyof typeof geometry;

/** Fields of the structs, from their start, and which index an error names: that of the array that was asked. */
export const parts: Readonly<Record<string, { at: number; index?: number }>> = {
  x: { at: 8 },
  storeX: { at: 8 },
  heldX: { at: 8 },
  storeHeldX: { at: 8 },
  addX: { at: 8 },
  high: { at: 16 },
  storeHigh: { at: 16 },
  item: { at: 20, index: 1 },
  storeItem: { at: 20, index: 1 },
  items: { at: 18, index: 0 },
  text: { at: 24 },
  y: { at: 32 },
  storeY: { at: 32 },
  z: { at: 36 },
};

const PAGES = 2;
export const END = PAGES * carray.pageSize;

/** Elements of a kind in the file. */
export function lengthOf(kind: Kind): number {
  const { start, stride } = geometry[kind];
  const whole = kind === 'column' || kind === 'bitField' ? 0 : start; // a column is of structs that are whole
  return Math.floor((END - whole) / stride);
}

/** What is told of the first element, from an index on, with a byte at `kept` or behind it. */
export function firstLost(kind: Kind, kept: number, from = 0): string {
  const { start, stride, size } = geometry[kind];
  const index = Math.max(from, Math.floor((kept - size - start) / stride) + 1);
  return `truncated ${Math.max(kept, start + index * stride)} ${index}`;
}

/** Whether an outcome names a byte that is lost, and the element that it is of. */
export function isLost(kind: Kind, outcome: unknown, kept: number): boolean {
  const [, byte, index] = (/^truncated (\d+) (\d+)$/.exec(String(outcome)) ?? []).map(Number);
  if (byte === undefined || index === undefined) return false;
  const { start, stride, size } = geometry[kind];
  const at = start + index * stride;
  return byte >= kept && byte < END && byte >= at && byte < at + size && index < lengthOf(kind);
}
