import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { MAP_ANONYMOUS, MAP_PRIVATE, MAP_SHARED, PROT_READ, PROT_WRITE } from '@carray/constants';
import { afterEach, describe, expect, it } from 'vitest';
import { createFakeBackend, type FakeBackend, type FakeOptions } from '../src/fake.js';

const { EINVAL, ENOMEM, ENOSYS, EPERM } = constants.errno;
const anonymous = MAP_PRIVATE | MAP_ANONYMOUS;
const readWrite = PROT_READ | PROT_WRITE;
const pageSize = 16;
const byteLength = 4 * pageSize;
const directories: string[] = [];

afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true });
});

function mapAnonymous(options: FakeOptions = {}): { backend: FakeBackend; region: number } {
  const backend = createFakeBackend({ pageSize, ...options });
  return { backend, region: backend.map(0, byteLength, readWrite, anonymous, -1, 0) };
}

function mapFile(options: FakeOptions = {}): {
  backend: FakeBackend;
  region: number;
  path: string;
  fd: number;
} {
  const directory = mkdtempSync(join(tmpdir(), 'carray-fake-'));
  directories.push(directory);
  const path = join(directory, 'file');
  writeFileSync(path, new Uint8Array(byteLength).fill(1));
  const fd = openSync(path, 'r+');
  const backend = createFakeBackend({ pageSize, ...options });
  return { backend, path, fd, region: backend.map(0, byteLength, readWrite, MAP_SHARED, fd, 0) };
}

function bytesOf(backend: FakeBackend, region: number): Uint8Array {
  const buffer = backend.buffer(region, 0, byteLength);
  if (typeof buffer === 'number') throw new Error(`Cannot make a buffer: errno is ${-buffer}`);
  return new Uint8Array(buffer);
}

const counts = (backend: FakeBackend, region: number): number[] => [
  backend.copyOut(region, 0, new Uint8Array(byteLength)),
  backend.copyIn(region, 0, new Uint8Array(byteLength)),
];

describe('lose()', () => {
  it.each([0, pageSize, 3 * pageSize + 5])('ends copies at the page with the byte: %i', (byteOffset) => {
    const { backend, region } = mapAnonymous();
    const start = byteOffset - (byteOffset % pageSize);
    backend.lose(region, byteOffset);
    expect(counts(backend, region)).toEqual([start, start]);
    expect(backend.copyOut(region, start + 1, new Uint8Array(1))).toBe(0);
  });

  it('lasts until remap, for the pages that are mapped again', () => {
    const { backend, region } = mapAnonymous();
    const remap = (page: number, pages: number) =>
      backend.remap(region, page * pageSize, pages * pageSize, readWrite, anonymous, -1, 0);
    backend.lose(region, pageSize);
    expect(remap(2, 1)).toBe(0);
    expect(counts(backend, region)).toEqual([pageSize, pageSize]);
    expect(backend.copyOut(region, 2 * pageSize, new Uint8Array(byteLength / 2))).toBe(pageSize);
    expect(remap(1, 1)).toBe(0);
    expect(counts(backend, region)).toEqual([3 * pageSize, 3 * pageSize]);
    expect(remap(0, 4)).toBe(0);
    expect(counts(backend, region)).toEqual([byteLength, byteLength]);
  });

  it('leaves the file alone, whatever is stored in the buffer', () => {
    const { backend, region, path, fd } = mapFile();
    closeSync(fd);
    bytesOf(backend, region);
    backend.lose(region, 2 * pageSize);
    bytesOf(backend, region).fill(9);
    expect(backend.unmap(region)).toBe(0);
    expect([...readFileSync(path)]).toEqual([...new Uint8Array(byteLength).fill(1).fill(9, 0, 2 * pageSize)]);
  });

  it('throws for a region that is not held', () => {
    const { backend, region } = mapAnonymous();
    backend.unmap(region);
    expect(() => backend.lose(region, 0)).toThrow('is not held');
  });
});

describe('a file that is truncated', () => {
  it('is remapped when it is long again, without what was lost', () => {
    const { backend, region, path, fd } = mapFile();
    const bytes = bytesOf(backend, region);
    truncateSync(path, 2 * pageSize);
    expect(counts(backend, region)).toEqual([2 * pageSize, 2 * pageSize]);
    truncateSync(path, byteLength);
    expect(backend.remap(region, 0, byteLength, readWrite, MAP_SHARED, fd, 0)).toBe(0);
    closeSync(fd);
    expect([...bytes]).toEqual([...new Uint8Array(byteLength)]);
  });
});

