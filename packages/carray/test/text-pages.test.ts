import { describe, expect, it } from 'vitest';
import { array, char, type ElementType, munmap, struct, uint8, wchar, zchar } from '../src/index.js';
import { fakeApi } from './support/api.js';
import { NO_ACCESS, refusal } from './support/errors.js';

const types: [ElementType, number][] = [
  [char, 1],
  [zchar, 1],
  [wchar, 4],
  [uint8, 1],
];

describe('a text in the midst of many pages', () => {
  const { mapAnonymous, pageSize } = fakeApi();

  it.each(types)('of %o ends at its NUL, wherever pages end', (type, size) => {
    const bytes = mapAnonymous(uint8, 3 * pageSize);
    for (const start of [0, 1, size, 3]) {
      for (const units of [0, 1, pageSize / size - 1, pageSize / size, pageSize / size + 1, 300]) {
        const text = bytes.fill(0).cast(type, start, 2 * pageSize);
        text.writeString('a'.repeat(units));
        bytes.fill(0x41, start + (units + 1) * size);
        expect([start, text.readString()]).toEqual([start, 'a'.repeat(units)]);
      }
    }
    munmap(bytes);
  });

  it('of wchar does not end at four zeros of two neighbours', () => {
    const bytes = mapAnonymous(uint8, 3 * pageSize);
    const text = bytes.cast(wchar, pageSize - 6, 16); // an element lies across the edge
    text.replace(['\u{10000}', '\u{100}', 'a', '\0']); // 00 00 01 00 | 00 01 00 00
    expect(text.readString()).toBe('\u{10000}\u{100}a');
    munmap(bytes);
  });

  it('needs no page behind its NUL', () => {
    const bytes = mapAnonymous(char, 3 * pageSize).fill('a');
    bytes.mapping.protect('none', pageSize, pageSize);
    expect(refusal(() => bytes.readString())).toBe(NO_ACCESS);
    bytes.set(pageSize - 1, '\0');
    expect(bytes.readString()).toBe('a'.repeat(pageSize - 1));
    expect(refusal(() => bytes.readString(undefined, { nullTerminated: false }))).toBe(NO_ACCESS);
    munmap(bytes);
  });

  it('is read from a column', () => {
    const rows = mapAnonymous(struct({ unit: uint8, rest: array(uint8, 6) }), 3 * pageSize);
    const column = rows.field('unit').fill(0x61);
    column.set(pageSize + 1, 0);
    expect(column.readString()).toBe('a'.repeat(pageSize + 1));
    munmap(rows);
  });
});
