/**
 * The bytes of a ring, all numbers in the machine's own order; docs/ring-buffer.md draws them, docs/carray_ring.h is the same in C.
 *
 *   |--- 64: what it is ---|--- 64: the producer's ---|--- 64: the consumer's ---|===== capacity: records =====|
 *
 * A position counts bytes of records from 0 up to twice the capacity, and starts again at 0: so a full ring, whose positions lie the
 * capacity apart, is told from an empty one, and every multiple of 8 will do as a capacity.
 */
export const HEADER_BYTES = 192;
/** In front of each message: its length, and a check of that. */
export const RECORD_BYTES = 8;
export const MIN_CAPACITY = 16;
export const MAX_CAPACITY = 2 ** 30;

/** The bytes 'CARB' where the machine is little-endian, 'BRAC' where it is big-endian. */
export const MAGIC = 0x42524143;
export const OTHER_ORDER = 0x43415242;
export const VERSION = 1;

/** Numbers of 32 bits from the start of the ring. */
export const word = { magic: 0, version: 1, capacity: 2, headerBytes: 3 } as const;
/**
 * The same, from the start of a side's line. Position and identity share 8 bytes, as do the next two: where they can be stored by copies
 * of the kernel alone, these 8 are what it copies at once.
 */
export const sideWord = { position: 0, identity: 1, waits: 2, closed: 3, tag: 4 } as const;

export type SideName = 'producer' | 'consumer';
export const lineOf: Readonly<Record<SideName, number>> = { producer: 16, consumer: 32 };
export const otherSide: Readonly<Record<SideName, SideName>> = {
  producer: 'consumer',
  consumer: 'producer',
};

/** Bytes that a message takes in the ring: records start at multiples of 8. */
export const recordBytes = (length: number): number => RECORD_BYTES + length + (-length & 7);

/** What lies behind a record's length, so that bytes which are no record are hardly ever taken for one. */
export const checkOf = (length: number, position: number): number => ~(length ^ position);

export const isCapacity = (capacity: number): boolean =>
  capacity >= MIN_CAPACITY && capacity <= MAX_CAPACITY && (capacity & 7) === 0;

/** How many bytes of records there are between two positions; -1 where they cannot be those of a ring. */
export function usedBytes(write: number, read: number, capacity: number): number {
  const end = 2 * capacity;
  if (write < 0 || read < 0 || write >= end || read >= end || ((write | read) & 7) !== 0) return -1;
  const used = write >= read ? write - read : write - read + end;
  return used <= capacity ? used : -1;
}

/** The position so many bytes further on. */
export function advance(position: number, bytes: number, capacity: number): number {
  const next = position + bytes;
  return next < 2 * capacity ? next : next - 2 * capacity;
}

/** Where the bytes at a position lie, from the first byte of the records. */
export const offsetOf = (position: number, capacity: number): number =>
  position < capacity ? position : position - capacity;

/** Where the message of the record at `offset` starts, from the first byte of the records. It may go on at their start. */
export const messageStart = (offset: number, capacity: number): number =>
  offset + RECORD_BYTES === capacity ? 0 : offset + RECORD_BYTES;
