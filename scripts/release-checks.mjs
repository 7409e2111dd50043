// What is wrong with a release, in one list: scripts/release.mjs says it all at once, and does nothing then.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { platformOfBinary } from './binary-platform.mjs';

const native = join('packages', 'native');

/** The packages of the workspace in `root` that are published, each a folder and its manifest. */
export function packagesIn(root) {
  const foldersIn = (folder) => readdirSync(join(root, folder)).map((name) => join(folder, name));
  const folders = [...foldersIn('packages'), ...foldersIn(join(native, 'platforms'))];
  return folders.map((folder) => ({
    folder,
    manifest: JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')),
  }));
}

export const targetsIn = (root) => readdirSync(join(root, native, 'platforms'));

/** All in one version, which the changelog has, and nothing that belongs to the next one. */
export function versionProblems(root, packages, version) {
  const others = packages.filter(({ manifest }) => manifest.version !== version);
  const changes = join(root, '.changeset');
  const pending = existsSync(changes) ? readdirSync(changes).filter((name) => name.endsWith('.md')) : [];
  const problems = others.map(
    ({ folder, manifest }) => `${folder} has version ${manifest.version}, not ${version} as the others`,
  );
  if (headingOf(root, version) === undefined) problems.push(`CHANGELOG.md has no section ${version}`);
  if (pending.length > 0)
    problems.push(`.changeset has what is in no version yet (${pending.join(', ')}): npx changeset version`);
  return problems;
}

function headingOf(root, version) {
  const heading = new RegExp(`^## ${version.replaceAll('.', '\\.')}(?=\\s|$).*$`, 'm');
  return heading.exec(readFileSync(join(root, 'CHANGELOG.md'), 'utf8'))?.[0];
}

/** What a manifest promises must have been built: pnpm packs what is there, and says nothing of the rest. */
export function fileProblems(root, packages) {
  return packages
    .filter(({ folder }) => !folder.startsWith(join(native, 'platforms')))
    .flatMap(({ folder, manifest: { main, types, bin, man, exports } }) => {
      const paths = new Set([main, types, bin, man, exports].flatMap(stringsIn));
      const missing = [...paths].filter((path) => !existsSync(join(root, folder, path)));
      return missing.length > 0 ? [`${folder} has no ${missing.join(', ')}: npm run build`] : [];
    });
}

const stringsIn = (value) =>
  typeof value === 'string' ? [value] : Object.values(value ?? {}).flatMap(stringsIn);

export function binaryProblems(root, wanted) {
  const targets = targetsIn(root);
  return wanted.flatMap((target) => {
    const path = join(root, native, 'prebuilds', target, 'carray.node');
    if (!targets.includes(target)) return [`${target} is none of ${targets.join(', ')}`];
    if (!existsSync(path))
      return [`there is no binary for ${target}: node scripts/build.mjs --target ${target} in ${native}`];
    const platform = platformOfBinary(path);
    if (platform === target) return [];
    const known = platform ?? 'no platform that is known (packages/native/scripts/elf-machines.mjs)';
    return [`the binary for ${target} is one for ${known}`];
  });
}

/** What only publishing asks for: a dry run can be made at any time, anywhere. */
export function publishProblems(root, packages, version, env) {
  const git = (...args) => spawnSync('git', args, { cwd: root, encoding: 'utf8' }).stdout ?? '';
  const problems = [];
  const heading = headingOf(root, version);
  if (heading?.includes('not released')) problems.push(`CHANGELOG.md says "${heading}"`);
  const [branch = '', ...changes] = git('status', '--porcelain', '--branch').trim().split('\n');
  if (!branch.startsWith('##') || changes.length > 0)
    problems.push('there are changes that are not committed');
  if (!git('tag', '--points-at', 'HEAD').split('\n').includes(`v${version}`))
    problems.push(`the commit has no tag v${version}`);
  if (!env.ACTIONS_ID_TOKEN_REQUEST_URL)
    problems.push('provenance is made by .github/workflows/release.yml alone: push the tag, it publishes');
  // npm refuses the provenance of a package that does not name the repository that it was built in.
  const home = `github.com/${env.GITHUB_REPOSITORY ?? 'OWNER/NAME'}`;
  const strangers = packages.filter(({ manifest }) => !manifest.repository?.url?.includes(home));
  if (strangers.length > 0) {
    const folders = strangers.map(({ folder }) => folder).join(', ');
    problems.push(`"repository" of package.json does not name ${home} in ${folders}`);
  }
  return problems;
}
