// bulk SUBJECT BYTES copy-out|copy-in|fill: nanoseconds to copy that many bytes to or from ordinary memory, or to fill them.
import { fullFile } from '../files.mjs';
import { keep, perOperation } from '../measure.mjs';
import { subject } from './subject.mjs';

const { adapter, args, folder } = await subject();
const [bytes, what] = args;
const byteLength = Number(bytes);
const { array } = adapter.open(fullFile(folder, byteLength), byteLength, { write: true });
const isCarray = array.mapping !== undefined;
const ordinary = new Uint8Array(byteLength).fill(1);

const rawWays = {
  'copy-out': () => ordinary.set(array),
  'copy-in': () => array.set(ordinary),
  fill: () => array.fill(7),
};
/** The checked ones: `toBuffer` makes the ordinary memory as well. */
const carrayWays = {
  'copy-out': () => array.toBuffer(),
  'copy-in': () => array.replace(ordinary),
  fill: () => array.fill(7),
};
const way = (isCarray ? carrayWays : rawWays)[what];

console.log(
  await perOperation((count) => {
    for (let round = 0; round < count; round++) way();
  }),
);
keep(ordinary[1]);
