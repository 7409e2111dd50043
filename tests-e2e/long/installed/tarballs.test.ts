import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ownTarballs } from '../../src/installed/tarballs.js';
import { workspace } from '../../src/paths.js';

const installed = join(workspace, 'tests-e2e/node_modules');
const attw = join(installed, '@arethetypeswrong/cli/dist/index.js');
const publint = join(installed, 'publint/src/cli.js');

/** How a checker ends, and what it says. */
function check(program: string, ...args: string[]): { status: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' });
  return { status, said: status === 0 ? '' : stdout + stderr };
}

const fine = { status: 0, said: '' };
const tarballs = Object.entries(ownTarballs());
/** Those that somebody imports: the command and the binary have no types. */
const libraries = tarballs.filter(([name]) => name !== '@carray/cli' && !name.startsWith('@carray/native-'));

describe.each(tarballs)('%s', (_, path) => {
  it('publint --strict finds nothing', () => {
    expect(check(publint, 'run', path, '--strict')).toEqual(fine);
  });

  it('has a licence and a readme, and no tests, sources, maps or scripts that run at installation', () => {
    const files = execFileSync('tar', ['-tzf', path], { encoding: 'utf8' }).trim().split('\n');
    expect(files).toEqual(expect.arrayContaining(['package/LICENSE', 'package/package.json']));
    expect(
      files.filter((file) => /\/(test|src|long)\/|\.(map|tsx?)$/.test(file) && !/\.d\.m?ts$/.test(file)),
    ).toEqual([]);
    const manifest = JSON.parse(
      execFileSync('tar', ['-xzOf', path, 'package/package.json'], { encoding: 'utf8' }),
    );
    const scripts = Object.keys(manifest.scripts ?? {});
    expect(scripts.filter((name) => /^(pre|post)?(install|prepare)$/.test(name))).toEqual([]);
    expect(JSON.stringify(manifest)).not.toContain('workspace:');
  });
});

describe.each(libraries)('the types of %s', (name, path) => {
  it('are found by every kind of resolution', () => {
    const but = name === '@carray/backend' ? ['--exclude-entrypoints', 'contract'] : [];
    expect(check(attw, path, ...but)).toEqual(fine);
  });

  // vitest is an ES module, and what is a suite for it is one too.
  it.runIf(name === '@carray/backend')('of the contract are found, as those of an ES module', () => {
    expect(check(attw, path, '--entrypoints', 'contract', '--ignore-rules', 'cjs-resolves-to-esm')).toEqual(
      fine,
    );
  });
});
