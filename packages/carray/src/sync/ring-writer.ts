import { closedBy, corrupt } from './ring-errors.js';
import {
  advance,
  checkOf,
  HEADER_BYTES,
  messageStart,
  offsetOf,
  recordBytes,
  usedBytes,
} from './ring-layout.js';
import type { RingMemory } from './ring-memory.js';
import type { RingSide } from './ring-side.js';

/**
 * Stores a message behind the last one, then the position: until that is stored, there is no message.
 * @returns whether there was room
 */
export function writeRecord(
  memory: RingMemory,
  side: RingSide,
  capacity: number,
  message: Uint8Array,
): boolean {
  side.claim();
  const isClosed = side.isClosedByOther;
  const position = memory.load(side.position);
  const used = usedBytes(position, memory.load(side.otherPosition), capacity);
  memory.settle();
  if (isClosed) throw closedBy(side.other, false);
  if (used < 0) throw corrupt('its positions cannot be those of a ring');
  const { length } = message;
  const bytes = recordBytes(length);
  if (bytes > capacity - used) return false;

  const offset = offsetOf(position, capacity);
  memory.storePair(HEADER_BYTES + offset, length, checkOf(length, position));
  putMessage(memory, messageStart(offset, capacity), capacity, message);
  memory.settle(); // what is not in the ring must not be told to be
  memory.store(side.position, advance(position, bytes, capacity));
  memory.settle();
  return true;
}

function putMessage(memory: RingMemory, start: number, capacity: number, message: Uint8Array): void {
  if (start + message.length <= capacity) {
    memory.copyIn(HEADER_BYTES + start, message);
    return;
  }
  const first = capacity - start;
  memory.copyIn(HEADER_BYTES + start, message.subarray(0, first));
  memory.copyIn(HEADER_BYTES, message.subarray(first));
}
