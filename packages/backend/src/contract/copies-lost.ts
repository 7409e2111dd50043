import { MAP_PRIVATE, MAP_SHARED, PROT_NONE, PROT_READ } from '@carray/constants';
import { describe, expect, it } from 'vitest';
import type { RegionId } from '../backend.js';
import { expectBytes, filled, pattern, zeros } from './bytes.js';
import { copied, copyingCases } from './copying.js';
import { type Fixture, readWrite } from './fixture.js';

// Such pages are never touched here but by the kernel: the answer to a load is a signal.
export function lostPageCases(fixture: Fixture): void {
  const { backend, pageSize, files } = fixture;
  const { sharedPages } = backend.supports;

  /** A file of 3 pages, and a region over it whose file was cut to a length behind its back. */
  function truncated(byteLength: number, flags: number): { path: string; region: RegionId } {
    const path = files.create(pattern(3 * pageSize));
    const region = fixture.file(path, { byteLength: 3 * pageSize, flags });
    copied(backend, region, 0, 3 * pageSize);
    files.truncate(path, byteLength);
    return { path, region };
  }

  copyingCases(fixture, () => {
    describe.each([
      ['shared', MAP_SHARED],
      ['private', MAP_PRIVATE],
    ])('of a file that was truncated, %s', (_, flags) => {
      it.each([
        ['to no bytes', 0, 0],
        ['to a page', pageSize, 1],
        ['to bytes inside a page', pageSize + 100, 2],
        ['by a byte', 3 * pageSize - 1, 3],
      ])('end the copy at the first page without any byte of the file: %s', (_, byteLength, pages) => {
        const { region } = truncated(byteLength, flags);
        const target = filled(3 * pageSize, 255);
        expect(backend.copyOut(region, 0, target)).toBe(pages * pageSize);
        expectBytes(target.subarray(0, byteLength), pattern(3 * pageSize).subarray(0, byteLength));
        expectBytes(target.subarray(pages * pageSize), filled((3 - pages) * pageSize, 255));
        expect(backend.copyIn(region, 0, filled(3 * pageSize, 9))).toBe(pages * pageSize);
      });

      it('give none of a range that starts in one, and the rest before one', () => {
        const { region } = truncated(pageSize, flags);
        const target = new Uint8Array(10);
        for (const byteOffset of [pageSize, pageSize + 1, 3 * pageSize - 10]) {
          expect(backend.copyOut(region, byteOffset, target)).toBe(0);
          expect(backend.copyIn(region, byteOffset, target)).toBe(0);
        }
        expect(backend.copyOut(region, pageSize - 4, target)).toBe(4);
        expectBytes(target.subarray(0, 5), Uint8Array.of(...pattern(pageSize).subarray(-4), 0));
        expect(backend.copyIn(region, pageSize - 3, target)).toBe(3);
      });
    });

    it('of a file let what was copied in before them reach it', () => {
      const { path, region } = truncated(pageSize, MAP_SHARED);
      expect(backend.copyIn(region, 0, filled(3 * pageSize, 9))).toBe(pageSize);
      fixture.unmap(region);
      expectBytes(files.read(path), filled(pageSize, 9));
    });

    it('of a region past the end of its file are never there', () => {
      const region = fixture.file(files.create(100), { fileOffset: pageSize });
      expect(backend.copyOut(region, 0, new Uint8Array(8))).toBe(0);
      expect(backend.copyIn(region, 0, new Uint8Array(8))).toBe(0);
    });

    it('are there again, as zeros, where the file is as long again', () => {
      const { path, region } = truncated(pageSize, MAP_SHARED);
      expect(backend.copyOut(region, pageSize, new Uint8Array(8))).toBe(0);
      files.truncate(path, 3 * pageSize);
      const there = copied(backend, region, pageSize, 2 * pageSize);
      if (sharedPages) expectBytes(there, zeros(2 * pageSize));
    });

    it('are neither marked nor counted', () => {
      const { region } = truncated(0, MAP_SHARED);
      const counter = fixture.guard(region);
      expect(backend.copyOut(region, 0, new Uint8Array(8))).toBe(0);
      expect(backend.copyIn(region, 0, new Uint8Array(8))).toBe(0);
      expect([counter[0], backend.faulted(region, 0, 3 * pageSize)]).toEqual([0, -1]);
    });

    it('for lack of access give nothing and take nothing, until they have it', () => {
      const region = fixture.anonymous();
      fixture.bytes(region).set(pattern(pageSize));
      expect(backend.protect(region, 0, pageSize, PROT_NONE)).toBe(0);
      expect(backend.copyOut(region, 0, new Uint8Array(8))).toBe(0);
      expect(backend.copyIn(region, 0, new Uint8Array(8))).toBe(0);
      expect(backend.protect(region, 0, pageSize, readWrite)).toBe(0);
      expectBytes(copied(backend, region, 0, pageSize), pattern(pageSize));
    });

    it('for lack of access are those of a reservation', () => {
      const region = fixture.reserve(2 * pageSize);
      expect(backend.copyOut(region, 5, new Uint8Array(8))).toBe(0);
      expect(backend.copyIn(region, 5, new Uint8Array(8))).toBe(0);
    });

    it.each([
      ['protected', readWrite],
      ['mapped so', PROT_READ],
    ])('are read-only: give their bytes and take nothing, %s', (_, protection) => {
      const path = files.create(pattern(pageSize));
      const region = fixture.file(path, { protection });
      expect(backend.protect(region, 0, pageSize, PROT_READ)).toBe(0);
      expect(backend.copyIn(region, 0, zeros(8))).toBe(0);
      expectBytes(copied(backend, region, 0, pageSize), pattern(pageSize));
      fixture.unmap(region);
      expectBytes(files.read(path), pattern(pageSize));
    });

    it.runIf(sharedPages)('end a copy where one page among others lacks access', () => {
      const region = fixture.anonymous({ byteLength: 3 * pageSize });
      fixture.bytes(region, 3 * pageSize).set(pattern(3 * pageSize));
      const all = new Uint8Array(3 * pageSize);
      expect(backend.protect(region, pageSize, pageSize, PROT_READ)).toBe(0);
      expect(backend.copyIn(region, 10, zeros(2 * pageSize))).toBe(pageSize - 10);
      expect(backend.copyOut(region, 0, all)).toBe(3 * pageSize);
      expect(backend.protect(region, pageSize, pageSize, PROT_NONE)).toBe(0);
      expect(backend.copyOut(region, 0, all)).toBe(pageSize);
      expect(backend.copyOut(region, 2 * pageSize, all.subarray(0, pageSize))).toBe(pageSize);
      expectBytes(all.subarray(0, pageSize), pattern(3 * pageSize).subarray(2 * pageSize));
    });
  });
}
