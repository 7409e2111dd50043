// elements SUBJECT KIND BYTES sequential|random read|write [detached]: nanoseconds of one access to a warm mapping, in a loop
// of the same text for each subject. `detached`: another buffer of the process has been detached before.
import { fresh } from '../../access/fresh.mjs';
import { fullFile } from '../files.mjs';
import { keep, perOperation } from '../measure.mjs';
import { subject } from './subject.mjs';

const { adapter, args, folder } = await subject();
const [kind, bytes, order, way, detached] = args;
const byteLength = Number(bytes);
const { array } = adapter.open(fullFile(folder, byteLength, kind), byteLength, {
  kind,
  write: way === 'write',
});
const { length } = array;

const isBig = kind === 'int64';
const value = isBig ? 'BigInt(i & 127)' : 'i & 127';
const zero = isBig ? '0n' : '0';
const add = { int64: 'BigInt.asIntN(64, sum + VALUE)', float64: 'sum + VALUE', safeInt64: 'sum + VALUE' };
const statement =
  way === 'write'
    ? adapter.access.set('i', value)
    : `sum = ${(add[kind] ?? '(sum + VALUE) | 0').replace('VALUE', adapter.access.get('i'))}`;
const index = {
  sequential: '',
  random: 'x = (Math.imul(x, 1664525) + 1013904223) >>> 0; const i = x >>> shift;',
};
const step = order === 'random' ? 'n' : 'i';
const run = fresh(
  'a, from, to, shift, seed',
  `let sum = ${zero}; let x = seed; for (let ${step} = from; ${step} < to; ${step}++) { ${index[order]} ${statement}; } return [sum, x];`,
);

if (detached) {
  const buffer = new ArrayBuffer(1024);
  structuredClone(buffer, { transfer: [buffer] });
}

const shift = 32 - Math.log2(length);
let from = 0;
let seed = 1;
function accesses(count) {
  const to = Math.min(from + count, length);
  const [sum, last] = run(array, from, to, shift, seed);
  keep(sum);
  seed = last;
  from = to === length ? 0 : to;
}

// Every page is there before it is measured, but where each access is a system call.
if (adapter.hasPages !== false) for (let all = 0; all < length; all += 2 ** 16) accesses(2 ** 16);
from = 0;
console.log(await perOperation(accesses, { most: Math.min(length, 2 ** 20) }));
