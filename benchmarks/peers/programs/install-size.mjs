// install-size PACKAGE: bytes on disk of the package and all that it brings.
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [, , name, folder] = process.argv;
const root = fileURLToPath(new URL('../..', import.meta.url));

function size(path) {
  const entry = lstatSync(path);
  if (entry.isDirectory()) return readdirSync(path).reduce((sum, child) => sum + size(join(path, child)), 0);
  return entry.size;
}

/** What `npm pack` would take of our own packages, for this platform. */
function ownSize() {
  const packages = ['carray', 'backend', 'constants', 'native', 'ffi-fallback'].map((one) =>
    join(root, '../packages', one),
  );
  const parts = ['dist', 'prebuilds', 'README.md', 'package.json'];
  const paths = packages
    .flatMap((one) => parts.map((part) => join(one, part)))
    .filter((path) => existsSync(path));
  return paths.reduce((sum, path) => sum + size(path), 0) + installed('koffi', koffiVersion());
}

const koffiVersion = () =>
  JSON.parse(readFileSync(join(root, '../packages/ffi-fallback/package.json'), 'utf8')).dependencies.koffi;

function installed(one, version) {
  const prefix = mkdtempSync(join(folder, 'install-'));
  const args = ['install', '--silent', '--no-package-lock', `--allow-scripts=${one}`, '--prefix', prefix];
  const { status, stderr } = spawnSync('npm', [...args, `${one}@${version}`], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm install ${one}: ${stderr.trim().split('\n')[0]}`);
  const bytes = size(join(prefix, 'node_modules'));
  rmSync(prefix, { recursive: true });
  return bytes;
}

const { optionalDependencies } = JSON.parse(readFileSync(join(root, 'peers/package.json'), 'utf8'));
console.log(name === 'carray' ? ownSize() : installed(name, optionalDependencies[name]));
