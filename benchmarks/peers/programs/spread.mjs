// spread SUBJECT COUNT: nanoseconds to read a byte of one of so many mappings, a random one each time.
import { fresh } from '../../access/fresh.mjs';
import { sparseFile } from '../files.mjs';
import { keep, perOperation } from '../measure.mjs';
import { subject } from './subject.mjs';

const { adapter, args, folder } = await subject();
const path = sparseFile(folder, 4096);
const opened = [];
for (let index = 0; index < Number(args[0]); index++) {
  opened.push(adapter.open(path, 4096));
  if (index % 1000 === 0) await new Promise(setImmediate);
}
const arrays = opened.map(({ array }) => array);
const run = fresh(
  'arrays, count, seed',
  `let sum = 0; let x = seed; for (let n = 0; n < count; n++) { x = (Math.imul(x, 1664525) + 1013904223) >>> 0;
    const a = arrays[(x >>> 8) % arrays.length]; sum = (sum + ${adapter.access.get('(x & 4095)')}) | 0; } return [sum, x];`,
);
let seed = 1;
function reads(count) {
  const [sum, last] = run(arrays, count, seed);
  seed = last;
  keep(sum);
}
reads(20 * arrays.length);
console.log(await perOperation(reads, { most: 2 ** 20 }));
keep(opened.length);
