// msync SUBJECT: nanoseconds to store into a page and to have it on disk.
import { fullFile } from '../files.mjs';
import { perOperation } from '../measure.mjs';
import { subject } from './subject.mjs';

const { adapter, folder } = await subject();
const byteLength = 2 ** 20;
const { array, sync } = adapter.open(fullFile(folder, byteLength), byteLength, { write: true });
const { isCalled } = adapter.access;

let value = 0;
function syncs(count) {
  for (let round = 0; round < count; round++) {
    value = (value + 1) & 127;
    if (isCalled) array.set(0, value);
    else array[0] = value;
    sync();
  }
}

console.log(await perOperation(syncs));
