import { MAP_SHARED, MS_SYNC, PROT_READ } from '@carray/constants';
import { expect, it } from 'vitest';
import { expectBytes, filled, pattern } from './bytes.js';
import { type Fixture, readWrite } from './fixture.js';

export function shareCases(fixture: Fixture): void {
  const { backend, pageSize, files } = fixture;

  it('attaches a region under an id that was never used', () => {
    const region = fixture.anonymous();
    const token = fixture.share(region);
    const ids = new Set([region, fixture.attach(token), fixture.attach(token), fixture.anonymous()]);
    expect(ids.size).toBe(4);
  });

  it('attaches the same pages, where they are', () => {
    const region = fixture.anonymous();
    const attached = fixture.attach(fixture.share(region));
    expect(backend.addressOf(attached)).toBe(backend.addressOf(region));
  });

  it('shows the same bytes both ways', () => {
    const region = fixture.anonymous();
    const attached = fixture.attach(fixture.share(region));
    const [mine, theirs] = [fixture.bytes(region), fixture.bytes(attached)];
    mine.set(pattern(pageSize));
    expectBytes(theirs, pattern(pageSize));
    theirs.fill(9);
    expectBytes(mine, filled(pageSize, 9));
  });

  it('stores to the file of the region', () => {
    const path = files.create(2 * pageSize);
    const region = fixture.file(path, { byteLength: 2 * pageSize, flags: MAP_SHARED });
    const attached = fixture.attach(fixture.share(region));
    fixture.bytes(attached, 2 * pageSize).set(pattern(2 * pageSize));
    expect(backend.sync(attached, 0, 2 * pageSize, MS_SYNC)).toBe(0);
    expectBytes(files.read(path), pattern(2 * pageSize));
  });

  it('takes every call by either id', async () => {
    const region = fixture.anonymous();
    const attached = fixture.attach(fixture.share(region));
    for (const id of [attached, region]) {
      expect(backend.protect(id, 0, pageSize, PROT_READ)).toBe(0);
      expect(backend.protect(id, 0, pageSize, readWrite)).toBe(0);
      expect(backend.sync(id, 0, pageSize, MS_SYNC)).toBe(0);
      expect(await backend.syncAsync(id, 0, pageSize, MS_SYNC)).toBe(0);
      fixture.bytes(id).fill(id);
    }
  });

  it('names a region by equal tokens, whichever of its ids is shared', () => {
    const region = fixture.anonymous();
    const token = fixture.share(region);
    expect(fixture.share(region)).toEqual(token);
    expect(fixture.share(fixture.attach(token))).toEqual(token);
    expect(fixture.share(fixture.anonymous())).not.toEqual(token);
  });

  it('has tokens that structured cloning copies', () => {
    const region = fixture.anonymous();
    fixture.bytes(region).set(pattern(pageSize));
    const token = structuredClone(fixture.share(region));
    expect(token).toEqual(fixture.share(region));
    expect(token.backend).toBe(backend.name);
    const attached = fixture.attach(structuredClone(token));
    fixture.unmap(region);
    expectBytes(fixture.bytes(attached), pattern(pageSize));
  });

  it('has one guard for all ids', () => {
    const region = fixture.anonymous({ byteLength: 2 * pageSize });
    const attached = fixture.attach(fixture.share(region));
    const [mine, theirs] = [fixture.guard(region), fixture.guard(attached)];
    expect(backend.markFault(attached, pageSize, 1)).toBe(0);
    expect([...mine, ...theirs]).toEqual([1, 1, 1, 1]);
    expect(backend.faulted(region, 0, 2 * pageSize)).toBe(pageSize);
    fixture.unmap(region);
    expect(backend.faultMark(attached, pageSize)).toBe(1);
    expect(backend.forgetFaults(attached)).toBe(0);
    expect([...mine, ...theirs]).toEqual([0, 0, 0, 0]);
  });
}
