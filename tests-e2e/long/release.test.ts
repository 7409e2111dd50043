import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { workspace } from '../src/paths.js';

const targets = readdirSync(join(workspace, 'packages/native/platforms'));
let root = '';

/** What a release reads and packs: the manifests, the built files, a binary for each platform. */
function copyOfWorkspace(): string {
  const folder = mkdtempSync(join(tmpdir(), 'carray-release-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const isWanted = (path: string) =>
    !/\/(src|test|long|build|prebuilds|addon|[.]bin|[.]turbo)(\/|$)/.test(path.slice(workspace.length));
  for (const name of [
    'packages',
    'scripts',
    'package.json',
    'pnpm-workspace.yaml',
    'LICENSE',
    'CHANGELOG.md',
    '.npmrc',
  ]) {
    cpSync(join(workspace, name), join(folder, name), {
      recursive: true,
      verbatimSymlinks: true,
      filter: isWanted,
    });
  }
  for (const target of targets) {
    mkdirSync(join(folder, 'packages/native/prebuilds', target), { recursive: true });
    writeFileSync(join(folder, 'packages/native/prebuilds', target, 'carray.node'), target);
  }
  spawnSync('git', ['init', '--quiet'], { cwd: folder });
  return folder;
}

function release(...args: string[]) {
  const script = join(root, 'scripts/release.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

/** It ends with 1, says these things, one a line, and has not begun to publish. */
function expectRefusal(ended: ReturnType<typeof release>, ...problems: string[]): void {
  expect(ended).toEqual({
    status: 1,
    stdout: '',
    stderr: problems.map((problem) => `release: ${problem}\n`).join(''),
  });
}

function change(name: string, edit: (text: string) => string): void {
  writeFileSync(join(root, name), edit(readFileSync(join(root, name), 'utf8')));
}

const version: string = JSON.parse(
  readFileSync(join(workspace, 'packages/carray/package.json'), 'utf8'),
).version;

beforeEach(() => {
  root = copyOfWorkspace();
});

it('a dry run packs each package, with nothing to say against it', () => {
  const { status, stdout, stderr } = release();
  expect([status, stderr.replace(/^npm warn.*\n|^ ?WARN .*\n/gm, '')]).toEqual([
    0,
    expect.not.stringContaining('release:'),
  ]);
  const said = stdout + stderr;
  for (const target of targets) expect(said).toContain(`@carray/native-${target}@${version}`);
  for (const name of ['backend', 'cli', 'constants', 'ffi-fallback', 'native'])
    expect(said).toContain(`@carray/${name}@${version}`);
  expect(said).toContain(` carray@${version}`);
});

it('--only asks for the binaries that it names alone', () => {
  for (const target of targets.slice(1))
    rmSync(join(root, 'packages/native/prebuilds', target), { recursive: true });
  const [only = ''] = targets;
  const { status, stdout, stderr } = release('--only', only);
  expect(status, stdout + stderr).toBe(0);
  expect(stdout + stderr).toContain(`@carray/native-${only}@`);
  expect(stdout + stderr).not.toContain(`@carray/native-${targets[1]}@`);
});

it.each(targets)('refuses without the binary for %s', (target) => {
  rmSync(join(root, 'packages/native/prebuilds', target, 'carray.node'));
  expectRefusal(
    release(),
    `there is no binary for ${target}: node scripts/build.mjs --target ${target} in packages/native`,
  );
});

it.each(['packages/cli', 'packages/native/platforms/linux-x64'])(
  'refuses where %s has another version',
  (folder) => {
    change(`${folder}/package.json`, (text) => text.replace(`"version": "${version}"`, '"version": "9.9.9"'));
    expectRefusal(release(), `${folder} has version 9.9.9, not ${version} as the others`);
  },
);

it('refuses where CHANGELOG.md does not have the version', () => {
  change('CHANGELOG.md', (text) => text.replace(`## ${version}`, '## 0.0.9'));
  expectRefusal(release(), `CHANGELOG.md has no section ${version}`);
});

it('a section of a version that only begins alike is not the one', () => {
  change('CHANGELOG.md', (text) => text.replace(`## ${version}`, `## ${version}-beta.1`));
  expectRefusal(release(), `CHANGELOG.md has no section ${version}`);
});

it('says all that is wrong at once, and does not know other platforms', () => {
  change('CHANGELOG.md', () => '# Changelog\n');
  expectRefusal(
    release('--only', 'linux-vax'),
    `CHANGELOG.md has no section ${version}`,
    `linux-vax is none of ${targets.join(', ')}`,
  );
});

// Never with all in order: what would happen then is not undone.
it('to publish, the tree must be committed, the section be released, and nothing be left out', () => {
  change('CHANGELOG.md', (text) =>
    text.replace(new RegExp(`^## ${version}.*$`, 'm'), `## ${version} (not released yet)`),
  );
  expectRefusal(
    release('--publish', '--only', targets.join(',')),
    `CHANGELOG.md says "## ${version} (not released yet)"`,
    '--only is for dry runs',
    'there are changes that are not committed',
  );
});
