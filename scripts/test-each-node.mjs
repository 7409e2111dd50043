// Runs on each of the other Nodes what leans on the engine most, and looks on all of them whether access is as fast as it was.
//
//   node scripts/test-each-node.mjs
import { join } from 'node:path';
import { root, run, tableOfRuntimes, vitest } from './workspace.mjs';

const nodes = tableOfRuntimes().filter(({ name }) => name === 'node');
for (const { program } of nodes.filter(({ isHere }) => !isHere)) {
  // That no access is done before the check in front of it, or after the one behind it.
  run(program, [vitest, 'run', 'test/faults'], { cwd: join(root, 'tests-e2e') });
  for (const name of ['native', 'ffi-fallback', 'carray']) {
    run(program, [vitest, 'run'], { cwd: join(root, 'packages', name) });
  }
}
const programs = nodes.flatMap(({ program }) => ['--node', program]);
run(process.execPath, ['benchmarks/access.mjs', '--quick', ...programs]);
