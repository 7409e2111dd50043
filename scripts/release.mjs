// Publishes all packages in one version, with provenance; without --publish it does everything but that.
//
//   npx changeset            what a change means for users, with each change
//   npx changeset version    the next version, in every package
//   node scripts/release.mjs [--publish] [--only linux-x64,linux-arm64]
//
// Refuses where a binary of platforms/ is missing, and for all the other reasons of release-checks.mjs; --only names the
// binaries that a dry run asks for. pnpm publishes what others depend on first, and leaves out what the registry has
// already: where it was interrupted, it is run again. CONTRIBUTING.md has the steps.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as checks from './release-checks.mjs';
import { root } from './workspace.mjs';

const { values: options } = parseArgs({
  options: { publish: { type: 'boolean', default: false }, only: { type: 'string' } },
});

const packages = checks.packagesIn(root);
const [{ manifest }] = packages;
const wanted = options.only?.split(',') ?? checks.targetsIn(root);
const problems = [
  ...checks.versionProblems(root, packages, manifest.version),
  ...checks.fileProblems(root, packages),
  ...checks.binaryProblems(root, wanted),
];
if (options.publish) {
  if (options.only !== undefined) problems.push('--only is for dry runs');
  problems.push(...checks.publishProblems(root, packages, manifest.version, process.env));
}
if (problems.length > 0) {
  for (const problem of problems) console.error(`release: ${problem}`);
  process.exit(1);
}
const filters = ['--filter=./packages/*', ...wanted.map((target) => `--filter=@carray/native-${target}`)];
const how = options.publish ? ['--provenance'] : ['--dry-run'];
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const pnpm = packageManager.split('+')[0];
// Its own look at git asks for a branch; a tag has none, and what is to be committed is looked at above.
const args = ['-y', pnpm, '-r', ...filters, 'publish', '--access', 'public', '--no-git-checks', ...how];
const { status } = spawnSync('npx', args, { cwd: root, stdio: 'inherit' });
process.exit(status ?? 1);
