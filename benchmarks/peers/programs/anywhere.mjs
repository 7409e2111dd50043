// anywhere SUBJECT BYTES: nanoseconds to read a byte of one of 4,096 pages that lie anywhere in a file of that size.
import { fresh } from '../../access/fresh.mjs';
import { sparseFile } from '../files.mjs';
import { keep, perOperation } from '../measure.mjs';
import { subject } from './subject.mjs';

const { adapter, args, folder } = await subject();
const byteLength = Number(args[0]);
const { array } = adapter.open(sparseFile(folder, byteLength), byteLength);
const pages = byteLength / 4096;
let x = 1;
const places = Float64Array.from({ length: 4096 }, () => {
  x = (Math.imul(x, 1664525) + 1013904223) >>> 0;
  return Math.floor((x / 2 ** 32) * pages) * 4096 + (x & 4095);
});
const get = adapter.access.get('places[n & 4095]');
const run = fresh(
  'a, places, to',
  `let sum = 0; for (let n = 0; n < to; n++) sum = (sum + ${get}) | 0; return sum;`,
);

const reads = (count) => keep(run(array, places, count));
reads(2 ** 16);
console.log(await perOperation(reads, { most: 2 ** 20 }));
