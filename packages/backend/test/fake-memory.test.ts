import { closeSync, fstatSync, ftruncateSync, constants as open } from 'node:fs';
import { constants } from 'node:os';
import { F_SEAL_SHRINK, MADV_NORMAL, MAP_ANONYMOUS, MAP_PRIVATE, PROT_READ } from '@carray/constants';
import { describe, expect, it } from 'vitest';
import { createFakeBackend } from '../src/fake.js';

const { EBADF, EIO, EMFILE, ENOENT, ENOMEM, ENOTSUP } = constants.errno;
const anew = open.O_RDWR | open.O_CREAT | open.O_EXCL;

describe('calls about memory and its files', () => {
  it('are on record with their numbers, text and bytes by their length', async () => {
    const backend = createFakeBackend();
    const { pageSize } = backend;
    const region = backend.map(0, pageSize, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    await backend.adviseAsync(region, 0, pageSize, MADV_NORMAL);
    backend.synchronizeCode(region, 1, 2);
    backend.residency(region, 0, pageSize, new Uint8Array(3));
    backend.lock(region, 0, pageSize, 0);
    backend.unlock(region, 0, pageSize);
    backend.adviseFile(-1, 1, 2, 3);
    const fd = backend.createMemoryFile('name', 0);
    backend.addSeals(fd, F_SEAL_SHRINK);
    backend.seals(fd);
    backend.openShared('/absent', open.O_RDWR, 0o600);
    backend.unlinkShared('/absent');
    closeSync(fd);
    const record = backend.calls.slice(1).map((call) => [call.operation, call.arguments, call.result]);
    expect(record).toEqual([
      ['adviseAsync', [region, 0, pageSize, MADV_NORMAL], 0],
      ['synchronizeCode', [region, 1, 2], 0],
      ['residency', [region, 0, pageSize, 3], 0],
      ['lock', [region, 0, pageSize, 0], 0],
      ['unlock', [region, 0, pageSize], 0],
      ['adviseFile', [-1, 1, 2, 3], -EBADF],
      ['createMemoryFile', [4, 0], fd],
      ['addSeals', [fd, F_SEAL_SHRINK], -ENOTSUP],
      ['seals', [fd], -ENOTSUP],
      ['openShared', [7, open.O_RDWR, 0o600], -ENOENT],
      ['unlinkShared', [7], -ENOENT],
    ]);
  });

  it('fail when they are told to, without any effect', async () => {
    const backend = createFakeBackend();
    const { pageSize } = backend;
    const region = backend.map(0, pageSize, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    backend.failNext('lock', ENOMEM);
    backend.failNext('adviseAsync', EIO);
    backend.failNext('createMemoryFile', EMFILE);
    backend.failNext('openShared', EMFILE);
    expect([
      backend.lock(region, 0, pageSize, 0),
      await backend.adviseAsync(region, 0, pageSize, MADV_NORMAL),
      backend.createMemoryFile('name', 0),
      backend.openShared('/name', anew, 0o600),
      backend.openShared('/name', open.O_RDWR, 0o600),
    ]).toEqual([-ENOMEM, -EIO, -EMFILE, -EMFILE, -ENOENT]);
  });
});

describe('residency()', () => {
  it('says of lost pages that they are not there', () => {
    const backend = createFakeBackend();
    const { pageSize } = backend;
    const region = backend.map(0, 3 * pageSize, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    backend.lose(region, pageSize);
    const pages = new Uint8Array(3);
    expect(backend.residency(region, 0, 3 * pageSize, pages)).toBe(0);
    expect(pages).toEqual(Uint8Array.of(1, 0, 0));
  });
});

describe('memory by name', () => {
  it('has names that one fake knows', () => {
    const [one, other] = [createFakeBackend(), createFakeBackend()];
    const fd = one.openShared('/name', anew, 0o600);
    ftruncateSync(fd, 5);
    const again = one.openShared('name', open.O_RDONLY, 0);
    expect(fstatSync(again).size).toBe(5);
    expect(other.openShared('/name', open.O_RDONLY, 0)).toBe(-ENOENT);
    expect(one.unlinkShared('/name')).toBe(0);
    for (const opened of [fd, again]) closeSync(opened);
  });
});
