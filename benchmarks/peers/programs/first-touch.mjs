// first-touch SUBJECT BYTES: nanoseconds for the first read of each page of a file that is in the page cache.
import { fresh } from '../../access/fresh.mjs';
import { fullFile } from '../files.mjs';
import { keep } from '../measure.mjs';
import { subject } from './subject.mjs';

const { adapter, args, folder } = await subject();
const byteLength = Number(args[0]);
const PAGE = 4096;
const path = fullFile(folder, byteLength);
const get = adapter.access.get('i');
const touch = fresh('a, to', `let sum = 0; for (let i = 0; i < to; i += ${PAGE}) sum += ${get}; return sum;`);

function once() {
  const { array, unmap } = adapter.open(path, byteLength);
  const start = process.hrtime.bigint();
  keep(touch(array, byteLength));
  const time = Number(process.hrtime.bigint() - start);
  unmap?.();
  return time;
}

const turn = () => new Promise(setImmediate);
const times = [];
for (let round = 0; round < 12; round++) {
  times.push(once());
  await turn();
}
times.splice(0, 2); // the first bring the file in, and the loop to its end
console.log(times.sort((a, b) => a - b)[times.length >> 1] / (byteLength / PAGE));