describe('fault()', () => {
  it.each([
    [1, 0],
    [2, 7],
    [3, 7],
  ] as const)('with mark %i marks the page, counts, and leaves %i in its bytes', (mark, byte) => {
    const { backend, region } = mapAnonymous({ guards: true });
    const bytes = bytesOf(backend, region).fill(7);
    const counter = backend.guard(region, false);
    backend.fault(region, pageSize + 3, mark);
    expect(counter).toEqual(Uint32Array.of(1, 1));
    expect([0, 1, 2].map((page) => backend.faultMark(region, page * pageSize))).toEqual([0, mark, 0]);
    expect([...bytes]).toEqual([...new Uint8Array(byteLength).fill(7).fill(byte, pageSize, 2 * pageSize)]);
  });

  it.each([
    ['before', 1, 0],
    ['after', 1, 0],
    ['before', 2, 1],
    ['after', 2, 1],
  ] as const)('gives a page that no file sees, its buffer asked for %s, mark %i', (order, mark, byte) => {
    const { backend, region, path, fd } = mapFile({ guards: true });
    closeSync(fd);
    backend.guard(region, false);
    if (order === 'before') bytesOf(backend, region);
    backend.fault(region, pageSize, mark);
    const bytes = bytesOf(backend, region);
    const ones = (): Uint8Array => new Uint8Array(byteLength).fill(1);
    expect([...bytes]).toEqual([...ones().fill(byte, pageSize, 2 * pageSize)]);
    bytes.fill(5);
    backend.unmap(region);
    expect([...readFileSync(path)]).toEqual([
      ...ones()
        .fill(5)
        .fill(1, pageSize, 2 * pageSize),
    ]);
  });

  it('gives a page that can be copied, where it was lost', () => {
    const { backend, region } = mapAnonymous({ guards: true });
    backend.guard(region, false);
    backend.lose(region, 2 * pageSize);
    backend.fault(region, 2 * pageSize, 1);
    expect(counts(backend, region)).toEqual([3 * pageSize, 3 * pageSize]);
  });

  it('throws without a guard, and outside of the region', () => {
    const { backend, region } = mapAnonymous({ guards: true });
    expect(() => backend.fault(region, 0, 1)).toThrow('not guarded');
    backend.guard(region, false);
    expect(() => backend.fault(region, byteLength, 1)).toThrow('not that long');
  });
});

describe('calls about faults', () => {
  it('are on record, with bytes named by their length', () => {
    const { backend, region } = mapAnonymous();
    backend.guard(region, true);
    backend.markFault(region, pageSize, 1);
    backend.faulted(region, 0, byteLength);
    backend.faultMark(region, pageSize);
    backend.faultEnd(region, pageSize);
    backend.forgetFaults(region);
    backend.copyOut(region, 3, new Uint8Array(5));
    backend.copyIn(region, 3, new Uint8Array(byteLength));
    backend.remap(region, 0, pageSize, PROT_READ, anonymous, -1, 0);
    expect(backend.calls.slice(1)).toEqual([
      { operation: 'guard', arguments: [region, 1], result: 0 },
      { operation: 'markFault', arguments: [region, pageSize, 1], result: 0 },
      { operation: 'faulted', arguments: [region, 0, byteLength], result: pageSize },
      { operation: 'faultMark', arguments: [region, pageSize], result: 1 },
      { operation: 'faultEnd', arguments: [region, pageSize], result: 2 * pageSize },
      { operation: 'forgetFaults', arguments: [region], result: 0 },
      { operation: 'copyOut', arguments: [region, 3, 5], result: 5 },
      { operation: 'copyIn', arguments: [region, 3, byteLength], result: -EINVAL },
      { operation: 'remap', arguments: [region, 0, pageSize, PROT_READ, anonymous, -1, 0], result: 0 },
    ]);
  });

  it('fail when they are told to, without any effect', () => {
    const { backend, region } = mapAnonymous();
    const bytes = bytesOf(backend, region).fill(7);
    const target = new Uint8Array(8);
    backend.failNext('guard', ENOMEM);
    backend.failNext('copyOut', ENOSYS);
    backend.failNext('copyIn', EPERM);
    backend.failNext('remap', ENOMEM);
    expect(backend.guard(region, false)).toBe(-ENOMEM);
    expect(backend.faulted(region, 0, 1)).toBe(-EINVAL);
    expect(backend.copyOut(region, 0, target)).toBe(-ENOSYS);
    expect(backend.copyIn(region, 0, target)).toBe(-EPERM);
    expect(backend.remap(region, 0, byteLength, readWrite, anonymous, -1, 0)).toBe(-ENOMEM);
    expect([target[0], bytes[0]]).toEqual([0, 7]);
    expect(backend.copyOut(region, 0, target)).toBe(8);
  });
});

describe('supports.guards', () => {
  it('is what the fake was told, by default false', () => {
    expect(createFakeBackend().supports.guards).toBe(false);
    expect(createFakeBackend({ guards: true }).supports.guards).toBe(true);
  });
});
