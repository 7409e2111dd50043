// What depends on the order of bytes in a number, on a processor that has the high ones first: scripts/emulated.mjs of the workspace
// runs it. Vitest itself runs here; the processes with the tests are those of CARRAY_QEMU_NODE.
import { packageTests } from '../../vitest.shared.mjs';

const node = process.env.CARRAY_QEMU_NODE;
if (node === undefined) throw new Error('CARRAY_QEMU_NODE must name the program that runs Node.js in qemu');
process.execPath = node;

const files = [
  'types-values',
  'types-references',
  'structs',
  'references',
  'references-bits',
  'text',
  'ring-buffer',
  'ring-refusals',
];

export default packageTests({ include: files.map((name) => `test/${name}.test.ts`), testTimeout: 120_000 });
