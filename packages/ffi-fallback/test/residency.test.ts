import { createRequire } from 'node:module';
import { constants } from 'node:os';
import type { Backend } from '@carray/backend';
import {
  MAP_ANONYMOUS,
  MAP_PRIVATE,
  MFD_CLOEXEC,
  MLOCK_ONFAULT,
  PROT_EXEC,
  PROT_READ,
  PROT_WRITE,
} from '@carray/constants';
import { describe, expect, it } from 'vitest';
import { backendOver, loadBackend } from '../src/ffi.js';
import { Functions, type Koffi } from '../src/koffi.js';
import { type Libc, loadLibc } from '../src/libc.js';
import { memoryFileFunctions } from '../src/libc-memory-files.js';
import { residencyFunctions } from '../src/libc-residency.js';

const { EINVAL, EIO, ENOSYS, ENOTSUP } = constants.errno;
const real = loadLibc();
const { pageSize } = real;
const readWrite = PROT_READ | PROT_WRITE;
const koffi: Koffi = createRequire(import.meta.url)('koffi');

/** Calls `use` with a page of memory. */
function withPage(backend: Backend, use: (region: number) => void): void {
  const region = backend.map(0, pageSize, readWrite, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  expect(region).toBeGreaterThan(0);
  use(region);
  expect(backend.unmap(region)).toBe(0);
}

describe('a C library without the functions', () => {
  /** A library that has those of the C library with such a name alone. */
  function libraryWith(names: RegExp): Libc {
    const library = koffi.load(null);
    const func = (declaration: string) => {
      if (!names.test(declaration)) throw new Error(`${declaration} is not there`);
      return library.func(declaration);
    };
    const functions = new Functions({ errno: () => koffi.errno(), load: () => ({ func }) }, { func });
    return { ...real, ...residencyFunctions(functions), ...memoryFileFunctions(functions) };
  }

  it('answers ENOSYS to all of them', () => {
    const backend = backendOver(libraryWith(/^$/));
    expect(backend.supports).toMatchObject({ memoryFiles: false, seals: false });
    withPage(backend, (region) => {
      expect([
        backend.residency(region, 0, pageSize, new Uint8Array(1)),
        backend.lock(region, 0, pageSize, 0),
        backend.lock(region, 0, pageSize, MLOCK_ONFAULT),
        backend.unlock(region, 0, pageSize),
        backend.adviseFile(0, 0, 0, 0),
        backend.createMemoryFile('carray', MFD_CLOEXEC),
        backend.addSeals(0, 0),
        backend.seals(0),
        backend.openShared('/carray', 0, 0),
        backend.unlinkShared('/carray'),
        backend.closeFile(-1),
      ]).toEqual(Array(11).fill(-ENOSYS));
      expect([0, -ENOTSUP]).toContain(backend.synchronizeCode(region, 0, pageSize));
    });
  });

  it('locks without flags where it has no mlock2', () => {
    const backend = backendOver(libraryWith(/ (mlock|munlock)\(/));
    withPage(backend, (region) => {
      const answer = real.mlock(backend.addressOf(region), pageSize, 0); // a process may have no right to lock
      expect(answer).not.toBe(-ENOSYS);
      expect(backend.unlock(region, 0, pageSize)).toBe(0);
      expect(backend.lock(region, 0, pageSize, 0)).toBe(answer);
      expect(backend.lock(region, 0, pageSize, 1)).toBe(-ENOSYS);
    });
  });

  it('looks for shm_open in librt, where the C library has none', () => {
    const asked: (string | null)[] = [];
    const none = {
      func() {
        throw new Error('not there');
      },
    };
    const load = (name: string | null) => {
      asked.push(name);
      return koffi.load(null);
    };
    const functions = new Functions({ errno: () => koffi.errno(), load }, none);
    const { shmOpen, shmUnlink } = memoryFileFunctions(functions);
    expect(asked).toEqual(['librt.so.1', 'librt.so.1']);
    const { ENOENT } = constants.errno;
    const name = `/carray-nobody-${process.pid}`;
    expect([shmOpen(name, 0, 0), shmUnlink(name)]).toEqual([-ENOENT, -ENOENT]);
  });
});

describe.runIf(process.platform === 'linux')('on Linux', () => {
  it('there are memory files, and seals', () => {
    expect(loadBackend().supports).toMatchObject({ physicalMemory: true, memoryFiles: true, seals: true });
  });
});

describe('adviseAsync()', () => {
  it('gives the region back where the call itself fails', async () => {
    const backend = backendOver({ ...real, madviseAsync: () => Promise.reject(new Error('no threads')) });
    const region = backend.map(0, pageSize, readWrite, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    await expect(backend.adviseAsync(region, 0, pageSize, 0)).rejects.toThrow('no threads');
    expect([backend.unmap(region), backend.liveRegions()]).toEqual([0, 0]);
  });

  it('answers the errno of the call', async () => {
    const backend = backendOver({ ...real, madviseAsync: () => Promise.resolve(-EIO) });
    const region = backend.map(0, pageSize, readWrite, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    expect(await backend.adviseAsync(region, 0, pageSize, 0)).toBe(-EIO);
    expect(await loadBackend().adviseAsync(region, 0, pageSize, 0)).toBe(-EINVAL);
    expect(backend.unmap(region)).toBe(0);
  });
});

/** A function that returns a number, as bytes of the machine. */
const returning: Partial<Record<string, (value: number) => Uint8Array>> = {
  x64: (value) => Uint8Array.of(0xb8, value, 0, 0, 0, 0xc3), // mov eax, value; ret
  arm64: (value) => new Uint8Array(Uint32Array.of(0x52800000 | (value << 5), 0xd65f03c0).buffer), // mov w0, #value; ret
};

describe('synchronizeCode()', () => {
  const code = returning[process.arch];
  const title = code ? '' : ` (skipped: no code for ${process.arch} is known here)`;

  it.skipIf(code === undefined)(`what was stored is what is executed${title}`, () => {
    const backend = loadBackend();
    withPage(backend, (region) => {
      const address = backend.addressOf(region);
      const bytes = new Uint8Array(real.view(address, pageSize));
      const call = koffi.decode(BigInt(address), koffi.proto('int returning()'));
      for (const value of [42, 43, 7]) {
        expect(backend.protect(region, 0, pageSize, readWrite)).toBe(0);
        const stored = code?.(value) ?? new Uint8Array();
        bytes.set(stored);
        expect(backend.protect(region, 0, pageSize, PROT_READ | PROT_EXEC)).toBe(0);
        expect(backend.synchronizeCode(region, 0, stored.length)).toBe(0);
        expect(call()).toBe(value);
      }
    });
  });
});
