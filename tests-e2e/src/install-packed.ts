import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packedProject, target, workspace } from './paths.js';

const tarballs = join(packedProject, 'tarballs');

function run(cwd: string, command: string, ...args: string[]): void {
  execFileSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
}

const hasBinary = (): boolean =>
  existsSync(join(workspace, 'packages/native/prebuilds', target, 'carray.node'));

/** Packs every package as it would be published, and installs the tarballs into an empty project. */
export default function installPacked(): void {
  rmSync(packedProject, { recursive: true, force: true });
  mkdirSync(tarballs, { recursive: true });
  const manifest = JSON.parse(readFileSync(join(workspace, 'package.json'), 'utf8'));
  const [pnpm] = String(manifest.packageManager).split('+');
  const filters = ['--filter=./packages/*', ...(hasBinary() ? [`--filter=@carray/native-${target}`] : [])];
  const pack = ['-y', pnpm ?? 'pnpm', '-r', ...filters, 'pack', '--pack-destination', tarballs];
  run(workspace, 'npx', ...pack);
  writeFileSync(join(packedProject, 'package.json'), '{ "name": "user", "private": true }\n');
  const files = readdirSync(tarballs).map((file) => `./tarballs/${file}`);
  run(
    packedProject,
    'npm',
    'install',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    ...files,
  );
}
