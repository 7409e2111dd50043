import { constants } from 'node:os';
import { expect, it } from 'vitest';
import { expectBytes, pattern, zeros } from './bytes.js';
import type { Fixture } from './fixture.js';

const { EINVAL } = constants.errno;

export function detachCases(fixture: Fixture): void {
  const { backend, pageSize } = fixture;
  const { detach, sharedPages } = backend.supports;

  it.runIf(detach)('empties the views', () => {
    const buffer = fixture.buffer(fixture.anonymous(), 0, pageSize);
    const views = [new Uint8Array(buffer), new Float64Array(buffer, 8, 2), Buffer.from(buffer)];
    fixture.detach(buffer);
    expect(buffer.byteLength).toBe(0);
    for (const view of views) {
      expect(view.byteLength).toBe(0);
      expect(view[0]).toBe(undefined);
    }
  });

  it.skipIf(detach)('leaves views that read zeros, before unmap and after it', () => {
    const region = fixture.anonymous();
    const bytes = fixture.bytes(region);
    bytes.set(pattern(pageSize));
    fixture.detach(bytes.buffer);
    expectBytes(bytes, zeros(pageSize));
    fixture.unmap(region);
    expectBytes(bytes, zeros(pageSize));
  });

  it.skipIf(detach)('leaves views whose stores never reach the file', () => {
    const path = fixture.files.create(pattern(pageSize));
    const region = fixture.file(path);
    const bytes = fixture.bytes(region);
    fixture.detach(bytes.buffer);
    bytes.fill(255);
    fixture.unmap(region);
    bytes.fill(254);
    expectBytes(fixture.files.read(path), pattern(pageSize));
  });

  it.runIf(detach)('leaves the region as it was', () => {
    const region = fixture.anonymous();
    const bytes = fixture.bytes(region);
    bytes.set(pattern(pageSize));
    fixture.detach(bytes.buffer);
    expect(fixture.live).toBe(1);
    expectBytes(fixture.bytes(region), pattern(pageSize));
  });

  it.runIf(detach && sharedPages)('leaves the other buffers of the region as they were', () => {
    const region = fixture.anonymous();
    const [ended, kept] = [fixture.bytes(region), fixture.bytes(region)];
    kept.set(pattern(pageSize));
    fixture.detach(ended.buffer);
    expectBytes(kept, pattern(pageSize));
  });

  it('refuses a buffer that was ended before: EINVAL', () => {
    const buffer = fixture.buffer(fixture.anonymous(), 0, pageSize);
    fixture.detach(buffer);
    expect(backend.detach(buffer)).toBe(-EINVAL);
  });

  it('refuses a buffer that it did not make, which stays as it is: EINVAL', () => {
    const bytes = Uint8Array.of(1, 2, 3);
    expect(backend.detach(bytes.buffer)).toBe(-EINVAL);
    expect(backend.detach(new ArrayBuffer(0))).toBe(-EINVAL);
    expectBytes(bytes, Uint8Array.of(1, 2, 3));
  });

  it('gives the pages back at once where the region is unmapped already', () => {
    const region = fixture.anonymous();
    const buffer = fixture.buffer(region, 0, pageSize);
    fixture.unmap(region);
    expect(fixture.live).toBe(1);
    fixture.detach(buffer);
    expect(fixture.live).toBe(0);
  });
}
