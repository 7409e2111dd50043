import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { type BackendName, onBothBackends } from '../src/packed.js';
import { packedProject } from '../src/paths.js';

// The rights of root know no bounds: a child of root becomes a user who has none. Anybody else has none already.
const isRoot = process.getuid?.() === 0;
const user = isRoot ? { uid: 65_534, gid: 65_534 } : {};

/** The user's project, where everybody can read it: the repository need not be open to others. */
const project = mkdtempSync(join(tmpdir(), 'carray-users-'));
execFileSync('/bin/cp', ['-R', join(packedProject, 'node_modules'), project]);
execFileSync('/bin/chmod', ['-R', 'a+rX', project]);
afterAll(() => rmSync(project, { recursive: true, force: true }));

const prelude = `
  const { mapFile, mmap, munmap, pageSize, uint8, ...c } = require('carray');
  const path = process.argv.at(-1);
  const READ_WRITE = c.PROT_READ | c.PROT_WRITE;
  const LOCKED = c.MAP_PRIVATE | c.MAP_ANONYMOUS | c.MAP_LOCKED;
  const tell = (call) => { try { return call(); } catch (error) { return error.code + ' ' + error.syscall; } };
  const map = (prot, flags) => tell(() => munmap(mmap(uint8, 1, prot, flags, path)));`;

/** Runs a program without rights and answers what it prints, as JSON. `limit` is for the shell: 'ulimit -l 64'. */
function runWithoutRights(body: string, path: string, backend: BackendName, limit = ':'): unknown {
  const node = [process.execPath, '-e', `${prelude} console.log(JSON.stringify(${body}));`, '--', path];
  const ended = spawnSync('/bin/sh', ['-c', `${limit} && exec "$0" "$@"`, ...node], {
    ...user,
    cwd: project,
    encoding: 'utf8',
    timeout: 50_000,
    env: { ...process.env, CARRAY_BACKEND: backend },
  });
  const { status, signal, stdout, stderr } = ended;
  expect({ status, signal, stderr }).toEqual({ status: 0, signal: null, stderr: '' });
  return JSON.parse(stdout);
}

/** A new file with these permissions for everybody, in a directory with those. */
function fileWithMode(bytes: Uint8Array, fileMode: number, directoryMode = 0o755): string {
  const directory = mkdtempSync(join(project, 'file-'));
  const path = join(directory, 'file.bin');
  writeFileSync(path, bytes);
  chmodSync(path, fileMode);
  chmodSync(directory, directoryMode);
  onTestFinished(() => chmodSync(directory, 0o755)); // or nobody but root could remove it
  return path;
}

const runs = spawnSync(process.execPath, ['-e', '0'], { ...user, cwd: project }).status === 0;
const reason = runs ? '' : ' (a user without rights cannot run this Node.js)';

describe.skipIf(!runs)(`without the rights of root${reason}`, () => {
  onBothBackends('a user', ({ pageSize }, backend) => {
    const content = Buffer.alloc(pageSize, 1);
    const run = (body: string, path: string, limit?: string) => runWithoutRights(body, path, backend, limit);

    it('EACCES from open: a file that may not be read', () => {
      const body = `[
        tell(() => mapFile(path)),
        tell(() => mapFile(path, { access: 'read-write' })),
        map(c.PROT_READ, c.MAP_PRIVATE), map(READ_WRITE, c.MAP_SHARED)]`;
      expect(run(body, fileWithMode(content, 0o000))).toEqual(Array(4).fill('EACCES open'));
    });

    it('EACCES from open: a directory on the way that may not be searched', () => {
      const body = '[tell(() => mapFile(path).get(0)), map(c.PROT_READ, c.MAP_SHARED)]';
      expect(run(body, fileWithMode(content, 0o666, 0o644))).toEqual(Array(2).fill('EACCES open'));
      expect(run(body, fileWithMode(content, 0o666, 0o711))).toEqual([1, true]);
    });

    it('EACCES from open: a file that may be read, mapped shared for writing', () => {
      const path = fileWithMode(content, 0o444);
      const body = `[tell(() => mapFile(path, { access: 'read-write' })), map(READ_WRITE, c.MAP_SHARED)]`;
      expect(run(body, path)).toEqual(Array(2).fill('EACCES open'));
    });

    it('a file that may only be read: reading and copy-on-write work, and it never changes', () => {
      const path = fileWithMode(content, 0o444);
      const body = `[
        mapFile(path).get(0),
        mapFile(path).typedArray.fill(6)[0],
        mapFile(path, { access: 'copy-on-write' }).fill(7).get(0),
        mmap(uint8, pageSize, READ_WRITE, c.MAP_PRIVATE, path).fill(8).at(-1),
        map(c.PROT_READ, c.MAP_SHARED)]`;
      expect(run(body, path)).toEqual([1, 6, 7, 8, true]);
      expect(readFileSync(path).equals(content)).toBe(true);
    });

    it('EAGAIN: more memory locked than RLIMIT_MEMLOCK; EPERM: where that is 0', () => {
      const body = `[2, 64].map((pages) => tell(() => munmap(mmap(uint8, pages * pageSize, READ_WRITE, LOCKED))))`;
      const limit = `ulimit -l ${(4 * pageSize) / 1024}`;
      expect(run(body, 'none', limit)).toEqual([true, 'EAGAIN mmap']);
      expect(run(body, 'none', 'ulimit -l 0')).toEqual(['EPERM mmap', 'EPERM mmap']);
    });

    it('ENOMEM: more address space than RLIMIT_AS', () => {
      const body = `[1, 32].map((count) => tell(() =>
        munmap(mmap(uint8, count * 2 ** 30, READ_WRITE, c.MAP_PRIVATE | c.MAP_ANONYMOUS | c.MAP_NORESERVE))))`;
      expect(run(body, 'none')).toEqual([true, true]);
      expect(run(body, 'none', `ulimit -v ${2 ** 24}`)).toEqual([true, 'ENOMEM mmap']);
    });

    it('EPERM: an address below vm.mmap_min_addr', ({ skip }) => {
      if (Number(readFileSync('/proc/sys/vm/mmap_min_addr', 'latin1')) === 0) skip('vm.mmap_min_addr is 0');
      const body = `tell(() => mmap(uint8, 1, c.PROT_READ, c.MAP_PRIVATE | c.MAP_ANONYMOUS | c.MAP_FIXED, null, 0, 0))`;
      expect(run(body, 'none')).toBe('EPERM mmap');
    });
  });
});
