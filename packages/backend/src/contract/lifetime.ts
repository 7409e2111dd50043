import { constants } from 'node:os';
import { expect, it } from 'vitest';
import { expectBytes, pattern } from './bytes.js';
import type { Fixture } from './fixture.js';
import { areasOf } from './process-tables.js';

const { EINVAL } = constants.errno;

export function lifetimeCases(fixture: Fixture): void {
  const { backend, pageSize, files } = fixture;

  it('answers 0 once and EINVAL from then on', () => {
    const region = fixture.anonymous();
    fixture.unmap(region);
    expect(backend.unmap(region)).toBe(-EINVAL);
    expect(backend.unmap(region)).toBe(-EINVAL);
  });

  it('refuses a region that never was: EINVAL', () => {
    for (const region of [Number.MAX_SAFE_INTEGER, 0, -1]) expect(backend.unmap(region)).toBe(-EINVAL);
  });

  it('is counted', () => {
    const regions = [fixture.anonymous(), fixture.anonymous(), fixture.file(files.create(pageSize))];
    expect(fixture.live).toBe(3);
    for (const region of regions) fixture.unmap(region);
    expect(fixture.live).toBe(0);
  });

  it('takes the pages out of the process', ({ skip }) => {
    const path = files.create(pageSize);
    const region = fixture.file(path);
    if (areasOf(path) !== 1) skip('the system does not tell, or nothing is mapped at all');
    fixture.bytes(region);
    fixture.release(region);
    expect(areasOf(path)).toBe(0);
  });

  it('never lets an id be used again', () => {
    const ids = new Set<number>();
    for (let count = 0; count < 100; count++) {
      const region = fixture.anonymous();
      ids.add(region);
      fixture.unmap(region);
    }
    expect(ids.size).toBe(100);
  });

  it('does not reach memory that was mapped later', () => {
    const stale = fixture.anonymous();
    fixture.unmap(stale);
    const bytes = fixture.bytes(fixture.anonymous());
    bytes.set(pattern(pageSize));
    expect(backend.unmap(stale)).toBe(-EINVAL);
    expectBytes(bytes, pattern(pageSize));
  });

  it('leaves the pages to a buffer that was not detached', () => {
    const region = fixture.anonymous();
    const bytes = fixture.bytes(region);
    bytes.set(pattern(pageSize));
    fixture.unmap(region);
    expect(fixture.live).toBe(1);
    expectBytes(bytes, pattern(pageSize));
    bytes.fill(9);
    expect(bytes[pageSize - 1]).toBe(9);
    fixture.detach(bytes.buffer);
    expect(fixture.live).toBe(0);
  });

  it.runIf(backend.supports.sharedPages)(
    'lets a buffer that was not detached go on writing to the file',
    () => {
      const path = files.create(pageSize);
      const region = fixture.file(path);
      const bytes = fixture.bytes(region);
      fixture.unmap(region);
      bytes.set(pattern(pageSize));
      expectBytes(files.read(path), pattern(pageSize));
    },
  );

  it.runIf(backend.supports.sharedPages)('leaves the pages to the last of several buffers', () => {
    const region = fixture.anonymous();
    const [first, last] = [fixture.buffer(region, 0, pageSize), fixture.buffer(region, 0, pageSize)];
    fixture.unmap(region);
    fixture.detach(first);
    expect(fixture.live).toBe(1);
    fixture.detach(last);
    expect(fixture.live).toBe(0);
  });
}
