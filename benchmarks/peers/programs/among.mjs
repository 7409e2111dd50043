// among SUBJECT COUNT: nanoseconds of open, map, reading a byte, and unmap, while so many other mappings are live.
import { sparseFile } from '../files.mjs';
import { keep, perOperation } from '../measure.mjs';
import { subject } from './subject.mjs';

const { adapter, args, folder } = await subject();
const path = sparseFile(folder, 4096);
const { isCalled } = adapter.access;
const turn = () => new Promise(setImmediate);

const others = [];
for (let index = 0; index < Number(args[0]); index++) {
  others.push(adapter.open(path, 4096));
  if (index % 1000 === 0) await turn();
}
let sum = 0;
function rounds(count) {
  for (let round = 0; round < count; round++) {
    const { array, unmap } = adapter.open(path, 4096);
    sum += isCalled ? array.get(0) : array[0];
    unmap?.();
  }
}
console.log(await perOperation(rounds, { most: 500 }));
keep(sum + others.length);
