import { checkPlace, type SharedPlace } from './place.js';

/**
 * Whether the number is `expected` now. Not by futex(2) with a time of 0: that sleeps for as long as the slack of the thread's timers,
 * some 50 µs.
 * @throws as `checkPlace`, ERR_MAPPING_FAULT
 */
export function isUnchanged(place: SharedPlace, expected: number): boolean {
  checkPlace(place, 'read');
  const { mapping, byteOffset, array } = place;
  const { size, codec } = array.type;
  const load = ({ buffer, byteOffset: start }: Uint8Array) =>
    codec.load(new DataView(buffer, start, size), 0);
  return mapping.read(byteOffset, size, load, array) === expected;
}
