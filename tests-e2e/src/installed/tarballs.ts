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
import { join } from 'node:path';
import { packedProject, target, workspace } from '../paths.js';

const own = join(packedProject, 'tarballs');
/** Of the binaries for other machines. What is inside is none: nobody is to install it here. */
const foreign = join(packedProject, 'foreign');
const platforms = join(workspace, 'packages/native/platforms');

/** 'carray-native-0.1.0.tgz' is of '@carray/native'. */
function nameOf(file: string): string {
  const [, rest] = /^carray-(.*?)-?\d+\.\d+\.\d+.*\.tgz$/.exec(file) ?? [];
  if (rest === undefined) throw new Error(`${file} is not named as a tarball of ours`);
  return rest === '' ? 'carray' : `@carray/${rest}`;
}

const tarballsIn = (folder: string): [string, string][] =>
  readdirSync(folder).map((file) => [nameOf(file), join(folder, file)]);

/** Every package that is published, as the long form packs it: its name, and its tarball. */
export const allTarballs = (): Record<string, string> =>
  Object.fromEntries([...tarballsIn(own), ...tarballsIn(foreign)]);

/** Those with code in them, which the tests of this machine can use. */
export const ownTarballs = (): Record<string, string> => Object.fromEntries(tarballsIn(own));

/** Packs the binaries' packages of other machines, so that a package manager has them all to choose from. */
export function packForeign(): void {
  const folder = mkdtempSync(join(tmpdir(), 'carray-foreign-'));
  mkdirSync(foreign, { recursive: true });
  const others = readdirSync(platforms).filter((name) => name !== target);
  for (const name of others) {
    const copy = join(folder, name);
    cpSync(join(platforms, name), copy, { recursive: true });
    const { scripts: _, ...manifest } = JSON.parse(readFileSync(join(copy, 'package.json'), 'utf8'));
    writeFileSync(join(copy, 'package.json'), JSON.stringify(manifest));
    if (!existsSync(join(copy, 'carray.node')))
      writeFileSync(join(copy, 'carray.node'), 'of another machine');
  }
  const paths = others.map((name) => join(folder, name));
  execFileSync('npm', ['pack', '--silent', '--pack-destination', foreign, ...paths], { stdio: 'ignore' });
  rmSync(folder, { recursive: true });
}
