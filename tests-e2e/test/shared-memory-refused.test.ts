import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type BackendName, carray, onBothBackends } from '../src/packed.js';
import { packedProject } from '../src/paths.js';
import { answerOf } from '../src/shared/child.js';
import { freshName, sizeOf } from '../src/shared/names.js';

const { uint8 } = carray;

const mountTmpfs = 'mount -t tmpfs -o size=64k tmpfs /dev/shm';
const mounted = spawnSync('unshare', ['--mount', 'sh', '-c', mountTmpfs], { encoding: 'utf8' });
/** Why no small file system can be had here; undefined where one can. */
const noDisk = mounted.status === 0 ? undefined : `no tmpfs: ${mounted.error?.message ?? mounted.stderr}`;

describe.skipIf(noDisk !== undefined)(`a full /dev/shm${noDisk === undefined ? '' : ` (${noDisk})`}`, () => {
  onBothBackends('shared memory', ({ pageSize }, backend) => {
    const answer = (expression: string): unknown =>
      answerOf(expression, 'name', { backend, before: mountTmpfs, mounts: true });
    const room = 65_536;

    it('ENOSPC at once; what was there is what it was, and what was made is gone', () => {
      const body = `(() => {
        const present = openSharedMemory('present', uint8, pageSize, { create: true }).fill(7);
        const before = fds();
        const open = (name, length) => tell(() => openSharedMemory(name, uint8, length, { create: true }));
        const refused = [open('present', ${2 * room}), open('absent', ${2 * room}), open('absent', ${room})];
        const names = fs.readdirSync('/dev/shm');
        const size = fs.statSync('/dev/shm/present').size;
        const kept = present.toArray().every((each) => each === 7);
        const rest = open('rest', ${room} - pageSize);
        return { refused, names, isSame: size === pageSize && kept, leaked: fds() - before, rest: rest.fill(1).length };
      })()`;
      const full = 'ENOSPC posix_fallocate';
      expect(answer(body)).toEqual({
        refused: [full, full, full],
        names: ['present'],
        isSame: true,
        leaked: 0,
        rest: room - pageSize,
      });
    });

    it('the message names the file system', () => {
      const body = `(() => {
        try { openSharedMemory('absent', uint8, ${2 * room}, { create: true }); } catch (error) { return error.message; }
      })()`;
      expect(answer(body)).toBe(
        `ENOSPC: no space left on device, posix_fallocate '/absent': the file system of shared memory (/dev/shm) has no room for that`,
      );
    });
  });
});

// What is root's is another user's for a child that becomes nobody.
const isRoot = process.getuid?.() === 0;
const user = { uid: 65_534, gid: 65_534 };

/** The user's project, where everybody can read it: the repository need not be open to others. */
const project = mkdtempSync(join(tmpdir(), 'carray-users-'));
execFileSync('/bin/cp', ['-R', join(packedProject, 'node_modules'), project]);
execFileSync('/bin/chmod', ['-R', 'a+rX', project]);
afterAll(() => rmSync(project, { recursive: true, force: true }));

const runs = isRoot && spawnSync(process.execPath, ['-e', '0'], { ...user, cwd: project }).status === 0;
const reason = runs ? '' : ' (only root can become one, who must be able to run this Node.js)';

describe.skipIf(!runs)(`a user who has no rights${reason}`, () => {
  onBothBackends('and shared memory of another', (api, backend: BackendName) => {
    const { openSharedMemory, unlinkSharedMemory, munmap } = api;

    const answer = (expression: string, name: string) =>
      answerOf(expression, name, { backend, user, project });
    const open = (options: string) => `tell(() => openSharedMemory(given, uint8, 3, ${options}).toArray())`;

    it('EACCES where the mode does not permit it, readOnly where it permits reading', () => {
      const [closed, readable] = [freshName(), freshName()];
      munmap(openSharedMemory(closed, uint8, 3, { create: true }).fill(1));
      munmap(openSharedMemory(readable, uint8, 3, { create: true, mode: 0o644 }).fill(2));
      const tries = `[${open('{}')}, ${open('{ readOnly: true }')}, ${open('{ create: true }')}]`;
      const refused = 'EACCES shm_open';
      expect(answer(tries, closed)).toEqual([refused, refused, refused]);
      expect(answer(tries, readable)).toEqual([refused, [2, 2, 2], refused]);
      expect(answer('tell(() => unlinkSharedMemory(given))', closed)).toMatch(/^(EACCES|EPERM) shm_unlink$/);
      expect([sizeOf(closed), unlinkSharedMemory(closed), unlinkSharedMemory(readable)]).toEqual([
        3,
        true,
        true,
      ]);
    });

    it('what may be read and written is found with create, too, and made longer', () => {
      const name = freshName();
      munmap(openSharedMemory(name, uint8, 3, { create: true }).fill(4));
      execFileSync('chmod', ['666', `/dev/shm/${name}`]);
      expect(answer(open('{ create: true }'), name)).toEqual([4, 4, 4]);
      expect(answer(`openSharedMemory(given, uint8, 6, { create: true }).toArray()`, name)).toEqual([
        4, 4, 4, 0, 0, 0,
      ]);
    });
  });
});
