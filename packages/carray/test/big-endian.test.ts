import { describe, expect, it, vi } from 'vitest';

// Only what the engine does itself cannot be turned around: the tests run on such a processor with scripts/emulated.mjs.
vi.mock('../src/types/host-order.js', () => ({ isLittleEndian: false }));

const { fieldType } = await import('../src/types/bits.js');
const { int16, int32, uint16, uint16be, uint16le, uint32, uint64, bool } = await import('../src/index.js');

describe('where the high bytes come first', () => {
  it('numbers are laid down so, and those with an order of their own as it says', () => {
    const bytes = new Uint8Array(6);
    const view = new DataView(bytes.buffer);
    for (const [at, type] of [uint16, uint16be, uint16le].entries()) type.codec.store(view, 2 * at, 0x0102);
    expect([...bytes]).toEqual([1, 2, 1, 2, 2, 1]);
    expect([uint16.codec.load(view, 0), uint16le.codec.load(view, 0)]).toEqual([0x0102, 0x0201]);
  });

  it('the arrays of the engine are for types of the order of the processor alone', () => {
    expect([uint16, uint16be, uint16le].map(({ codec }) => codec.engine !== undefined)).toEqual([
      true,
      true,
      false,
    ]);
  });

  // As GCC lays them down for s390x: the first field has the highest bits.
  it.each([
    [uint32, 0, 3, 0b101, [0b1010_0000, 0, 0, 0]],
    [uint32, 3, 7, 0b1000001, [0b0001_0000, 0b0100_0000, 0, 0]],
    [int32, 4, 4, -1, [0b0000_1111, 0, 0, 0]],
    [uint64, 6, 4, 0b1001n, [0b0000_0010, 0b0100_0000]],
    [bool, 7, 1, true, [1]],
    [int16, 0, 16, -2, [0xff, 0xfe]],
  ] as const)('a bit-field of %o from bit %i on, %i long', (type, first, width, value, expected) => {
    const bytes = new Uint8Array(8);
    const { codec, size } = fieldType({ type, name: 'x', byteOffset: 0, bits: { first, width } });
    codec.store(new DataView(bytes.buffer), 0, value);
    expect([...bytes]).toEqual([...expected, ...Array(8 - expected.length).fill(0)]);
    expect(codec.load(new DataView(bytes.buffer), 0)).toBe(value);
    expect(size).toBe(Math.ceil((first + width) / 8));
  });
});
