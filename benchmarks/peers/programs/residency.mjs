// residency SUBJECT BYTES: nanoseconds to tell how many pages of a file are there.
import { sparseFile } from '../files.mjs';
import { keep, perOperation } from '../measure.mjs';
import { subject } from './subject.mjs';

const { adapter, args, folder } = await subject();
const byteLength = Number(args[0]);
const { residency } = adapter.open(sparseFile(folder, byteLength), byteLength);

console.log(
  await perOperation((count) => {
    for (let round = 0; round < count; round++) keep(residency());
  }),
);
