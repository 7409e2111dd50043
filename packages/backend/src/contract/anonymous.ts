import { MAP_PRIVATE, MAP_SHARED } from '@carray/constants';
import { describe, expect, it } from 'vitest';
import { expectBytes, pattern, zeros } from './bytes.js';
import type { Fixture } from './fixture.js';

export function anonymousCases(fixture: Fixture): void {
  describe.each([
    ['private', MAP_PRIVATE],
    ['shared', MAP_SHARED],
  ])('%s', (_, flags) => {
    it.each([1, 3])('is zero filled: %i pages', (pages) => {
      const byteLength = pages * fixture.pageSize;
      const region = fixture.anonymous({ byteLength, flags });
      expectBytes(fixture.bytes(region, byteLength), zeros(byteLength));
    });

    it('keeps what is stored in each byte', () => {
      const byteLength = 2 * fixture.pageSize;
      const region = fixture.anonymous({ byteLength, flags });
      const bytes = fixture.bytes(region, byteLength);
      bytes.set(pattern(byteLength));
      expectBytes(bytes, pattern(byteLength));
    });

    it('is zero filled again in a new region', () => {
      const first = fixture.anonymous({ flags });
      fixture.bytes(first).fill(255);
      fixture.release(first);
      expectBytes(fixture.bytes(fixture.anonymous({ flags })), zeros(fixture.pageSize));
    });

    it('has any length in bytes', () => {
      const byteLength = fixture.pageSize + 100;
      const bytes = fixture.bytes(fixture.anonymous({ byteLength, flags }), byteLength);
      expect(bytes.byteLength).toBe(byteLength);
      bytes.fill(1, fixture.pageSize);
      expect(bytes.indexOf(1)).toBe(fixture.pageSize);
    });
  });

  it('is not shared between regions', () => {
    const one = fixture.bytes(fixture.anonymous({ flags: MAP_SHARED }));
    const other = fixture.bytes(fixture.anonymous({ flags: MAP_SHARED }));
    one.fill(1);
    expectBytes(other, zeros(fixture.pageSize));
  });
}
