import { constants } from 'node:os';
import { MAP_ANONYMOUS, MAP_PRIVATE, PROT_READ } from '@carray/constants';
import { describe, expect, it } from 'vitest';
import { loadAddon } from '../src/addon.js';
import { loadBackend } from '../src/index.js';
import { noBinary } from './no-binary.js';

describe.skipIf(noBinary)(`what the addon has${noBinary ? ` (skipped: ${noBinary})` : ''}`, () => {
  it.runIf(process.platform === 'linux')('on Linux: memory files, and seals', () => {
    expect(loadBackend().supports).toMatchObject({ physicalMemory: true, memoryFiles: true, seals: true });
  });

  it('on every processor: synchronizeCode', () => {
    const backend = loadBackend();
    const { pageSize } = backend;
    const region = backend.map(0, pageSize, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    expect(backend.synchronizeCode(region, 0, pageSize)).toBe(0);
    expect(backend.unmap(region)).toBe(0);
  });

  it('reads names and nothing else where it expects a name', () => {
    const addon = loadAddon();
    const calls = [
      (name: string) => addon.createMemoryFile(name, 0),
      (name: string) => addon.openShared(name, 0, 0),
      (name: string) => addon.unlinkShared(name),
    ];
    const refusal = expect.objectContaining({ code: 'ERR_INVALID_ARG_TYPE' });
    for (const call of calls) {
      for (const value of [undefined, null, 1, {}, [], Symbol('name'), new String('name')]) {
        expect(() => Reflect.apply(call, undefined, [value])).toThrow(refusal);
      }
    }
  });

  it('answers to what is no Uint8Array where it expects one', () => {
    const addon = loadAddon();
    const { pageSize } = addon;
    const region = addon.map(0, pageSize, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    for (const value of [
      undefined,
      null,
      1,
      'bytes',
      [0],
      new ArrayBuffer(8),
      new Uint16Array(8),
      new DataView(new ArrayBuffer(8)),
    ]) {
      expect(Reflect.apply(addon.residency, addon, [region, 0, pageSize, value])).toBe(
        -constants.errno.EINVAL,
      );
    }
    expect(addon.unmap(region)).toBe(0);
  });
});
