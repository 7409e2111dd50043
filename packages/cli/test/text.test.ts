import { describe, expect, test } from 'vitest';
import { bytes, grouped, shortBytes } from '../src/text.js';
import { quoted, visible } from '../src/visible.js';

describe('text', () => {
  test.each([0, -1, 999, 1000, -1000, 1234567, 2 ** 53, -1234567.891, 0.5, 10n ** 20n, -5000n])(
    '%s is grouped as toLocaleString does',
    (value) => {
      expect(grouped(value)).toBe(value.toLocaleString('en-US'));
    },
  );

  test.each([
    [0, '0 bytes', '0 B'],
    [1, '1 byte', '1 B'],
    [1023, '1,023 bytes', '1023 B'],
    [1024, '1,024 bytes (1 KiB)', '1 KiB'],
    [1536 * 1024, '1,572,864 bytes (1.5 MiB)', '1.5 MiB'],
    [2 ** 53, '9,007,199,254,740,992 bytes (8 PiB)', '8 PiB'],
    [2 ** 64, '18,446,744,073,709,552,000 bytes (16384 PiB)', '16384 PiB'],
  ])('%d bytes', (count, long, short) => {
    expect([bytes(count), shortBytes(count)]).toEqual([long, short]);
  });

  test('what would change the terminal is shown as what it is', () => {
    expect(visible('a\x1b[31m\n\x7f\x9b\u2028é 日本')).toBe('a\\x1b[31m\\x0a\\x7f\\x9b\\u2028é 日本');
    expect(visible(Buffer.from('größe ▓\u202e\x9b'))).toBe('größe ▓\\u202e\\x9b');
    expect(quoted('"\x1b\x9b\u2066')).toBe('"\\"\\u001b\\u009b\\u2066"');
  });
});
