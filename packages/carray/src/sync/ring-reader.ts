import { corrupt } from './ring-errors.js';
import {
  advance,
  checkOf,
  HEADER_BYTES,
  messageStart,
  offsetOf,
  RECORD_BYTES,
  recordBytes,
  usedBytes,
} from './ring-layout.js';
import type { RingMemory } from './ring-memory.js';
import type { RingSide } from './ring-side.js';

/** Where the oldest message lies. */
interface Found {
  readonly position: number;
  /** Of its first byte, from the first of the records. */
  readonly start: number;
  readonly length: number;
}

/** Looks at nothing but what it has loaded once: the other side may store anything at any time. */
function findRecord(memory: RingMemory, side: RingSide, capacity: number): Found | undefined {
  side.claim();
  const position = memory.load(side.position);
  const used = usedBytes(memory.load(side.otherPosition), position, capacity);
  memory.settle();
  if (used < 0) throw corrupt('its positions cannot be those of a ring');
  if (used === 0) return undefined;
  const offset = offsetOf(position, capacity);
  const length = memory.load((HEADER_BYTES + offset) >>> 2);
  const check = memory.load((HEADER_BYTES + offset + 4) >>> 2);
  memory.settle();
  if (length < 0 || length > used - RECORD_BYTES || check !== checkOf(length, position)) {
    throw corrupt('there is no message where one should begin');
  }
  return { position, start: messageStart(offset, capacity), length };
}

function copyMessage(memory: RingMemory, { start, length }: Found, capacity: number): Uint8Array {
  if (start + length <= capacity) return memory.slice(HEADER_BYTES + start, length);
  const message = new Uint8Array(length);
  const first = capacity - start;
  memory.copyOut(HEADER_BYTES + start, message.subarray(0, first));
  memory.copyOut(HEADER_BYTES, message.subarray(first));
  return message;
}

function release(memory: RingMemory, side: RingSide, capacity: number, { position, length }: Found): void {
  memory.store(side.position, advance(position, recordBytes(length), capacity));
  memory.settle();
}

/** Takes the oldest message out of the ring, as a copy; undefined where there is none. */
export function readRecord(memory: RingMemory, side: RingSide, capacity: number): Uint8Array | undefined {
  const found = findRecord(memory, side, capacity);
  if (found === undefined) return undefined;
  const message = copyMessage(memory, found, capacity);
  memory.settle(); // bytes of a page that was lost are no message
  release(memory, side, capacity, found);
  return message;
}

/** Lets `use` see the oldest message, in place where it lies in one piece, and takes it out of the ring then. Whether there was one. */
export function useRecord(
  memory: RingMemory,
  side: RingSide,
  capacity: number,
  use: (message: Uint8Array) => void,
): boolean {
  const found = findRecord(memory, side, capacity);
  if (found === undefined) return false;
  const { start, length } = found;
  const isWhole = start + length <= capacity;
  const message =
    (isWhole ? memory.inPlace(HEADER_BYTES + start, length) : undefined) ??
    copyMessage(memory, found, capacity);
  memory.settle();
  use(message);
  side.claim(); // `use` may have closed the ring, or unmapped it
  if (memory.load(side.position) !== found.position)
    throw corrupt('its position was changed under the reader');
  release(memory, side, capacity, found);
  return true;
}

/** Whether the producer has closed the ring and nothing is left in it. */
export function isExhausted(memory: RingMemory, side: RingSide): boolean {
  const isClosed = side.isClosedByOther; // first: nothing is written behind it
  const isEmpty = memory.load(side.position) === memory.load(side.otherPosition);
  memory.settle();
  return isClosed && isEmpty;
}
