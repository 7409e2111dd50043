import { expect, it } from 'vitest';
import type { RegionId } from '../backend.js';
import { expectBytes, pattern } from './bytes.js';
import type { Fixture } from './fixture.js';
import { collectedUntil, collectGarbage } from './garbage.js';
import { looseBytes } from './loose-bytes.js';
import { areasOf } from './process-tables.js';

export function collectionCases(fixture: Fixture): void {
  const { backend, pageSize } = fixture;

  /** A page with a pattern, whose buffer nothing but the caller keeps. */
  function stored(region: RegionId): Uint8Array<ArrayBuffer> {
    const bytes = looseBytes(backend, region, pageSize);
    bytes.set(pattern(pageSize));
    return bytes;
  }

  it('gives the pages back where a buffer was dropped after unmap', async () => {
    const path = fixture.files.create(pageSize);
    const region = fixture.file(path);
    let bytes: Uint8Array | undefined = stored(region);
    fixture.unmap(region);
    expectBytes(bytes, pattern(pageSize));
    expect(fixture.live).toBe(1);
    bytes = undefined;
    expect(await collectedUntil(() => fixture.live === 0)).toBe(true);
    expect(areasOf(path) ?? 0).toBe(0);
  });

  it('leaves the pages to any view that is left', async () => {
    const region = fixture.anonymous();
    let view: Uint8Array | undefined = stored(region).subarray(8, 16);
    fixture.unmap(region);
    await collectGarbage();
    expect(fixture.live).toBe(1);
    expectBytes(view, pattern(pageSize).slice(8, 16));
    view = undefined;
    expect(await collectedUntil(() => fixture.live === 0)).toBe(true);
  });

  it('leaves the pages to a region that is held', async () => {
    const region = fixture.anonymous();
    stored(region);
    await collectGarbage();
    expect(fixture.live).toBe(1);
    expectBytes(new Uint8Array(fixture.buffer(region, 0, pageSize)), pattern(pageSize));
    fixture.release(region);
    expect(await collectedUntil(() => fixture.live === 0)).toBe(true);
  });

  it('does not give pages back twice where a buffer was detached', async () => {
    const kept = stored(fixture.anonymous());
    for (let count = 0; count < 20; count++) {
      const region = fixture.anonymous();
      expect(backend.detach(stored(region).buffer)).toBe(0);
      fixture.unmap(region);
    }
    await collectGarbage();
    expect(fixture.live).toBe(1);
    expectBytes(kept, pattern(pageSize));
    expect(backend.detach(kept.buffer)).toBe(0);
  });
}
