// The kinds of elements that are measured: the type of the carray, and what a program without carray would use for
// the same bytes, a typed array or a DataView.
import {
  float32,
  float64,
  float64be,
  int8,
  int16,
  int32,
  int64,
  uint8,
  uint16,
  uint32,
  uint32be,
  uint64,
} from 'carray';
import { mapMemory } from './memory.mjs';

/** An array, and how its mapping ends. */
const owned = (array) => ({ array, unmap: () => array.mapping.unmap() });
const mapper = (type) => (length) => owned(mapMemory(type, length));

const typed = (type, RawArray, fit) => ({
  type,
  raw: (buffer, byteOffset, length) => new RawArray(buffer, byteOffset, length),
  put: (array, index, number) => {
    array[index] = fit(number);
  },
  map: mapper(type),
});

const viewed = (type, kind, isLittleEndian, map = mapper(type)) => ({
  type,
  raw: (buffer, byteOffset, length) => new DataView(buffer, byteOffset, length * type.size),
  put: (view, index, number) => view[`set${kind}`](index * type.size, number, isLittleEndian),
  map,
});

function mapUnaligned(length) {
  const bytes = mapMemory(uint8, 1 + uint32.size * length);
  return { array: bytes.cast(uint32, 1), unmap: () => bytes.mapping.unmap() };
}

/** `put` stores a number from 0 to 2 ** 32 - 1, fitted to the kind. */
export const kinds = {
  uint8: typed(uint8, Uint8Array, (number) => number & 255),
  int16: typed(int16, Int16Array, (number) => (number << 16) >> 16),
  int32: typed(int32, Int32Array, (number) => number | 0),
  uint32: typed(uint32, Uint32Array, (number) => number),
  float64: typed(float64, Float64Array, (number) => number / 8),
  int64: typed(int64, BigInt64Array, (number) => BigInt.asIntN(64, BigInt(number) * 0x9e3779b97f4a7c15n)),
  uint32be: viewed(uint32be, 'Uint32', false),
  float64be: viewed(float64be, 'Float64', false),
  // Measured on little-endian machines, as the loops of it are written.
  unaligned: viewed(uint32, 'Uint32', true, mapUnaligned),
};

/** The types that a program is assumed to have used before it is measured "after everything". */
export const elevenTypes = [
  int8,
  uint8,
  int16,
  uint16,
  int32,
  uint32,
  float32,
  float64,
  int64,
  uint64,
  uint32be,
];
