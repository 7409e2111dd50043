import { describe, expect, test } from 'vitest';
import { bytesFromStart, count, position, size } from '../src/arguments/position.js';
import { range, spanOf } from '../src/arguments/range.js';

const pageSize = 16384;
const extent = { byteLength: 100 * pageSize, pageSize };
const KIB = 1024;

describe('a position', () => {
  test.each([
    ['0', 0],
    ['1638400', 1638400],
    ['0x10', 16],
    ['0XfF', 255],
    ['7b', 7],
    ['4k', 4 * KIB],
    ['4K', 4 * KIB],
    ['4kB', 4 * KIB],
    ['4KiB', 4 * KIB],
    ['1.5k', 1536],
    ['1M', KIB ** 2],
    ['2p', 2 * pageSize],
    ['2P', 2 * pageSize],
    ['-1', extent.byteLength - 1],
    ['-0', extent.byteLength],
    ['-1p', extent.byteLength - pageSize],
    ['-0x10', extent.byteLength - 16],
  ])('%s', (text, bytes) => expect(bytesFromStart(position(text), extent, 'x')).toBe(bytes));

  test.each([
    '',
    '-',
    'k',
    '0x',
    '1.5',
    '1.0001k',
    '1e3',
    '1kk',
    '1 k',
    '+1',
    '--1',
    '1pp',
    '1pb',
    '8192T',
    '9007199254740992',
  ])('%j is none', (text) => expect(() => position(text)).toThrow(/It must be a whole number of bytes/));

  test.each([
    ['101p', 'the offset 101p lies past the end of its 1,638,400 bytes: -1638400 to 1638400 is allowed'],
    ['1638401', /past the end/],
    ['-1638401', /before the start/],
  ])('%s lies outside', (text, message) => {
    expect(() => bytesFromStart(position(text), extent, 'the offset')).toThrow(message);
  });

  test('a size is never from the end', () => {
    expect(size('4k').amount).toBe(4 * KIB);
    expect(() => size('-4k')).toThrow('A size has no minus in front');
  });
});

describe('a number of elements', () => {
  test.each([
    ['0', 0],
    ['10', 10],
    ['0x10', 16],
    ['4k', 4 * KIB],
    ['4K', 4 * KIB],
    ['1.5k', 1536],
    ['2m', 2 * KIB ** 2],
    ['1G', KIB ** 3],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
  ])('%s', (text, elements) => expect(count(text)).toBe(elements));

  test.each([
    '',
    '-1',
    '-1k',
    '1.5',
    '1.0001k',
    '2p',
    '4kB',
    '4b',
    '0x10k',
    '1kk',
    'k',
    '8192T',
    '9007199254740992',
  ])('%j is none', (text) => expect(() => count(text)).toThrow(/It must be a whole number of elements/));
});

describe('a range', () => {
  test.each([
    ['0..10', 0, 10],
    ['1k..2k', KIB, KIB],
    ['1.5k..2.5k', 1536, KIB],
    ['..7', 0, 7],
    ['-16..', extent.byteLength - 16, 16],
    ['-2p..-1p', extent.byteLength - 2 * pageSize, pageSize],
    ['0x10+16', 16, 16],
    ['-1p+8', extent.byteLength - pageSize, 8],
    ['+3p', 0, 3 * pageSize],
    ['5..5', 5, 0],
    ['1638400..', extent.byteLength, 0],
  ])('%s', (text, byteOffset, byteLength) => {
    expect(spanOf(range(text), extent)).toEqual({ byteOffset, byteLength });
  });

  test.each(['', '..', '+', '5', '1...2', '1..2..3', 'a..b', '1+-2', '1..+2', '1-2'])(
    '%j is none',
    (text) => {
      expect(() => range(text)).toThrow(/It must be|no minus/);
    },
  );

  test.each([
    ['6..5', /ends at byte 5, before its start at byte 6/],
    ['0..1638401', /the end 1638401 lies past the end/],
    [
      '1638390+11',
      /ends at byte 1638401, past the end of its 1,638,400 bytes: from byte 1638390 on, at most 10 are allowed/,
    ],
    ['-1638401..', /the start -1638401 lies before the start/],
  ])('%s lies outside', (text, message) => expect(() => spanOf(range(text), extent)).toThrow(message));
});
