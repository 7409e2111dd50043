import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import { expectBytes, filled, pattern } from './bytes.js';
import type { Fixture } from './fixture.js';
import { collectedUntil, collectGarbage } from './garbage.js';
import { looseBytes } from './loose-bytes.js';
import { canMove, move } from './moving.js';

const { EINVAL } = constants.errno;

export function moveCases(fixture: Fixture): void {
  const { backend, pageSize } = fixture;

  /** A buffer over a region that is unmapped, moved away from the one that was handed out. */
  function moveAway(): ArrayBuffer {
    const region = fixture.anonymous();
    const bytes = looseBytes(backend, region, pageSize);
    bytes.set(pattern(pageSize));
    const { buffer } = bytes;
    const moved = move(buffer);
    expect(backend.detach(buffer)).toBe(0);
    expect(backend.detach(buffer)).toBe(-EINVAL);
    fixture.unmap(region);
    return moved;
  }

  describe.runIf(canMove && backend.supports.collectsMoved)('with transfer()', () => {
    it('own the pages after detach and unmap, until they are collected', async () => {
      let moved: ArrayBuffer | undefined = moveAway();
      await collectGarbage(); // the buffer that was handed out goes, the moved one stays
      expect(fixture.live).toBe(1);
      expectBytes(new Uint8Array(moved), pattern(pageSize));
      moved = undefined;
      expect(await collectedUntil(() => fixture.live === 0)).toBe(true);
    });

    it('go on showing the region while it is held', async () => {
      const region = fixture.anonymous();
      let moved: ArrayBuffer | undefined = move(fixture.buffer(region, 0, pageSize));
      new Uint8Array(moved).set(pattern(pageSize));
      expectBytes(fixture.bytes(region), pattern(pageSize));
      moved = undefined;
      fixture.release(region);
      expect(await collectedUntil(() => fixture.live === 0)).toBe(true);
    });

    it('let a file see what is stored in them', async () => {
      const path = fixture.files.create(pageSize);
      const region = fixture.file(path);
      let moved: ArrayBuffer | undefined = move(fixture.buffer(region, 0, pageSize));
      new Uint8Array(moved).fill(8);
      moved = undefined;
      fixture.release(region);
      expectBytes(fixture.files.read(path), filled(pageSize, 8));
      expect(await collectedUntil(() => fixture.live === 0)).toBe(true);
    });
  });

  it.runIf(canMove && !backend.supports.collectsMoved)('keep their pages for good', async () => {
    const moved = moveAway();
    await collectGarbage();
    expectBytes(new Uint8Array(moved), pattern(pageSize));
    fixture.leave(1);
  });
}
