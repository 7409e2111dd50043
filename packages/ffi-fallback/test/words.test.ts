import { endianness } from 'node:os';
import { describe, expect, it } from 'vitest';
import { addressIn, putWord, wordOrder } from '../src/words.js';

const put = (value: number, bytes: number, isLowFirst: boolean): number[] => {
  const words = new Uint32Array(4).fill(7);
  putWord(words, 1, value, wordOrder(bytes, isLowFirst));
  return [...words];
};

describe('putWord()', () => {
  it.each([
    [0x1_0000_0002, 8, true, [7, 2, 1, 7]],
    [0x1_0000_0002, 8, false, [7, 1, 2, 7]],
    [2 ** 53 - 1, 8, true, [7, 0xffff_ffff, 0x1f_ffff, 7]],
    [2 ** 53 - 1, 8, false, [7, 0x1f_ffff, 0xffff_ffff, 7]],
    [9, 8, true, [7, 9, 0, 7]],
    [9, 8, false, [7, 0, 9, 7]],
    [0xffff_0000, 4, true, [7, 0xffff_0000, 7, 7]],
    [0xffff_0000, 4, false, [7, 0xffff_0000, 7, 7]],
  ])('stores %i in %i bytes, the low ones first: %s', (value, bytes, isLowFirst, words) => {
    expect(put(value, bytes, isLowFirst)).toEqual(words);
  });

  it('has the order of the machine by default', () => {
    const words = new Uint32Array(2);
    putWord(words, 0, 2 ** 40 + 3, wordOrder(8));
    expect(new BigUint64Array(words.buffer)[0]).toBe(2n ** 40n + 3n);
    expect(wordOrder(8)).toEqual(wordOrder(8, endianness() === 'LE'));
  });
});

describe('addressIn()', () => {
  it.each([
    [-0x6000_0000, 4, 0xa000_0000],
    [-0x1000, 4, 0xffff_f000],
    [0x7fff_f000, 4, 0x7fff_f000],
    [0x7fff_1234_5000, 8, 0x7fff_1234_5000],
    [-0x1000, 8, -0x1000],
  ])('%i of %i bytes is the address %i', (answer, bytes, address) => {
    expect(addressIn(answer, bytes)).toBe(address);
  });
});
