// Arrays of each kind that the library accesses in its own way, over the same bytes: of a mapping, or of a heap to compare with.
const { carray } = require('./support.cjs');

const { array, bits, char, float64, int16, int64, struct, uint16, uint32, uint32be, uint8 } = carray;

/** A type of its own for each array: the methods of a class with one array alone are special. */
const record = () =>
  struct({
    a: uint8,
    x: float64,
    low: bits(uint16, 5),
    high: bits(uint16, 11),
    list: array(int16, 3),
    text: array(char, 5),
    in: struct({ y: uint32, z: uint32be }),
  });

/** Each takes the array of all bytes. */
const kinds = {
  bytes: (bytes) => bytes,
  typed: (bytes) => bytes.cast(uint32),
  bigints: (bytes) => bytes.cast(int64),
  swapped: (bytes) => bytes.cast(uint32be),
  unaligned: (bytes) => bytes.cast(uint16, 1),
  lists: (bytes) => bytes.cast(array(int16, 3)),
  structs: (bytes) => bytes.cast(record()),
  column: (bytes) => bytes.cast(record()).field('x'),
  bitField: (bytes) => bytes.cast(record()).field('high'),
};

/** A value that no element of the kind has: `contentOf` has no zeros. */
const absent = { bytes: 0, typed: 0, bigints: 0n, swapped: 0, unaligned: 0, column: 0.5 };

module.exports = { absent, kinds };
