// The contract on another processor, by qemu's emulation of user programs: scripts/arm64.mjs of the workspace runs it. Vitest itself
// and its transforms run here; the processes with the tests are those of CARRAY_QEMU_NODE.
import { packageTests } from '../../vitest.shared.mjs';

/** What qemu 7.2 answers otherwise than any kernel. Faults are not tested at all: it does not deliver their signals as a kernel does. */
const otherwise = [
  'refuses an exact address that is taken: EEXIST', // MAP_FIXED_NOREPLACE is unknown to it
  'protect\\(\\) takes a range without bytes',
  'advise\\(\\) refuses an advice that does not exist: EINVAL', // it passes none on
  'adviseAsync\\(\\) answers', // the same
  'adviseAsync\\(\\) brings pages into memory',
  'drops the pages of a file that nobody has mapped', // POSIX_FADV_DONTNEED too
  'refuses flags that do not exist: EINVAL', // of mlock2(2), which it does not have
  'refuses to make pages of several kinds longer: EFAULT',
  'residency\\(\\) refuses fewer bytes than there are pages',
  'takes pages without access',
  'is as long as a reservation of a terabyte', // takes minutes
  'the end of shared buffers', // the collector does too
  'at once leave files, timers, children and the thread pool to others', // its child is no program of this machine
];

const node = process.env.CARRAY_QEMU_NODE;
if (node === undefined) throw new Error('CARRAY_QEMU_NODE must name the program that runs Node.js in qemu');
process.execPath = node;

export default packageTests({
  include: ['test/contract.test.ts'],
  testNamePattern: new RegExp(`^(?!.*(?:${otherwise.join('|')}))`),
  testTimeout: 120_000,
});
