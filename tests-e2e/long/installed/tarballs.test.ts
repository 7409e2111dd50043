import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tarballStories } from '../../src/installed/tarball-stories.js';
import { allTarballs, platforms } from '../../src/installed/tarballs.js';
import { workspace } from '../../src/paths.js';

const attw = join(workspace, 'tests-e2e/node_modules/@arethetypeswrong/cli/dist/index.js');
const tarballs = allTarballs();

/** How Are The Types Wrong ends, and what it says. */
function check(...args: string[]): { status: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [attw, ...args], { encoding: 'utf8' });
  return { status, said: stdout + stderr };
}

it('each package that is published has one', () => {
  const names = ['backend', 'cli', 'constants', 'ffi-fallback', 'native'];
  const binaries = platforms().map((target) => `native-${target}`);
  const all = [...names, ...binaries].map((name) => `@carray/${name}`);
  expect(Object.keys(tarballs).sort()).toEqual([...all, 'carray'].sort());
});

tarballStories(tarballs);

/** The command and the binaries, which nobody imports. */
const isWithoutTypes = (name: string) => name === '@carray/cli' || name.startsWith('@carray/native-');

describe.each(Object.entries(tarballs))('the types of %s', (name, path) => {
  it('are found by every kind of resolution, where there are any', () => {
    const but = name === '@carray/backend' ? ['--exclude-entrypoints', 'contract'] : [];
    const said = isWithoutTypes(name) ? 'does not contain types' : 'No problems found';
    expect(check(path, ...but)).toEqual({ status: 0, said: expect.stringContaining(said) });
  });

  // vitest is an ES module, and what is a suite for it is one too.
  if (name === '@carray/backend') {
    it('of the contract are found, as those of an ES module', () => {
      const options = ['--entrypoints', 'contract', '--ignore-rules', 'cjs-resolves-to-esm'];
      expect(check(path, ...options)).toMatchObject({ status: 0 });
    });
  }
});
