import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type BackendName, onBothBackends } from '../src/packed.js';
import { packedProject } from '../src/paths.js';

// The rights of root know no bounds: a child of root becomes a user who has none. Anybody else has none already.
const isRoot = process.getuid?.() === 0;
const user = isRoot ? { uid: 65_534, gid: 65_534 } : {};

/** The user's project, where everybody can read it: the repository need not be open to others. */
const project = mkdtempSync(join(tmpdir(), 'carray-backend-users-'));
execFileSync('/bin/cp', ['-R', join(packedProject, 'node_modules'), project]);
execFileSync('/bin/chmod', ['-R', 'a+rX', project]);
afterAll(() => rmSync(project, { recursive: true, force: true }));

const packages = { native: '@carray/native', ffi: '@carray/ffi-fallback' };

const prelude = `
  const { readFileSync, closeSync, constants: { O_RDONLY, O_RDWR, O_CREAT, O_EXCL } } = require('node:fs');
  const c = require('@carray/constants');
  const { EACCES, ENOMEM, ENOENT, EPERM } = require('node:os').constants.errno;
  const flags = c.MAP_PRIVATE | c.MAP_ANONYMOUS;
  const map = (pages) => backend.map(0, pages * backend.pageSize, c.PROT_READ | c.PROT_WRITE, flags, -1, 0);
  const locked = () => Number(/^VmLck:\\s+(\\d+) kB/m.exec(readFileSync('/proc/self/status', 'latin1'))[1]) * 1024;
  const name = (errno) => Object.entries(require('node:os').constants.errno).find(([, n]) => n === -errno)?.[0] ?? errno;`;

/** Runs a program without rights and answers what it prints, as JSON. `limit` is for the shell: 'ulimit -l 64'. */
function run(backend: BackendName, body: string, limit = ':'): unknown {
  const program = `const backend = require('${packages[backend]}').loadBackend(); ${prelude}
    console.log(JSON.stringify((() => { ${body} })()));`;
  const { status, signal, stdout, stderr } = spawnSync(
    '/bin/sh',
    ['-c', `${limit} && exec "$0" "$@"`, process.execPath, '-e', program],
    { ...user, cwd: project, encoding: 'utf8', timeout: 50_000 },
  );
  expect({ status, signal, stderr }).toEqual({ status: 0, signal: null, stderr: '' });
  return JSON.parse(stdout);
}

const runs = spawnSync(process.execPath, ['-e', '0'], { ...user, cwd: project }).status === 0;
const reason = runs ? '' : ' (a user without rights cannot run this Node.js)';

describe.skipIf(!runs)(`a backend without the rights of root${reason}`, () => {
  onBothBackends('locks', ({ pageSize }, backend) => {
    const limit = `ulimit -l ${(4 * pageSize) / 1024}`;

    it('as many pages as RLIMIT_MEMLOCK lets it, and no more: ENOMEM', () => {
      const body = `
        const region = map(8);
        const lock = (from, pages) => name(backend.lock(region, from * backend.pageSize, pages * backend.pageSize, 0));
        const answers = [lock(0, 4), lock(4, 1), lock(0, 4), lock(0, 8)];
        const before = locked() / backend.pageSize;
        backend.unlock(region, 0, backend.pageSize);
        answers.push(lock(7, 1));
        return [...answers, before, locked() / backend.pageSize];`;
      expect(run(backend, body, limit)).toEqual([0, 'ENOMEM', 0, 'ENOMEM', 0, 4, 4]);
    });

    it('nothing where the limit is 0, and unlocks all the same: EPERM', () => {
      const body = `
        const region = map(1);
        const range = [region, 0, backend.pageSize];
        return [name(backend.lock(...range, 0)), name(backend.lock(...range, c.MLOCK_ONFAULT)),
          backend.unlock(...range), locked()];`;
      expect(run(backend, body, 'ulimit -l 0')).toEqual(['EPERM', 'EPERM', 0, 0]);
    });
  });

  onBothBackends('memory by name', (_, backend) => {
    it('is for those whom its permissions let: EACCES', () => {
      const body = `
        const shared = '/carray-users-' + process.pid;
        const open = (flags) => {
          const fd = backend.openShared(shared, flags, 0o400);
          if (fd >= 0) closeSync(fd);
          return fd >= 0 ? 'open' : name(fd);
        };
        const answers = [open(O_RDWR | O_CREAT | O_EXCL), open(O_RDONLY), open(O_RDWR)];
        return [...answers, backend.unlinkShared(shared), name(backend.unlinkShared(shared))];`;
      expect(run(backend, body)).toEqual(['open', 'open', 'EACCES', 0, 'ENOENT']);
    });

    it.runIf(isRoot)('of others is neither opened nor unlinked', () => {
      const shared = `/carray-root-${process.pid}-${backend}`;
      const asRoot = (body: string) =>
        execFileSync(
          process.execPath,
          ['-e', `const backend = require('${packages[backend]}').loadBackend(); ${body}`],
          { cwd: project, encoding: 'utf8' },
        );
      asRoot(`const { constants: c } = require('node:fs');
        if (backend.openShared('${shared}', c.O_RDWR | c.O_CREAT | c.O_EXCL, 0o600) < 0) process.exit(1);`);
      try {
        const body = `
          return [O_RDONLY, O_RDWR, O_RDWR | O_CREAT].map((flags) => name(backend.openShared('${shared}', flags, 0o600)))
            .concat(name(backend.unlinkShared('${shared}')));`;
        const refused = ['EACCES', 'EACCES', 'EACCES', expect.stringMatching(/^(EACCES|EPERM)$/)];
        expect(run(backend, body)).toEqual(refused);
      } finally {
        asRoot(`if (backend.unlinkShared('${shared}') !== 0) process.exit(1);`);
      }
    });
  });
});
