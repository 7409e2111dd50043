import { constants } from 'node:os';
import { MREMAP_MAYMOVE } from '@carray/constants';
import { expect, it } from 'vitest';
import type { RegionId } from '../backend.js';
import { expectBytes, pattern } from './bytes.js';
import type { Fixture } from './fixture.js';
import { collectedUntil, collectGarbage } from './garbage.js';
import { areasOf } from './process-tables.js';
import { resizingCases } from './resizing.js';

const { EBUSY, EEXIST, EINVAL, ENOENT } = constants.errno;
const cycles = 1_000;

export function sharedBufferLifetimeCases(fixture: Fixture): void {
  const { backend, pageSize, files } = fixture;
  if (!backend.supports.sharedBuffers) {
    it('counts nothing where there is none', () => {
      const region = fixture.anonymous();
      backend.sharedBuffer(region, 0, pageSize);
      fixture.unmap(region);
      expect(fixture.live).toBe(0);
    });
    return;
  }

  /** Bytes of a shared buffer that nothing but the caller keeps. */
  function stored(region: RegionId): Uint8Array<SharedArrayBuffer> {
    const bytes = new Uint8Array(fixture.sharedBuffer(region, 0, pageSize));
    bytes.set(pattern(pageSize));
    return bytes;
  }

  it('has the pages after unmap, until it was collected', async () => {
    const path = files.create(pageSize);
    const region = fixture.file(path);
    let bytes: Uint8Array | undefined = stored(region);
    fixture.unmap(region);
    await collectGarbage();
    expect([backend.unmap(region), fixture.live]).toEqual([-EINVAL, 1]);
    expectBytes(bytes, pattern(pageSize));
    bytes[0] = 77;
    expect(files.read(path)[0]).toBe(77);
    bytes = undefined;
    expect(await collectedUntil(() => fixture.live === 0)).toBe(true);
    expect(areasOf(path) ?? 0).toBe(0);
  });

  it('leaves the pages to the last of several', async () => {
    const region = fixture.anonymous();
    const buffer = fixture.buffer(region, 0, pageSize);
    let [first, last]: (Uint8Array | undefined)[] = [stored(region), stored(region).subarray(8)];
    fixture.unmap(region);
    fixture.detach(buffer);
    first = undefined;
    await collectGarbage();
    expect([fixture.live, first, last?.[0]]).toEqual([1, undefined, pattern(9)[8]]);
    last = undefined;
    expect(await collectedUntil(() => fixture.live === 0)).toBe(true);
  });

  it('takes nothing from a region that is held, when it is collected', async () => {
    const region = fixture.anonymous();
    stored(region);
    await collectGarbage();
    expect(fixture.live).toBe(1);
    expectBytes(fixture.bytes(region), pattern(pageSize));
    fixture.release(region);
    expect(fixture.live).toBe(0);
  });

  it('lets others attach the region for as long', async () => {
    const region = fixture.anonymous();
    const token = fixture.share(region);
    let bytes: Uint8Array | undefined = stored(region);
    fixture.unmap(region);
    const attached = fixture.attach(token);
    expectBytes(fixture.bytes(attached), pattern(pageSize));
    fixture.release(attached);
    expect([fixture.live, bytes.length]).toEqual([1, pageSize]);
    bytes = undefined;
    expect(await collectedUntil(() => fixture.live === 0)).toBe(true);
    expect(backend.attach(token)).toBe(-ENOENT);
  });

  it('keeps its place in a reservation', async () => {
    const reservation = fixture.reserve(2 * pageSize);
    const region = fixture.inside(reservation, pageSize);
    let bytes: Uint8Array | undefined = stored(region);
    fixture.unmap(region);
    expect(fixture.tryInside(reservation, pageSize)).toBe(-EEXIST);
    expectBytes(bytes, pattern(pageSize));
    bytes = undefined;
    expect(await collectedUntil(() => fixture.live === 1)).toBe(true);
    fixture.inside(reservation, pageSize);
  });

  resizingCases(fixture, () => {
    it('keeps its region as long as it is, until it was collected: EBUSY', async () => {
      const region = fixture.anonymous();
      let bytes: Uint8Array | undefined = stored(region);
      const resize = () => backend.resize(region, 2 * pageSize, MREMAP_MAYMOVE);
      expect([resize(), bytes[1]]).toEqual([-EBUSY, pattern(2)[1]]);
      bytes = undefined;
      expect(await collectedUntil(() => resize() === 0)).toBe(true);
      expectBytes(fixture.bytes(region), pattern(pageSize));
    });
  });

  it('leaves nothing after 1,000 cycles', async () => {
    const path = files.create(pageSize);
    const drop = (region: RegionId, cycle: number) => {
      new Uint8Array(fixture.sharedBuffer(region, 0, pageSize))[0] = cycle;
    };
    for (let cycle = 0; cycle < cycles; cycle++) {
      const region = fixture.file(path);
      for (let count = 0; count <= cycle % 3; count++) drop(region, cycle);
      fixture.unmap(region);
      if (cycle % 100 === 99) await collectGarbage();
    }
    expect(await collectedUntil(() => fixture.live === 0)).toBe(true);
    expect(areasOf(path) ?? 0).toBe(0);
  });
}
