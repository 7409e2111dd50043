import { MAP_PRIVATE, MAP_SHARED, MS_SYNC, PROT_NONE, PROT_READ } from '@carray/constants';
import { describe, expect, it } from 'vitest';
import { expectBytes, filled, pattern, zeros } from './bytes.js';
import { type Fixture, readWrite, reserving } from './fixture.js';
import { collectedUntil } from './garbage.js';
import { accessAt, areasOf } from './process-tables.js';

/** More than 32 bits of them. */
const hasLongAddresses = !['arm', 'ia32'].includes(process.arch);
const fiveGibibytes = 5 * 2 ** 30;
const cycles = 1_000;

export function insideCases(fixture: Fixture): void {
  const { backend, pageSize, files } = fixture;
  const { detach, sharedPages } = backend.supports;

  it('maps at the start of the reservation, plus the offset', () => {
    const reservation = fixture.reserve(4 * pageSize);
    const start = backend.addressOf(reservation);
    for (const byteOffset of [0, 3 * pageSize, pageSize]) {
      const region = fixture.inside(reservation, byteOffset);
      expect(backend.addressOf(region)).toBe(start + byteOffset);
      expect(region).not.toBe(reservation);
    }
    expect(backend.addressOf(reservation)).toBe(start);
  });

  it('is counted, next to its reservation', () => {
    const reservation = fixture.reserve(4 * pageSize);
    const regions = [0, 2 * pageSize].map((byteOffset) => fixture.inside(reservation, byteOffset));
    expect(fixture.live).toBe(3);
    for (const region of regions) fixture.unmap(region);
    expect(fixture.live).toBe(1);
    fixture.unmap(reservation);
    expect(fixture.live).toBe(0);
  });

  describe.each([
    ['private', MAP_PRIVATE],
    ['shared', MAP_SHARED],
  ])('%s', (_, flags) => {
    it('gives anonymous memory, zero filled, that keeps what is stored in each byte', () => {
      const region = fixture.inside(fixture.reserve(4 * pageSize), pageSize, {
        byteLength: 2 * pageSize,
        flags,
      });
      const bytes = fixture.bytes(region, 2 * pageSize);
      expectBytes(bytes, zeros(2 * pageSize));
      bytes.set(pattern(2 * pageSize));
      expectBytes(bytes, pattern(2 * pageSize));
    });

    it('shows a file from a page on', () => {
      const content = pattern(3 * pageSize);
      const region = fixture.fileInside(fixture.reserve(4 * pageSize), pageSize, files.create(content), {
        fileOffset: 2 * pageSize,
        flags,
      });
      expectBytes(fixture.bytes(region), content.slice(2 * pageSize));
    });

    it('maps a read-only descriptor for reading', () => {
      const content = pattern(pageSize);
      const options = { open: 'r', protection: PROT_READ, flags };
      const region = fixture.fileInside(fixture.reserve(pageSize), 0, files.create(content), options);
      expectBytes(fixture.bytes(region), content);
    });
  });

  it('lets stores to shared memory reach the file with sync', () => {
    const path = files.create(pattern(2 * pageSize));
    const region = fixture.fileInside(fixture.reserve(3 * pageSize), pageSize, path, {
      fileOffset: pageSize,
    });
    fixture.bytes(region).fill(255);
    expect(backend.sync(region, 0, pageSize, MS_SYNC)).toBe(0);
    expectBytes(files.read(path), pattern(2 * pageSize).fill(255, pageSize));
  });

  it('lets stores to shared memory reach the file with unmap', () => {
    const path = files.create(pageSize);
    const region = fixture.fileInside(fixture.reserve(pageSize), 0, path);
    fixture.bytes(region).set(pattern(pageSize));
    fixture.release(region);
    expectBytes(files.read(path), pattern(pageSize));
  });

  it('never lets stores to private memory reach the file', () => {
    const path = files.create(pattern(pageSize));
    const region = fixture.fileInside(fixture.reserve(pageSize), 0, path, { flags: MAP_PRIVATE });
    fixture.bytes(region).fill(255);
    fixture.release(region);
    expectBytes(files.read(path), pattern(pageSize));
  });

  it('maps side by side, each with bytes of its own', () => {
    const reservation = fixture.reserve(4 * pageSize);
    const path = files.create(pattern(pageSize));
    const left = fixture.inside(reservation, pageSize);
    const right = fixture.fileInside(reservation, 2 * pageSize, path);
    expect(backend.addressOf(right)).toBe(backend.addressOf(left) + pageSize);
    fixture.bytes(left).fill(1);
    expectBytes(fixture.bytes(right), pattern(pageSize));
    fixture.bytes(right).fill(2);
    expectBytes(fixture.bytes(left), filled(pageSize, 1));
    fixture.release(left);
    expectBytes(fixture.bytes(right), filled(pageSize, 2));
    fixture.release(right);
    expectBytes(files.read(path), filled(pageSize, 2));
  });

  it.runIf(sharedPages)('shows one file side by side as one memory', () => {
    const reservation = fixture.reserve(2 * pageSize);
    const path = files.create(pageSize);
    const [left, right] = [0, pageSize].map((byteOffset) =>
      fixture.bytes(fixture.fileInside(reservation, byteOffset, path)),
    );
    left?.set(pattern(pageSize));
    expectBytes(right ?? zeros(0), pattern(pageSize));
  });

  it('takes lengths that end inside a page, up to the last byte of the reservation', () => {
    const reservation = fixture.reserve(2 * pageSize + 100);
    const first = fixture.inside(reservation, 0, { byteLength: pageSize + 1 });
    const last = fixture.inside(reservation, 2 * pageSize, { byteLength: 100 });
    fixture.bytes(first, pageSize + 1).fill(1);
    fixture.bytes(last, 100).fill(2);
    expectBytes(fixture.bytes(first, pageSize + 1), filled(pageSize + 1, 1));
    expectBytes(fixture.bytes(last, 100), filled(100, 2));
  });

  it('fills a whole reservation', () => {
    const region = fixture.inside(fixture.reserve(3 * pageSize), 0, { byteLength: 3 * pageSize });
    fixture.bytes(region, 3 * pageSize).set(pattern(3 * pageSize));
    expectBytes(fixture.bytes(region, 3 * pageSize), pattern(3 * pageSize));
  });

  it.runIf(hasLongAddresses)('reaches offsets past 4 GiB', () => {
    const reservation = fixture.reserve(fiveGibibytes + pageSize);
    const far = fixture.inside(reservation, fiveGibibytes);
    const near = fixture.inside(reservation, fiveGibibytes % 2 ** 32);
    expect(backend.addressOf(far)).toBe(backend.addressOf(reservation) + fiveGibibytes);
    fixture.bytes(far).fill(5);
    expectBytes(fixture.bytes(near), zeros(pageSize));
  });

  it('has the calls of any region', () => {
    const path = files.create(2 * pageSize);
    const region = fixture.fileInside(fixture.reserve(4 * pageSize), pageSize, path, {
      byteLength: 2 * pageSize,
    });
    const bytes = fixture.bytes(region, 2 * pageSize).fill(4);
    expect(backend.sync(region, 0, 2 * pageSize, MS_SYNC)).toBe(0);
    expect(backend.protect(region, pageSize, pageSize, PROT_READ)).toBe(0);
    expect(backend.protect(region, 0, 2 * pageSize, PROT_NONE)).toBe(0);
    expect(backend.protect(region, 0, 2 * pageSize, readWrite)).toBe(0);
    expectBytes(bytes, filled(2 * pageSize, 4));
  });

  it('leaves its place free for another mapping, which reads zeros where it is anonymous', () => {
    const reservation = fixture.reserve(2 * pageSize);
    const path = files.create(pattern(pageSize));
    fixture.unmap(fixture.fileInside(reservation, pageSize, path));
    const anonymous = fixture.inside(reservation, pageSize);
    expectBytes(fixture.bytes(anonymous), zeros(pageSize));
    expectBytes(files.read(path), pattern(pageSize));
  });

  it.runIf(detach)('leaves its place free, and what was stored in it does not come back', () => {
    const reservation = fixture.reserve(2 * pageSize);
    const first = fixture.inside(reservation, pageSize);
    fixture.bytes(first).fill(255);
    fixture.release(first);
    const second = fixture.inside(reservation, 0, { byteLength: 2 * pageSize });
    expectBytes(fixture.bytes(second, 2 * pageSize), zeros(2 * pageSize));
  });

  it.skipIf(detach)('leaves its place free once its ended buffers are collected', async () => {
    const reservation = fixture.reserve(pageSize);
    const first = fixture.inside(reservation, 0);
    let bytes: Uint8Array | undefined = fixture.bytes(first).fill(255);
    fixture.release(first);
    expectBytes(bytes, zeros(pageSize));
    let second = fixture.tryInside(reservation, 0);
    if (second > 0) fixture.bytes(fixture.adopt(second)).fill(254);
    // What is mapped later never shows in a buffer that was ended.
    expectBytes(bytes, zeros(pageSize));
    bytes = undefined;
    if (second > 0) return;
    const isFree = await collectedUntil(() => {
      second = fixture.tryInside(reservation, 0);
      return second > 0;
    });
    expect(isFree).toBe(true);
    expectBytes(fixture.bytes(fixture.adopt(second)), zeros(pageSize));
  });

  it.runIf(sharedPages)('leaves addresses without access', ({ skip }) => {
    const reservation = fixture.reserve(3 * pageSize);
    const place = backend.addressOf(reservation) + pageSize;
    if (accessAt(place) === undefined) skip('the system does not tell');
    for (const byteLength of [pageSize, 1]) {
      expect(accessAt(place)).toBe('---p');
      const region = fixture.inside(reservation, pageSize, { byteLength });
      expect(accessAt(place)).toBe('rw-p');
      expect(accessAt(place - pageSize)).toBe('---p');
      expect(accessAt(place + pageSize)).toBe('---p');
      fixture.unmap(region);
    }
    expect(accessAt(place)).toBe('---p');
  });

  it('leaves nothing of a file, while the reservation is held', ({ skip }) => {
    const path = files.create(pageSize);
    const reservation = fixture.reserve(3 * pageSize);
    const region = fixture.fileInside(reservation, pageSize, path);
    if (areasOf(path) !== 1) skip('the system does not tell, or nothing is mapped at all');
    fixture.bytes(region);
    fixture.release(region);
    expect(areasOf(path)).toBe(0);
  });

  it('leaves nothing after 1,000 cycles in one place', () => {
    const path = files.create(pageSize);
    const reservation = fixture.reserve(3 * pageSize);
    for (let cycle = 0; cycle < cycles; cycle++) {
      fixture.unmap(fixture.fileInside(reservation, pageSize, path));
      fixture.unmap(fixture.inside(reservation, pageSize));
    }
    expect(fixture.live).toBe(1);
    expect(areasOf(path) ?? 0).toBe(0);
  });

  it('never lets an id be used again', () => {
    const reservation = fixture.reserve(pageSize);
    const ids = new Set([reservation]);
    for (let count = 0; count < 100; count++) {
      const region = fixture.inside(reservation, 0);
      ids.add(region);
      fixture.unmap(region);
    }
    expect(ids.size).toBe(101);
  });

  it('maps in a reservation that was mapped with a length inside a page', () => {
    const reservation = fixture.adopt(backend.map(0, 100, PROT_NONE, reserving, -1, 0));
    const region = fixture.inside(reservation, 0, { byteLength: 100 });
    fixture.bytes(region, 100).fill(1);
    expectBytes(fixture.bytes(region, 100), filled(100, 1));
  });
}
