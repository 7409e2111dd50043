// map SUBJECT BYTES: nanoseconds of open, map, reading the last byte, and unmap where there is such a call.
import { sparseFile } from '../files.mjs';
import { keep, perOperation } from '../measure.mjs';
import { subject } from './subject.mjs';

const { adapter, args, folder } = await subject();
const byteLength = Number(args[0]);
const path = sparseFile(folder, byteLength);
const { isCalled } = adapter.access;

let sum = 0;
function rounds(count) {
  for (let round = 0; round < count; round++) {
    const { array, unmap } = adapter.open(path, byteLength);
    sum += isCalled ? array.get(byteLength - 1) : array[byteLength - 1];
    unmap?.();
  }
}

console.log(await perOperation(rounds, { most: 500 }));
keep(sum);
