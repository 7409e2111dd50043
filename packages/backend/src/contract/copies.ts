import { expect, it } from 'vitest';
import { expectBytes, filled, pattern, zeros } from './bytes.js';
import { copied, copyingCases } from './copying.js';
import type { Fixture } from './fixture.js';
import { collectGarbage } from './garbage.js';

const longCopy = 3 * 2 ** 20;
const manyCopies = 10_000;

export function copyCases(fixture: Fixture): void {
  const { backend, pageSize, files } = fixture;
  const { sharedPages } = backend.supports;

  copyingCases(fixture, () => {
    it.each([
      ['a byte', 0, 1],
      ['a number inside a page', 24, 8],
      ["the region's last byte", 3 * pageSize - 1, 1],
      ['bytes on both sides of a boundary', pageSize - 3, 7],
      ['a page', pageSize, pageSize],
      ['pages from inside of one on', pageSize + 1, pageSize],
      ['everything', 0, 3 * pageSize],
    ])('copies %s, and no byte beside it', (_, byteOffset, byteLength) => {
      const region = fixture.anonymous({ byteLength: 3 * pageSize });
      const bytes = fixture.bytes(region, 3 * pageSize);
      bytes.set(pattern(3 * pageSize));
      const target = filled(byteLength + 16, 255);
      expect(backend.copyOut(region, byteOffset, target.subarray(8, 8 + byteLength))).toBe(byteLength);
      const expected = filled(byteLength + 16, 255);
      expected.set(bytes.subarray(byteOffset, byteOffset + byteLength), 8);
      expectBytes(target, expected);

      const after = bytes.slice();
      after.fill(252, byteOffset, byteOffset + byteLength);
      expect(backend.copyIn(region, byteOffset, filled(byteLength, 252))).toBe(byteLength);
      expectBytes(bytes, after);
    });

    it('copies nothing for no bytes, up to the end of the region', () => {
      const region = fixture.anonymous();
      for (const byteOffset of [0, 5, pageSize]) {
        expect(backend.copyOut(region, byteOffset, new Uint8Array(0))).toBe(0);
        expect(backend.copyIn(region, byteOffset, new Uint8Array(0))).toBe(0);
      }
    });

    it('copies 3 MiB at once, from any byte on', () => {
      const region = fixture.anonymous({ byteLength: longCopy + pageSize });
      const content = pattern(longCopy);
      expect(backend.copyIn(region, 5, content)).toBe(longCopy);
      expectBytes(copied(backend, region, 5, longCopy), content);
      expectBytes(new Uint8Array(fixture.buffer(region, 0, longCopy + pageSize), 5, longCopy), content);
    });

    it('copies up to the last byte of a region that has part of its last page', () => {
      const region = fixture.anonymous({ byteLength: pageSize + 100 });
      expect(backend.copyIn(region, pageSize + 90, filled(10, 7))).toBe(10);
      expectBytes(copied(backend, region, pageSize, 100), filled(100, 7).fill(0, 0, 90));
    });

    it('sees stores of the other side at once', () => {
      const region = fixture.anonymous();
      const bytes = fixture.bytes(region);
      for (let round = 1; round <= 100; round++) {
        bytes[round] = round;
        expectBytes(copied(backend, region, round, 1), Uint8Array.of(round));
        expect(backend.copyIn(region, round, Uint8Array.of(round + 1))).toBe(1);
        expect(bytes[round]).toBe(round + 1);
      }
    });

    it.runIf(sharedPages)('shows in the file and in the other regions over it at once', () => {
      const path = files.create(pageSize);
      const [one, other] = [fixture.file(path), fixture.file(path)];
      expect(backend.copyIn(one, 3, Uint8Array.of(1, 2, 3))).toBe(3);
      expectBytes(copied(backend, other, 2, 5), Uint8Array.of(0, 1, 2, 3, 0));
      expectBytes(files.read(path).subarray(2, 7), Uint8Array.of(0, 1, 2, 3, 0));
    });

    it('reaches the file with unmap', () => {
      const path = files.create(pageSize);
      const region = fixture.file(path);
      expect(backend.copyIn(region, 0, pattern(pageSize))).toBe(pageSize);
      fixture.unmap(region);
      expectBytes(files.read(path), pattern(pageSize));
    });

    it('shows a file that no buffer was made of', () => {
      const content = pattern(2 * pageSize);
      const region = fixture.file(files.create(content), { fileOffset: pageSize });
      expectBytes(copied(backend, region, 0, pageSize), content.slice(pageSize));
    });

    it('takes bytes of another region, and of a SharedArrayBuffer', () => {
      const [from, to] = [fixture.anonymous(), fixture.anonymous()];
      fixture.bytes(from).set(pattern(pageSize));
      const mapped = fixture.bytes(to);
      expect(backend.copyOut(from, 0, mapped)).toBe(pageSize);
      expectBytes(mapped, pattern(pageSize));
      const shared = new Uint8Array(new SharedArrayBuffer(pageSize));
      expect(backend.copyOut(from, 0, shared)).toBe(pageSize);
      expectBytes(shared, pattern(pageSize));
      expect(backend.copyIn(to, 0, shared.fill(9))).toBe(pageSize);
      expectBytes(mapped, filled(pageSize, 9));
    });

    it('copies into each of many small arrays, which stay as they are while garbage is collected', async () => {
      const region = fixture.anonymous();
      fixture.bytes(region).set(pattern(pageSize));
      const targets = Array.from({ length: manyCopies }, (_, index) => {
        const target = new Uint8Array(8);
        expect(backend.copyOut(region, index % 100, target)).toBe(8);
        return target;
      });
      await collectGarbage();
      for (const [index, target] of targets.entries()) {
        expectBytes(target, pattern(108).subarray(index % 100, (index % 100) + 8));
      }
    });

    it('neither marks nor counts', () => {
      const region = fixture.anonymous({ byteLength: 2 * pageSize });
      const counter = fixture.guard(region);
      copied(backend, region, 0, 2 * pageSize);
      expect(backend.copyIn(region, 1, filled(8, 1))).toBe(8);
      expect([counter[0], backend.faulted(region, 0, 2 * pageSize)]).toEqual([0, -1]);
    });

    it('copies a page that is marked but there', () => {
      const region = fixture.anonymous();
      fixture.guard(region);
      expect(backend.markFault(region, 0, pageSize)).toBe(0);
      expect(backend.copyIn(region, 0, pattern(pageSize))).toBe(pageSize);
      expectBytes(copied(backend, region, 0, pageSize), pattern(pageSize));
    });

    it('gives fresh memory as zeros', () => {
      const region = fixture.anonymous({ byteLength: 2 * pageSize });
      expectBytes(copied(backend, region, 0, 2 * pageSize), zeros(2 * pageSize));
    });
  });
}
