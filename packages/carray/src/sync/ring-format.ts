import { checkCount } from '../arguments/check.js';
import { CArray } from '../array/carray.js';
import { invalidArray, outOfRange } from '../errors/arguments.js';
import { plainError, rangeError } from '../errors/coded.js';
import type { ElementType } from '../types/element-type.js';
import { int32 } from '../types/numbers.js';
import { type SharedPlace, sharedPlace } from './place.js';
import { corrupt, inUse } from './ring-errors.js';
import { holderOf } from './ring-holders.js';
import {
  HEADER_BYTES,
  isCapacity,
  lineOf,
  MAGIC,
  MAX_CAPACITY,
  MIN_CAPACITY,
  OTHER_ORDER,
  type SideName,
  sideWord,
  usedBytes,
  VERSION,
  word,
} from './ring-layout.js';
import { RingMemory } from './ring-memory.js';
import { hasEnded, numberOf, ownThread } from './thread.js';

const header = { type: int32, length: HEADER_BYTES / 4 };

/** The numbers in front of a ring's records. @throws what `RingBuffer.open` throws for memory that can hold no ring */
export function headerOf(array: unknown): CArray<typeof int32> {
  if (!(array instanceof CArray)) throw invalidArray('memory', array);
  const { type, stride, memory, byteOffset, byteLength }: CArray<ElementType> = array;
  if (stride !== type.size) {
    throw plainError('ERR_UNSUPPORTED', 'A column can hold no ring: its elements do not lie side by side');
  }
  if (memory.mapping !== undefined && byteOffset % 8 !== 0) {
    throw rangeError(
      'ERR_MISALIGNED',
      `A ring must start at a multiple of 8 bytes of the mapping. This array starts at byte ${byteOffset}`,
    );
  }
  const words = array.derive({ ...header, memory, byteOffset });
  sharedPlace(words, 0, [int32]);
  if (byteLength >= HEADER_BYTES + MIN_CAPACITY) return words;
  throw outOfRange('memory.byteLength', `at least ${HEADER_BYTES + MIN_CAPACITY} bytes`, byteLength);
}

/** The position of one side, as a place to wait at. */
export const positionPlace = (words: CArray<typeof int32>, side: SideName): SharedPlace =>
  sharedPlace(words, lineOf[side] + sideWord.position, [int32]);

/** The capacity that is asked for, or the most that fits. @throws ERR_OUT_OF_RANGE */
export function checkCapacity(capacity: number | bigint | undefined, memory: CArray): number {
  const room = Math.min(memory.byteLength - HEADER_BYTES, MAX_CAPACITY);
  const most = room - (room % 8);
  if (capacity === undefined) return most;
  const checked = checkCount('options.capacity', capacity);
  if (isCapacity(checked) && checked <= most) return checked;
  const range = `a multiple of 8 from ${MIN_CAPACITY} to ${most}, what the memory has room for behind ${HEADER_BYTES} bytes`;
  throw outOfRange('options.capacity', range, capacity);
}

/** Makes an empty ring. Others find one when all of it is there. @throws ERR_RING_IN_USE */
export function formatRing(memory: CArray, capacity: number): void {
  const bytes = new RingMemory(memory, HEADER_BYTES + capacity);
  bytes.ready();
  refuseIfInUse(bytes);
  bytes.store(word.magic, 0);
  for (let at = 1; at < header.length; at++) bytes.store(at, 0);
  bytes.store(word.version, VERSION);
  bytes.store(word.capacity, capacity);
  bytes.store(word.headerBytes, HEADER_BYTES);
  bytes.settle();
  bytes.store(word.magic, MAGIC);
  bytes.settle();
}

function refuseIfInUse(bytes: RingMemory): void {
  if (bytes.load(word.magic) !== MAGIC) return;
  for (const side of ['producer', 'consumer'] as const) {
    const owner = bytes.load(lineOf[side] + sideWord.identity);
    const tag = bytes.load(lineOf[side] + sideWord.tag);
    const isOther = owner !== ownThread();
    if (owner !== 0 && (isOther ? !hasEnded(owner) : holderOf(tag)?.isHolding)) {
      throw inUse(side, isOther ? `thread ${numberOf(owner)}` : 'a RingBuffer of this thread');
    }
  }
}

/** The capacity of the ring that is there. @throws ERR_RING_CORRUPT */
export function readCapacity(memory: CArray): number {
  const bytes = new RingMemory(memory, HEADER_BYTES);
  bytes.ready();
  const [magic, version] = [bytes.load(word.magic), bytes.load(word.version)];
  const [capacity, headerBytes] = [bytes.load(word.capacity), bytes.load(word.headerBytes)];
  const positions = (['producer', 'consumer'] as const).map((side) => bytes.load(lineOf[side]));
  bytes.settle();
  if (magic === OTHER_ORDER) throw corrupt('it was made by a machine of the other byte order');
  if (magic !== MAGIC) throw corrupt('it does not begin as one. RingBuffer.create makes one');
  if (version !== VERSION) throw corrupt(`its version is ${version}, and ${VERSION} is known`);
  if (headerBytes !== HEADER_BYTES) throw corrupt(`its header has ${headerBytes} bytes, not ${HEADER_BYTES}`);
  if (!isCapacity(capacity)) throw corrupt(`its capacity is ${capacity}`);
  const room = memory.byteLength - HEADER_BYTES;
  if (capacity > room)
    throw corrupt(`its capacity is ${capacity} bytes, and the memory has room for ${room}`);
  const [write = -1, read = -1] = positions;
  if (usedBytes(write, read, capacity) < 0) throw corrupt('its positions cannot be those of a ring');
  return capacity;
}
