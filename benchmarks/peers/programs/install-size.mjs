// install-size PACKAGE: bytes on disk of the package and all that it brings.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [, , name, folder] = process.argv;
const packages = fileURLToPath(new URL('../../../packages', import.meta.url));
const read = (path) => JSON.parse(readFileSync(path, 'utf8'));

function npm(args, cwd) {
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm: ${/npm error (.*)/.exec(stderr)?.[1]}`);
  return stdout;
}

function size(path) {
  const entry = lstatSync(path);
  if (!entry.isDirectory()) return entry.size;
  return readdirSync(path).reduce((sum, child) => sum + size(join(path, child)), 0);
}

/** Installed in a folder of its own, with the scripts that it needs. */
function installed(dependency, version) {
  const prefix = mkdtempSync(join(folder, 'install-'));
  const own = {
    private: true,
    dependencies: { [dependency]: version },
    allowScripts: { [dependency]: true },
  };
  writeFileSync(join(prefix, 'package.json'), JSON.stringify(own));
  npm(['install', '--no-package-lock', '--no-audit', '--no-fund'], prefix);
  const bytes = size(join(prefix, 'node_modules'));
  rmSync(prefix, { recursive: true });
  return bytes;
}

/** What npm packs of our packages, the addon of this platform among them, and koffi. */
function ownSize() {
  const platform = `native/platforms/${process.platform}-${process.arch}`;
  const names = ['carray', 'backend', 'constants', 'native', 'ffi-fallback', platform];
  const folders = names.map((one) => join(packages, one)).filter((one) => existsSync(one));
  const sizes = folders.map((one) => JSON.parse(npm(['pack', '--dry-run', '--json'], one))[0].unpackedSize);
  const { dependencies } = read(join(packages, 'ffi-fallback/package.json'));
  return sizes.reduce((sum, bytes) => sum + bytes, 0) + installed('koffi', dependencies.koffi);
}

const { optionalDependencies } = read(join(packages, '../benchmarks/peers/package.json'));
console.log(name === 'carray' ? ownSize() : installed(name, optionalDependencies[name]));
