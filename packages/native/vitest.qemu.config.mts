// The contract on another processor, by qemu's emulation of user programs: scripts/emulated.mjs of the workspace runs it. Vitest itself
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

/** The same where addresses have 32 bits: there qemu keeps all of them reserved. */
const otherwiseIn32Bits = [
  'reaches offsets past 4 GiB', // it cuts the offsets of mmap2(2) to 32 bits
  'reach the file at an offset past 4 GiB',
  'leaves addresses without access', // its /proc/self/maps has no pages without access
  'refused mappings inside',
  'keep their addresses taken, unmapped or not',
  'makes a reservation longer, with room for regions inside',
  'brings the pages of its range in and keeps them', // what is locked is told of other pages
  'does not count: one unlock ends two locks',
  'takes the whole pages of a range that starts inside one',
  'takes the bytes of its last page without a move', // it looks for free addresses byte by byte
];

const all = process.env.CARRAY_QEMU_ARCH === 'arm' ? [...otherwise, ...otherwiseIn32Bits] : otherwise;

const node = process.env.CARRAY_QEMU_NODE;
if (node === undefined) throw new Error('CARRAY_QEMU_NODE must name the program that runs Node.js in qemu');
process.execPath = node;

export default packageTests({
  include: ['test/contract.test.ts'],
  testNamePattern: new RegExp(`^(?!.*(?:${all.join('|')}))`),
  testTimeout: 120_000,
});
