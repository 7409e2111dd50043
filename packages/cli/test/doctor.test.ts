import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Check, sharedName } from '../src/doctor/check.js';
import { backends, bin, carray, temporaryDirectory } from './support/cli.js';
import { hidden, withHidden } from './support/hidden.js';
import { documentOf } from './support/schema.js';

const temporary = temporaryDirectory();

interface Document {
  readonly ok: boolean;
  readonly checks: readonly Check[];
}

const documentOfDoctor = (text: string): Document => documentOf('doctor', text) as Document;

/** A directory for what the doctor leaves behind, which is nothing. */
function own(name: string): { TMPDIR: string } {
  const TMPDIR = temporary(name);
  mkdirSync(TMPDIR);
  return { TMPDIR };
}

const shared = (): string[] =>
  existsSync('/dev/shm') ? readdirSync('/dev/shm').filter((name) => name.startsWith('carray-doctor-')) : [];

/** A module that is loaded first, and keeps packages of that name from being found. */
function without(file: string, packages: RegExp): NodeJS.ProcessEnv {
  const path = temporary(file);
  writeFileSync(
    path,
    `const Module = require('node:module');
     const load = Module._load;
     Module._load = function (request, ...rest) {
       if (${packages}.test(request)) throw new Error("Cannot find module '" + request + "'");
       return load.call(this, request, ...rest);
     };`,
  );
  return { NODE_OPTIONS: `--require=${path}` };
}

describe('carray doctor', () => {
  test('finds everything in order here, and leaves nothing behind', async () => {
    const env = own('all');
    const { status, stdout, stderr } = await carray(['doctor', '--json'], env);
    const { ok, checks } = documentOfDoctor(stdout);
    const failed = checks.filter((check) => check.status === 'failed');
    const both = checks.filter(
      ({ name, part }) => name === 'survives a fault' && backends.includes(part as 'ffi'),
    );
    expect({ status, stderr, ok, failed }).toEqual({ status: 0, stderr: '', ok: true, failed: [] });
    expect(both.map((check) => check.status)).toEqual(backends.map(() => 'ok'));
    expect({ files: readdirSync(env.TMPDIR), shared: shared() }).toEqual({ files: [], shared: [] });
  });

  test.each(backends)(
    '--backend %s tries that one alone; one line for each check, and one at the end',
    async (backend) => {
      const { status, stdout } = await carray(['doctor', '--backend', backend]);
      const lines = stdout.trimEnd().split('\n');
      expect(status).toBe(0);
      expect(lines.pop()).toMatch(/^\d+ checks: \d+ ok, 0 failed, \d+ skipped$/);
      for (const line of lines) expect(line).toMatch(new RegExp(`^(ok|skipped) +(${backend}|system) +\\S`));
    },
  );

  test.each([
    ['native', /^@carray\/native$/, '@carray/native is not installed'],
    ['ffi', /^koffi$/, "Cannot find module 'koffi'"],
  ] as const)('one backend that is missing is no failure: %s', async (part, packages, why) => {
    const other = part === 'native' ? 'ffi' : 'native';
    if (!backends.includes(other)) return;
    const env = without(`no-${part}.cjs`, packages);
    const { status, stdout } = await carray(['doctor', '--json'], env);
    const { checks } = documentOfDoctor(stdout);
    expect(status).toBe(0);
    expect(checks.filter((check) => check.part === part)).toEqual([
      {
        ...{ part, name: 'loads', status: 'skipped', detail: expect.stringContaining(why) },
        advice: expect.stringMatching(/^carray works without; to have it: .*@carray\/\w+/),
      },
    ]);
    const alone = await carray(['doctor', '--backend', part], env);
    expect(alone.status).toBe(1);
    expect(alone.stdout).toMatch(new RegExp(`^failed +${part} +loads: .*What to do: .*@carray/`, 'm'));
  });

  test('both missing fails', async () => {
    const env = { ...own('none'), NODE_OPTIONS: '--no-addons' };
    const { status, stdout, stderr } = await carray(['doctor', '--json'], env);
    const { ok, checks } = documentOfDoctor(stdout);
    expect({ status, stderr, ok }).toEqual({ status: 1, stderr: '', ok: false });
    const failed = checks.filter((check) => check.status === 'failed');
    expect(failed.map(({ part, name }) => `${part} ${name}`)).toEqual(['native loads', 'ffi loads']);
    expect(readdirSync(env.TMPDIR)).toEqual([]);
  });

  test('a backend that ends the process is a failure of its own', async () => {
    const path = temporary('crash.cjs');
    writeFileSync(
      path,
      `if (process.argv[2] === 'ffi') {
         const fs = require('node:fs');
         const { truncateSync } = fs;
         fs.truncateSync = (...args) => (truncateSync(...args), process.kill(process.pid, 'SIGBUS'), process.hrtime());
       }`,
    );
    const env = { ...own('crash'), NODE_OPTIONS: `--require=${path}` };
    const { status, stdout } = await carray(['doctor'], env);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^failed +ffi +survives a fault: its process ended with SIGBUS\. What to do: /m);
    expect(stdout).toMatch(/^ok +system /m);
    expect({ files: readdirSync(env.TMPDIR), shared: shared() }).toEqual({ files: [], shared: [] });
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('%s ends it, and nothing is left', async (signal) => {
    const env = own(signal);
    const child = spawn(process.execPath, [bin, 'doctor'], { env: { ...process.env, ...env } });
    while (readdirSync(env.TMPDIR).flatMap((name) => readdirSync(`${env.TMPDIR}/${name}`)).length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    child.kill(signal);
    const end = await new Promise((resolve) => child.once('close', (_, by) => resolve(by)));
    expect({ end, files: readdirSync(env.TMPDIR), shared: shared() }).toEqual({
      end: signal,
      files: [],
      shared: [],
    });
  });

  test('where files cannot be written that is told, and nothing else is tried on them', async () => {
    const directory = temporary('gone');
    const { status, stdout, stderr } = await carray(['doctor'], { TMPDIR: directory });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^carray: ENOENT: .*mkdtemp.*\n$/);
    rmSync(directory, { recursive: true, force: true });
  });

  test.runIf(hidden)('without /proc it skips what it cannot see', async () => {
    const { status, stdout } = await withHidden(['/proc'], ['doctor', '--backend', 'ffi']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^skipped +ffi +unmaps, and leaves nothing: what is left cannot be seen/m);
    expect(stdout).toMatch(/^skipped +system +enough mappings .*does not tell$/m);
  });

  test.runIf(hidden)('without /dev/shm that is a failure, with what to do', async () => {
    const { status, stdout } = await withHidden(['/dev'], ['doctor', '--backend', 'ffi']);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^failed +ffi +shares memory by name: .*What to do: .*\/dev\/shm/m);
    expect(stdout).toMatch(/^skipped +system +room for shared memory/m);
  });
});

test('the shared memory of a try has a name of its own', () => {
  expect(sharedName('ffi', '/tmp/carray-a1B2')).toBe('carray-doctor-ffi-a1B2');
});
