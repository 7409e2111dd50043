import { execFileSync } from 'node:child_process';
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
import { basename, join } from 'node:path';
import { packedProject, target, workspace } from '../paths.js';

/** What the tests look at in a package.json. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly main?: string;
  readonly files?: readonly string[];
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly publishConfig?: Readonly<Record<string, unknown>>;
}

const own = join(packedProject, 'tarballs');
/** Of the binaries for other machines. What is inside is text: nobody is to load it here. */
const foreign = join(packedProject, 'foreign');

/** Of each package of a binary, this machine's and others': 'linux-x64'. */
export const platforms = (): string[] => readdirSync(join(workspace, 'packages/native/platforms'));

/** What npx is to be told for the package manager of this workspace: 'pnpm@10.34.9'. */
export function pinnedPnpm(): string {
  const { packageManager } = JSON.parse(readFileSync(join(workspace, 'package.json'), 'utf8'));
  return String(packageManager).split('+')[0] ?? 'pnpm';
}

/** 'carray-native-0.1.0.tgz' is of '@carray/native'. */
function nameOf(file: string): string {
  const [, rest] = /^carray-(.*?)-?\d+\.\d+\.\d+.*\.tgz$/.exec(file) ?? [];
  if (rest === undefined) throw new Error(`${file} is not named as a tarball of ours`);
  return rest === '' ? 'carray' : `@carray/${rest}`;
}

/** The package.json of a tarball. */
export function manifestIn(path: string): Manifest {
  return JSON.parse(execFileSync('tar', ['-xzOf', path, 'package/package.json'], { encoding: 'utf8' }));
}

const tarballsIn = (folder: string): [string, string][] =>
  readdirSync(folder).map((file) => [nameOf(file), join(folder, file)]);

/** Every package that is published, as the long form packs it: its name, and its tarball. */
export const allTarballs = (): Record<string, string> =>
  Object.fromEntries([...tarballsIn(own), ...(existsSync(foreign) ? tarballsIn(foreign) : [])]);

/** Those with code in them, which the tests of this machine can use. */
export const ownTarballs = (): Record<string, string> => Object.fromEntries(tarballsIn(own));

/**
 * Packs the binaries' packages of other machines, so that a package manager has them all to choose from: as a release packs
 * them, in a copy of what it needs of the workspace, since binaries of text are not to lie about in this one.
 */
export function packForeign(): void {
  const folder = mkdtempSync(join(tmpdir(), 'carray-foreign-'));
  const native = 'packages/native';
  for (const name of ['package.json', 'pnpm-workspace.yaml', '.npmrc', 'LICENSE']) copy(name);
  for (const name of ['package.json', 'scripts', 'platforms']) copy(join(native, name));
  function copy(name: string): void {
    cpSync(join(workspace, name), join(folder, name), {
      recursive: true,
      filter: (path) => basename(path) !== 'node_modules',
    });
  }
  const others = platforms().filter((name) => name !== target);
  for (const name of others) {
    mkdirSync(join(folder, native, 'prebuilds', name), { recursive: true });
    writeFileSync(join(folder, native, 'prebuilds', name, 'carray.node'), `of ${name}`);
  }
  mkdirSync(foreign, { recursive: true });
  const filters = others.map((name) => `--filter=@carray/native-${name}`);
  const args = ['-y', pinnedPnpm(), '-r', ...filters, 'pack', '--pack-destination', foreign];
  execFileSync('npx', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  rmSync(folder, { recursive: true });
}
