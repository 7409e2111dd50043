// Publishes all packages in one version, with provenance; without --publish it does everything but that.
//
//   npx changeset            what a change means for users, with each change
//   npx changeset version    the next version, in every package
//   node scripts/release.mjs [--publish] [--only linux-x64,linux-arm64]
//
// Refuses where a binary of platforms/ is missing; --only names those that a dry run asks for.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const native = join('packages', 'native');
const manifestOf = (folder) => JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
const foldersIn = (folder) => readdirSync(join(root, folder)).map((name) => join(folder, name));
const { values: options } = parseArgs({
  options: { publish: { type: 'boolean', default: false }, only: { type: 'string' } },
});

const targets = readdirSync(join(root, native, 'platforms'));
const folders = [...foldersIn('packages'), ...foldersIn(join(native, 'platforms'))];
const [{ version }] = folders.map(manifestOf);
const problems = [];

function checkVersions() {
  for (const folder of folders) {
    const own = manifestOf(folder).version;
    if (own !== version) problems.push(`${folder} has version ${own}, not ${version} as the others`);
  }
  const heading = new RegExp(`^## ${version.replaceAll('.', '\\.')}(?=\\s|$)(.*)$`, 'm');
  const [line, rest = ''] = heading.exec(readFileSync(join(root, 'CHANGELOG.md'), 'utf8')) ?? [];
  if (line === undefined) problems.push(`CHANGELOG.md has no section ${version}`);
  if (options.publish && rest.includes('not released')) problems.push(`CHANGELOG.md says "${line}"`);
}

function checkBinaries() {
  if (options.publish && options.only !== undefined) problems.push('--only is for dry runs');
  const wanted = options.only?.split(',') ?? targets;
  for (const target of wanted) {
    if (!targets.includes(target)) problems.push(`${target} is none of ${targets.join(', ')}`);
    else if (!existsSync(join(root, native, 'prebuilds', target, 'carray.node')))
      problems.push(
        `there is no binary for ${target}: node scripts/build.mjs --target ${target} in ${native}`,
      );
  }
  return wanted;
}

function checkTree() {
  const { stdout } = spawnSync('git', ['status', '--porcelain'], { cwd: root, encoding: 'utf8' });
  if (options.publish && stdout !== '') problems.push('there are changes that are not committed');
}

checkVersions();
const wanted = checkBinaries();
checkTree();
if (problems.length > 0) {
  for (const problem of problems) console.error(`release: ${problem}`);
  process.exit(1);
}
const filters = ['--filter=./packages/*', ...wanted.map((target) => `--filter=@carray/native-${target}`)];
const how = options.publish ? ['--provenance'] : ['--dry-run', '--no-git-checks'];
const pnpm = manifestOf('.').packageManager.split('+')[0];
const args = ['-y', pnpm, '-r', ...filters, 'publish', '--access', 'public', ...how];
const { status } = spawnSync('npx', args, { cwd: root, stdio: 'inherit' });
process.exit(status ?? 1);
