import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it, onTestFinished } from 'vitest';
import { elfMachines } from '../../packages/native/scripts/elf-machines.mjs';
import { noNative } from '../src/packed.js';
import { target as here, workspace } from '../src/paths.js';

const targets = readdirSync(join(workspace, 'packages/native/platforms'));
let root = '';

/** As much of a binary as says what it is for: elf(5), <mach-o/loader.h>. */
function binaryFor(target: string): Buffer {
  const [os, cpu = '', libc = ''] = target.split('-');
  const header = Buffer.alloc(64);
  if (os === 'darwin') {
    header.writeUInt32LE(0xfeedfacf, 0);
    header.writeUInt32LE(cpu === 'arm64' ? 0x0100000c : 0x01000007, 4);
  } else {
    const { machine, bits, isLowFirst = true } = elfMachines[cpu] ?? { machine: 0, bits: 64 };
    header.write('\x7fELF', 'latin1');
    header.set([bits / 32, isLowFirst ? 1 : 2], 4);
    header[isLowFirst ? 'writeUInt16LE' : 'writeUInt16BE'](machine, 18);
  }
  return Buffer.concat([header, Buffer.from(libc && 'libc.musl-x86_64.so.1')]);
}

/** What a release reads and packs: the manifests, the built files, a binary for each platform. */
function copyOfWorkspace(): string {
  const folder = mkdtempSync(join(tmpdir(), 'carray-release-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  // Without what is noted for the next version, too: a release that has some is a case of its own.
  const unwanted = /\/(src|test|long|build|prebuilds|addon|[.]bin|[.]turbo)(\/|$)|[.]changeset\/.*[.]md$/;
  const isWanted = (path: string) => !unwanted.test(path.slice(workspace.length));
  for (const name of [
    'packages',
    'scripts',
    'package.json',
    'pnpm-workspace.yaml',
    'LICENSE',
    'CHANGELOG.md',
    '.changeset',
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
    writeFileSync(join(folder, 'packages/native/prebuilds', target, 'carray.node'), binaryFor(target));
  }
  spawnSync('git', ['init', '--quiet'], { cwd: folder });
  return folder;
}

function release(...args: string[]) {
  const script = join(root, 'scripts/release.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ACTIONS_ID_TOKEN_REQUEST_URL: '', GITHUB_REPOSITORY: 'somebody/something' },
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

it.each([
  ['linux-x64', 'linux-x64-musl'],
  ['linux-arm64-musl', 'linux-arm64'],
  ['darwin-x64', 'darwin-arm64'],
])('refuses where the binary for %s is one for %s', (target, other) => {
  writeFileSync(join(root, 'packages/native/prebuilds', target, 'carray.node'), binaryFor(other));
  expectRefusal(release(), `the binary for ${target} is one for ${other}`);
});

it('refuses a binary that is none', () => {
  writeFileSync(join(root, 'packages/native/prebuilds/linux-arm/carray.node'), '');
  expectRefusal(
    release(),
    'the binary for linux-arm is one for no platform that is known (packages/native/scripts/elf-machines.mjs)',
  );
});

it('knows the binary that was built here', () => {
  const path = join(workspace, 'packages/native/prebuilds', here, 'carray.node');
  if (!existsSync(path)) return expect(noNative).toMatch(/./);
  cpSync(path, join(root, 'packages/native/prebuilds', here, 'carray.node'));
  expect(release('--only', here).stderr).not.toContain('release:');
});

it('refuses where a package was not built, or not wholly', () => {
  rmSync(join(root, 'packages/constants/dist'), { recursive: true });
  rmSync(join(root, 'packages/carray/dist/sync.d.mts'));
  const { status, stderr } = release();
  expect([status, stderr.split('\n').length]).toEqual([1, 3]);
  expect(stderr).toContain('release: packages/carray has no ./dist/sync.d.mts: npm run build\n');
  expect(stderr).toContain('release: packages/constants has no ./dist/index.js, ./dist/index.d.ts,');
});

it('changesets make the next version of every package, and a release without it is refused', () => {
  writeFileSync(join(root, '.changeset/new-things.md'), '---\n"@carray/cli": minor\n---\n\nNew things.\n');
  const pending = '.changeset has what is in no version yet (new-things.md): npx changeset version';
  expectRefusal(release(), pending);
  const changeset = join(workspace, 'node_modules/@changesets/cli/bin.js');
  const { status, stderr } = spawnSync(process.execPath, [changeset, 'version'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(status, stderr).toBe(0);
  expectRefusal(release(), 'CHANGELOG.md has no section 0.2.0');
  change('CHANGELOG.md', (text) => text.replace(`## ${version}`, `## 0.2.0\n\n- New.\n\n## ${version}`));
  expect(release().stdout).toContain('@carray/native-linux-x64@0.2.0');
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
const noTag = `the commit has no tag v${version}`;
const noProvenance = 'provenance is made by .github/workflows/release.yml alone: push the tag, it publishes';
const folders = [
  ...['backend', 'carray', 'cli', 'constants', 'ffi-fallback', 'native'],
  ...targets.map((target) => `native/platforms/${target}`),
].map((name) => `packages/${name}`);
const noHome = (names: readonly string[]) =>
  `"repository" of package.json does not name github.com/somebody/something in ${names.join(', ')}`;

function git(...args: string[]): void {
  const who = ['-c', 'user.name=Somebody', '-c', 'user.email=somebody@example.com'];
  const { status, stderr } = spawnSync('git', [...who, ...args], { cwd: root, encoding: 'utf8' });
  expect(status, stderr).toBe(0);
}

it('to publish, the tree must be committed, the section be released, and nothing be left out', () => {
  change('CHANGELOG.md', (text) =>
    text.replace(new RegExp(`^## ${version}.*$`, 'm'), `## ${version} (not released yet)`),
  );
  expectRefusal(
    release('--publish', '--only', targets.join(',')),
    '--only is for dry runs',
    `CHANGELOG.md says "## ${version} (not released yet)"`,
    'there are changes that are not committed',
    ...[noTag, noProvenance, noHome(folders)],
  );
});

it('with these in order it still is the workflow that publishes, from the repository that the packages name', () => {
  change('CHANGELOG.md', (text) => text.replace(new RegExp(`^## ${version}.*$`, 'm'), `## ${version}`));
  for (const folder of folders.slice(1))
    change(`${folder}/package.json`, (text) =>
      text.replace('{', '{ "repository": { "url": "git+https://github.com/somebody/something.git" },'),
    );
  writeFileSync(join(root, '.gitignore'), 'node_modules/\n');
  git('add', '-A');
  git('commit', '--quiet', '-m', 'A release');
  expectRefusal(release('--publish'), noTag, noProvenance, noHome(folders.slice(0, 1)));
  git('tag', `v${version}`);
  expectRefusal(release('--publish'), noProvenance, noHome(folders.slice(0, 1)));
  change('LICENSE', (text) => `${text}.`);
  const uncommitted = 'there are changes that are not committed';
  expectRefusal(release('--publish'), uncommitted, noProvenance, noHome(folders.slice(0, 1)));
});
