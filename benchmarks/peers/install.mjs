import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));

/** Installs the packages of package.json beside it, once. Those that cannot be built are left out by npm: their rows say so. */
export function installPeers() {
  if (existsSync(`${here}node_modules`)) return;
  console.error('Installing what carray is measured against, half a minute the first time ...');
  const args = ['install', '--no-package-lock', '--no-audit', '--no-fund'];
  const { status, error, stderr } = spawnSync('npm', args, { cwd: here, encoding: 'utf8' });
  if (status !== 0) console.error(`npm ${args.join(' ')}: ${error?.message ?? stderr}`);
}
