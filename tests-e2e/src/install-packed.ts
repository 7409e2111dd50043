import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startRegistry } from './installed/registry.js';
import { allTarballs, packForeign, pinnedPnpm } from './installed/tarballs.js';
import { packedProject, target, workspace } from './paths.js';
import { isLong } from './sizes.js';

const tarballs = join(packedProject, 'tarballs');

/** Waits without blocking: the registry answers meanwhile. */
async function run(cwd: string, command: string, ...args: string[]): Promise<void> {
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  const [status] = await once(child, 'exit');
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}`);
}

const hasBinary = (): boolean =>
  existsSync(join(workspace, 'packages/native/prebuilds', target, 'carray.node'));

/**
 * Packs every package as it would be published, and installs the tarballs into an empty project. A registry has them, in the
 * long form with those of other machines: the public one is not asked for ours.
 */
export default async function installPacked(tests: TestProject): Promise<() => void> {
  rmSync(packedProject, { recursive: true, force: true });
  mkdirSync(tarballs, { recursive: true });
  const filters = ['--filter=./packages/*', ...(hasBinary() ? [`--filter=@carray/native-${target}`] : [])];
  const pack = ['-y', pinnedPnpm(), '-r', ...filters, 'pack', '--pack-destination', tarballs];
  await run(workspace, 'npx', ...pack);
  writeFileSync(join(packedProject, 'package.json'), '{ "name": "user", "private": true }\n');
  if (isLong) packForeign();
  const { url, close } = await startRegistry(allTarballs());
  const files = readdirSync(tarballs).map((file) => `./tarballs/${file}`);
  const quietly = ['--no-audit', '--no-fund', '--loglevel=error'];
  await run(packedProject, 'npm', 'install', '--prefer-offline', `--registry=${url}`, ...quietly, ...files);
  tests.provide('registry', url);
  return close;
}

declare module 'vitest' {
  interface ProvidedContext {
    /** The address of a registry with the packed packages. */
    registry: string;
  }
}
