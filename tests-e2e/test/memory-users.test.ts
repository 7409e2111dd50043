import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type BackendName, carray, onBothBackends } from '../src/packed.js';
import { packedProject } from '../src/paths.js';

// As in posix-users.test.ts: a child of root becomes a user who has no rights. Anybody else has none already.
const isRoot = process.getuid?.() === 0;
const user = isRoot ? { uid: 65_534, gid: 65_534 } : {};

const project = mkdtempSync(join(tmpdir(), 'carray-memory-users-'));
execFileSync('/bin/cp', ['-R', join(packedProject, 'node_modules'), project]);
execFileSync('/bin/chmod', ['-R', 'a+rX', project]);
afterAll(() => rmSync(project, { recursive: true, force: true }));

const prelude = `
  const { lockAll, mapAnonymous, mapFile, munmap, pageSize, uint8, unlockAll } = require('carray');
  const { readFileSync } = require('node:fs');
  const path = process.argv.at(-1);
  const locked = () => Number(/VmLck:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'latin1'))[1]) * 1024 / pageSize;
  const tell = (call) => { try { return call() ?? 'done'; } catch (error) { return error.code + ' ' + error.syscall; } };
  const told = (call) => { try { call(); } catch (error) { return error.message; } };`;

/** Runs a program without rights and answers what it prints, as JSON. `limit` is for the shell. */
function run(backend: BackendName, body: string, limit: string, path = 'none'): unknown {
  const program = `${prelude} console.log(JSON.stringify((() => { ${body} })()));`;
  const { status, signal, stdout, stderr } = spawnSync(
    '/bin/sh',
    ['-c', `${limit} && exec "$0" "$@"`, process.execPath, '-e', program, '--', path],
    {
      ...user,
      cwd: project,
      encoding: 'utf8',
      timeout: 50_000,
      env: { ...process.env, CARRAY_BACKEND: backend },
    },
  );
  expect({ status, signal, stderr }).toEqual({ status: 0, signal: null, stderr: '' });
  return JSON.parse(stdout);
}

const runs = spawnSync(process.execPath, ['-e', '0'], { ...user, cwd: project }).status === 0;
const reason = runs ? '' : ' (a user without rights cannot run this Node.js)';

describe.skipIf(!runs)(`memory without the rights of root${reason}`, () => {
  onBothBackends('a user', (_api, backend) => {
    const { pageSize } = carray;
    const limit = `ulimit -l ${(4 * pageSize) / 1024}`;

    it('locks as much as RLIMIT_MEMLOCK allows, again and again, and not a page more', () => {
      const body = `
        const { mapping } = mapAnonymous(uint8, 64 * pageSize);
        return [
          tell(() => mapping.lock({ size: 4 * pageSize })), tell(() => mapping.lock({ size: 4 * pageSize })), locked(),
          tell(() => mapping.lock({ offset: 4 * pageSize, size: 1 })), tell(() => mapping.lock()), locked(),
          tell(() => mapping.unlock(0, pageSize)), tell(() => mapping.lock({ offset: 4 * pageSize, size: 1 })), locked(),
          tell(() => mapping.unlock()), locked()];`;
      expect(run(backend, body, limit)).toEqual([
        ...['done', 'done', 4, 'ENOMEM mlock', 'ENOMEM mlock', 4],
        ...['done', 'done', 4, 'done', 0],
      ]);
    });

    it('the message names the limit, and what is locked now', () => {
      const body = `
        const { mapping } = mapAnonymous(uint8, 64 * pageSize);
        mapping.lock({ size: pageSize });
        return told(() => mapping.lock());`;
      expect(run(backend, body, limit)).toBe(
        `ENOMEM: not enough memory, mlock: ${64 * pageSize} bytes more would be locked than the process may lock: RLIMIT_MEMLOCK is ${4 * pageSize} bytes, and ${pageSize} are locked now`,
      );
    });

    it('a limit of 0: EPERM', () => {
      const body = `
        const { mapping } = mapAnonymous(uint8, pageSize);
        return [tell(() => mapping.lock()), tell(() => mapping.lock({ onFault: true })), tell(() => lockAll()), told(() => mapping.lock())];`;
      expect(run(backend, body, 'ulimit -l 0')).toEqual([
        ...['EPERM mlock', 'EPERM mlock', 'EPERM mlockall'],
        'EPERM: operation not permitted, mlock: the process may lock nothing: RLIMIT_MEMLOCK is 0 bytes',
      ]);
    });

    it('the option lock: what cannot be locked is not mapped', () => {
      const body = `
        const areas = () => readFileSync('/proc/self/maps', 'latin1').split('\\n').filter((line) => line.includes(path)).length;
        return [
          tell(() => mapFile(path, { lock: true })), areas(), tell(() => mapAnonymous(uint8, 5 * pageSize, { lock: true })), locked(),
          tell(() => mapFile(path, { lock: true, length: 4 * pageSize }).get(0)), areas(), locked()];`;
      const path = writtenFile(8 * pageSize);
      expect(run(backend, body, limit, path)).toEqual(['ENOMEM mlock', 0, 'ENOMEM mlock', 0, 1, 1, 4]);
    });

    it('lockAll: all that is mapped counts', () => {
      expect(
        run(
          backend,
          'return [tell(() => lockAll()), told(() => lockAll({ future: false })), locked()];',
          limit,
        ),
      ).toEqual([
        'ENOMEM mlockall',
        expect.stringMatching(
          `RLIMIT_MEMLOCK is ${4 * pageSize} bytes, and all that is mapped counts, \\d{8,} bytes now`,
        ),
        0,
      ]);
    });

    it('residency of a file that another user owns: every page seems to be there', () => {
      const path = writtenFile(16 * pageSize);
      const owner = carray.mapFile(path);
      owner.mapping.evict();
      expect(owner.mapping.residency().resident).toBe(0);
      const body = 'const { resident, total } = mapFile(path).mapping.residency(); return [resident, total];';
      expect(run(backend, body, ':', path)).toEqual(isRoot ? [16, 16] : [0, 16]);
      carray.munmap(owner);
    });

    it('may evict what it may only read', () => {
      const path = writtenFile(16 * pageSize);
      expect(
        run(backend, `return tell(() => mapFile(path, { populate: true }).mapping.evict());`, ':', path),
      ).toBe('done');
      const owner = carray.mapFile(path);
      expect(owner.mapping.residency().resident).toBe(0);
      carray.munmap(owner);
    });
  });
});

let files = 0;

/** A file that everybody may read, without a dirty page. */
function writtenFile(byteLength: number): string {
  const path = join(project, `file-${++files}`);
  const fd = openSync(path, 'w');
  writeSync(fd, Buffer.alloc(byteLength, 1));
  fsyncSync(fd);
  closeSync(fd);
  chmodSync(path, 0o644);
  chmodSync(project, 0o755);
  return path;
}
