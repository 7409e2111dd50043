import { MAP_PRIVATE, MAP_SHARED, MREMAP_MAYMOVE, MS_SYNC, PROT_READ } from '@carray/constants';
import { describe, expect, it } from 'vitest';
import { expectBytes, filled, pattern, zeros } from './bytes.js';
import { copyingCases } from './copying.js';
import { type Fixture, readWrite } from './fixture.js';
import { areasOf, mappedBytes } from './process-tables.js';
import { blockBehind, got, put, resizingCases } from './resizing.js';

const cycles = 1_000;

export function resizeFileCases(fixture: Fixture): void {
  const { backend, pageSize, files } = fixture;
  const { sharedPages } = backend.supports;

  resizingCases(fixture, () => {
    it('shows the bytes of a file behind those that it had', () => {
      const path = files.create(pattern(5 * pageSize));
      const region = fixture.file(path, { byteLength: pageSize, fileOffset: pageSize });
      expect(backend.resize(region, 3 * pageSize, MREMAP_MAYMOVE)).toBe(0);
      expectBytes(got(backend, region, 3 * pageSize), pattern(5 * pageSize).slice(pageSize, 4 * pageSize));
    });

    it('stores to the file what was stored before, and what is stored after', () => {
      const path = files.create(4 * pageSize);
      const region = fixture.file(path, { byteLength: 2 * pageSize });
      put(backend, region, filled(2 * pageSize, 1));
      blockBehind(fixture, region, 2 * pageSize);
      expect(backend.resize(region, 4 * pageSize, MREMAP_MAYMOVE)).toBe(0);
      expectBytes(files.readAt(path, 2 * pageSize, 0), filled(2 * pageSize, 1));
      put(backend, region, pattern(4 * pageSize));
      expect(backend.sync(region, 0, 4 * pageSize, MS_SYNC)).toBe(0);
      expectBytes(files.read(path), pattern(4 * pageSize));
      expect(backend.resize(region, pageSize, 0)).toBe(0);
      put(backend, region, filled(pageSize, 9));
      fixture.unmap(region);
      expectBytes(files.read(path), pattern(4 * pageSize).fill(9, 0, pageSize));
    });

    it('leaves in the file what was stored in pages that are gone', () => {
      const path = files.create(3 * pageSize);
      const region = fixture.file(path, { byteLength: 3 * pageSize });
      put(backend, region, pattern(3 * pageSize));
      expect(backend.resize(region, 100, MREMAP_MAYMOVE)).toBe(0);
      fixture.unmap(region);
      expectBytes(files.read(path), pattern(3 * pageSize));
    });

    it('keeps the changes in private copies, and shows the file behind them', () => {
      const path = files.create(pattern(4 * pageSize));
      const region = fixture.file(path, { byteLength: 2 * pageSize, flags: MAP_PRIVATE });
      put(backend, region, filled(2 * pageSize, 9));
      blockBehind(fixture, region, 2 * pageSize);
      expect(backend.resize(region, 4 * pageSize, MREMAP_MAYMOVE)).toBe(0);
      expectBytes(got(backend, region, 4 * pageSize), pattern(4 * pageSize).fill(9, 0, 2 * pageSize));
      expect(backend.resize(region, pageSize, 0)).toBe(0);
      expect(backend.resize(region, 2 * pageSize, MREMAP_MAYMOVE)).toBe(0);
      const expected = pattern(2 * pageSize).fill(9, 0, pageSize);
      expectBytes(got(backend, region, 2 * pageSize), expected);
      fixture.unmap(region);
      expectBytes(files.read(path), pattern(4 * pageSize));
    });

    it('takes a read-only mapping, also of a file that is open for reading', () => {
      const path = files.create(pattern(3 * pageSize));
      const region = fixture.file(path, { protection: PROT_READ, open: 'r' });
      expect(backend.resize(region, 3 * pageSize, MREMAP_MAYMOVE)).toBe(0);
      expectBytes(got(backend, region, 3 * pageSize), pattern(3 * pageSize));
      expect(backend.protect(region, 0, 3 * pageSize, readWrite)).toBeLessThan(0);
    });

    it('has no more of a file in the process than its pages, and nothing after unmap', ({ skip }) => {
      const path = files.create(8 * pageSize);
      const region = fixture.file(path, { byteLength: 2 * pageSize });
      if (mappedBytes(path) !== 2 * pageSize) skip('the system does not tell, or nothing is mapped at all');
      for (const pages of [8, 3, 5, 1, 20, 2]) {
        expect(backend.resize(region, pages * pageSize - 1, MREMAP_MAYMOVE)).toBe(0);
        expect(mappedBytes(path)).toBe(pages * pageSize);
      }
      fixture.unmap(region);
      expect(mappedBytes(path)).toBe(0);
    });

    it('leaves the end to a buffer that outlives the region, and to nobody else', () => {
      const path = files.create(3 * pageSize);
      const region = fixture.file(path);
      expect(backend.resize(region, 3 * pageSize, MREMAP_MAYMOVE)).toBe(0);
      const bytes = fixture.bytes(region, 3 * pageSize);
      fixture.unmap(region);
      bytes.set(pattern(3 * pageSize));
      expectBytes(bytes, pattern(3 * pageSize));
      fixture.detach(bytes.buffer);
      expect([fixture.live, areasOf(path) ?? 0]).toEqual([0, 0]);
    });

    it('leaves nothing of a file after 1,000 cycles', () => {
      const path = files.create(4 * pageSize);
      for (let cycle = 0; cycle < cycles; cycle++) {
        const region = fixture.file(path);
        expect(backend.resize(region, 4 * pageSize, MREMAP_MAYMOVE)).toBe(0);
        expect(backend.resize(region, (1 + (cycle % 3)) * pageSize, 0)).toBe(0);
        fixture.unmap(region);
      }
      expect([fixture.live, areasOf(path) ?? 0]).toEqual([0, 0]);
    });

    describe('past the end of what it maps', () => {
      it('is legal', () => {
        const region = fixture.file(files.create(pattern(pageSize + 1)));
        expect(backend.resize(region, 4 * pageSize, MREMAP_MAYMOVE)).toBe(0);
        expect(backend.protect(region, 0, 4 * pageSize, PROT_READ)).toBe(0);
      });

      it.runIf(sharedPages)('shows what the file has, once it has it', () => {
        const path = files.create(pattern(pageSize));
        const region = fixture.file(path);
        expect(backend.resize(region, 3 * pageSize, MREMAP_MAYMOVE)).toBe(0);
        files.truncate(path, 2 * pageSize);
        files.write(path, filled(pageSize, 8), 2 * pageSize);
        const bytes = fixture.bytes(region, 3 * pageSize);
        expectBytes(bytes.subarray(0, pageSize), pattern(pageSize));
        expectBytes(bytes.subarray(pageSize, 2 * pageSize), zeros(pageSize));
        expectBytes(bytes.subarray(2 * pageSize), filled(pageSize, 8));
      });

      copyingCases(fixture, () => {
        it('gives copies as much as the file has', () => {
          const region = fixture.file(files.create(pattern(pageSize + 1)));
          expect(backend.resize(region, 4 * pageSize, MREMAP_MAYMOVE)).toBe(0);
          expect(backend.copyOut(region, 0, new Uint8Array(4 * pageSize))).toBe(2 * pageSize);
          expect(backend.copyOut(region, 2 * pageSize, new Uint8Array(pageSize))).toBe(0);
        });

        it('gives copies as much as shared memory had when it was mapped', () => {
          const region = fixture.anonymous({ byteLength: 2 * pageSize, flags: MAP_SHARED });
          expect(backend.resize(region, 5 * pageSize, MREMAP_MAYMOVE)).toBe(0);
          expect(backend.copyOut(region, 0, new Uint8Array(5 * pageSize))).toBe(2 * pageSize);
          expect(backend.copyIn(region, 3 * pageSize, new Uint8Array(pageSize))).toBe(0);
          expect(backend.copyIn(region, 0, filled(2 * pageSize, 3))).toBe(2 * pageSize);
        });
      });
    });
  });
}
