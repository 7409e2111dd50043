import { execFileSync } from 'node:child_process';
import { mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { npm } from '../../src/installed/managers.js';
import { Project, printed } from '../../src/installed/project.js';
import { backends } from '../../src/installed/stories.js';

// npm is a program for Node: its file is enough to run it.
const npmProgram = realpathSync(execFileSync('which', ['npm'], { encoding: 'utf8' }).trim());
const bare = new Project({ ...npm, install: [process.execPath, npmProgram, ...npm.install.slice(1)] });
/** Node and nothing else: no compiler, no Python, no make. npm's own shell is the one thing besides. */
const env = { PATH: bare.path('path'), npm_config_script_shell: '/bin/sh', CC: 'none', CXX: 'none' };

beforeAll(() => {
  mkdirSync(env.PATH);
  symlinkSync(process.execPath, join(env.PATH, 'node'));
  bare.install(['carray', '@carray/cli'], [], env);
}, 240_000);

it.each(backends)('what was installed with nothing but Node on PATH runs there, on %s', (backend) => {
  const there = { ...env, CARRAY_BACKEND: backend };
  expect(printed(bare.nodeIn(there, 'use.cjs'))).toBe(`3 function ${backend}\n`);
  expect(printed(bare.nodeIn(there, 'use.mjs'))).toBe(`3 function ${backend}\n`);
  expect(printed(bare.nodeIn(there, 'worker.cjs'))).toContain('the worker ended with 0\n');
  const info = printed(bare.nodeIn(there, 'node_modules/@carray/cli/bin/carray.js', 'info', '--json'));
  expect(JSON.parse(info).backend.name).toBe(backend);
});
