import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { MAP_ANONYMOUS, MAP_SHARED, PROT_READ, PROT_WRITE } from '@carray/constants';
import { afterAll, describe, expect, it } from 'vitest';
import { backendOver, loadBackend } from '../src/ffi.js';
import { Functions, type Koffi } from '../src/koffi.js';
import { type Libc, loadLibc } from '../src/libc.js';
import { waitFunctions } from '../src/libc-waits.js';

const { EINTR, EINVAL, ENOSYS, ENOTSUP, EPERM } = constants.errno;
const real = loadLibc();
const { pageSize } = real;
const koffi: Koffi = createRequire(import.meta.url)('koffi');
const functions = new Functions(koffi, koffi.load(null));
const isLinux = process.platform === 'linux';

/** The memory under a region of a page, of a backend whose C library has another futex. */
function withPage(
  futex: Libc['futex'],
  use: (backend: ReturnType<typeof backendOver>, region: number) => void,
) {
  const backend = backendOver({ ...real, futex });
  const region = backend.map(0, pageSize, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  use(backend, region);
  expect(backend.unmap(region)).toBe(0);
}

describe('futex(2)', () => {
  it.runIf(isLinux)('is there on Linux', () => {
    expect(loadBackend().supports).toMatchObject({ waits: true, asyncWaits: false });
  });

  it.each([
    ['linux', 'pdp11'],
    ['darwin', 'arm64'],
    ['freebsd', 'x64'],
  ])('is not called on %s %s, whose number is not known', (platform, arch) => {
    const { futex } = waitFunctions(functions, platform, arch);
    withPage(futex, (backend, region) => {
      expect(backend.supports).toMatchObject({ waits: false, asyncWaits: false });
      expect([backend.waitAt(region, 0, 0, -1), backend.wakeAt(region, 0, 1)]).toEqual([-ENOSYS, -ENOSYS]);
      expect(backend.waitAt(region, 2, 0, -1)).toBe(-EINVAL);
      expect(backend.waitAsync(region, 0, 0, -1)).toBe(-ENOTSUP);
    });
  });

  it.each([ENOSYS, EPERM])('is not there where a kernel or a sandbox says so: errno %i', (errno) => {
    expect(backendOver({ ...real, futex: () => -errno }).supports.waits).toBe(false);
  });

  it('answers what the kernel does', () => {
    withPage(
      () => -EINTR,
      (backend, region) => expect(backend.waitAt(region, 0, 0, 1)).toBe(-EINTR),
    );
  });

  it.each([
    [8, 1234.5, [1, 0, 234_500_000, 0]],
    [8, 0, [0, 0, 0, 0]],
    [8, 1e-7, [0, 0, 1, 0]],
    [8, 1e12, [1e9, 0, 0, 0]],
    [8, 999.9999999, [0, 0, 999_999_999, 0]],
    [4, 1234.5, [1, 234_500_000]],
  ])('takes a timespec of two numbers of %i bytes: %f milliseconds', (pointerSize, timeout, words) => {
    const seen: number[][] = [];
    const futex: Libc['futex'] = (_address, _operation, _value, time) => {
      if (time !== 0) seen.push([...new Uint32Array(real.view(time, 2 * pointerSize))]);
      return 0;
    };
    const backend = backendOver({ ...real, pointerSize, futex });
    const region = backend.map(0, pageSize, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    expect(backend.waitAt(region, 0, 0, timeout)).toBe(0);
    for (const endless of [-1, 1e13, Number.POSITIVE_INFINITY]) {
      expect(backend.waitAt(region, 0, 0, endless)).toBe(0);
    }
    expect(seen).toEqual([words]);
    expect(backend.unmap(region)).toBe(0);
  });
});

const folder = mkdtempSync(join(tmpdir(), 'carray-waits-'));
afterAll(() => rmSync(folder, { recursive: true }));
const program = fileURLToPath(new URL('./programs/waits.cjs', import.meta.url));

function makeFile(name: string): string {
  const file = join(folder, name);
  writeFileSync(file, new Uint8Array(3 * pageSize));
  return file;
}

/** How one side of a case ends in a process of its own. */
async function inProcess(...args: readonly string[]) {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += String(data)));
  const [status, signal]: unknown[] = await once(child, 'close');
  return { status, signal, said };
}

async function inWorker(...args: readonly string[]): Promise<unknown[]> {
  return once(new Worker(program, { workerData: args }), 'exit');
}

const wellEnded = { status: 0, signal: null, said: 'reached\n' };

describe.runIf(isLinux)('numbers that others store, on Linux', () => {
  it('two processes take turns', async () => {
    const file = makeFile('turns');
    const side = (number: number) => inProcess('turns', file, String(number), '1000');
    expect(await Promise.all([side(0), side(1)])).toEqual([wellEnded, wellEnded]);
  });

  it('a process and a worker take turns', async () => {
    const file = makeFile('worker');
    const ended = inWorker('turns', file, '1', '1000');
    expect(await inProcess('turns', file, '0', '1000')).toEqual(wellEnded);
    expect(await ended).toEqual([0]);
  });

  it('one of three processes is woken', async () => {
    const file = makeFile('three');
    const side = (number: number) => inProcess('oneOfThree', file, String(number));
    expect(await Promise.all([side(0), side(1), side(1), side(1)])).toEqual(Array(4).fill(wellEnded));
  });
});
