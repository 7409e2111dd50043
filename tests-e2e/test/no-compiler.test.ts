import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryDirectory } from '../src/files.js';
import { packedProject, target, workspace } from '../src/paths.js';

/** A PATH with Node and nothing else. */
function pathWithNodeAlone(): string {
  const folder = temporaryDirectory();
  symlinkSync(process.execPath, join(folder, 'node'));
  return folder;
}

/** The native package as a fresh checkout has it: sources, no binary. */
function freshNativePackage(): string {
  const folder = join(temporaryDirectory(), 'native');
  mkdirSync(folder);
  for (const name of ['addon', 'scripts', 'package.json', 'node_modules']) {
    cpSync(join(workspace, 'packages/native', name), join(folder, name), {
      recursive: true,
      verbatimSymlinks: false,
    });
  }
  return folder;
}

function build(folder: string, env: NodeJS.ProcessEnv) {
  return spawnSync(process.execPath, ['scripts/build.mjs'], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...env, PATH: pathWithNodeAlone() },
  });
}

it('the build goes on without a native backend, says so, and leaves the reason for the loader', () => {
  const folder = freshNativePackage();
  const { status, stderr } = build(folder, {});
  expect(status).toBe(0);
  expect(stderr).toContain('no C++ compiler was found');
  const prebuilds = join(folder, 'prebuilds', target);
  expect(existsSync(join(prebuilds, 'carray.node'))).toBe(false);
  expect(readFileSync(join(prebuilds, 'no-binary.txt'), 'utf8')).toContain(
    'looked for c++, g++, clang++ on PATH',
  );
});

it('the build fails where the native backend is required', () => {
  const { status, stderr } = build(freshNativePackage(), { CARRAY_REQUIRE_NATIVE: '1' });
  expect(status).toBe(1);
  expect(stderr).toContain('CARRAY_REQUIRE_NATIVE=1');
});

it('the installed packages run on ffi, and say why', () => {
  const project = temporaryDirectory();
  cpSync(join(packedProject, 'node_modules'), join(project, 'node_modules'), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => !source.includes(join('@carray', `native-${target}`)),
  });
  const env = { ...process.env, PATH: pathWithNodeAlone() };
  const run = (source: string) =>
    spawnSync(process.execPath, ['-e', source], { cwd: project, encoding: 'utf8', env });
  const { stdout, stderr } = run(`
    const { backendInfo, mapFile, withBackend } = require('carray');
    const { name, reason, native } = backendInfo();
    console.log(JSON.stringify({ name, reason, available: native.available, first: mapFile(process.execPath).get(0) }));
    try { withBackend('native'); } catch (error) { console.log(error.code, error.cause instanceof Error); }`);
  expect(stderr).toBe('');
  const [line = '', refusal] = stdout.split('\n');
  expect(JSON.parse(line)).toEqual({
    name: 'ffi',
    reason: expect.stringContaining(`@carray/native has no binary for ${target}`),
    available: false,
    first: 0x7f,
  });
  expect(refusal).toBe('ERR_BACKEND_UNAVAILABLE true');
});
