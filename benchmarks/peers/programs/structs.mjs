// structs ACCESSOR BYTES read|update: nanoseconds for a record of two doubles and two words, of a mapping: the sum of one field, or an
// update of two. What carray has, what one writes by hand, and libraries of structs, all over the same mapping.
import { join } from 'node:path';
import { keep, perOperation } from '../measure.mjs';

const [, , name, bytes, what, folder] = process.argv;
const { records } = await import(`../structs/${name}.mjs`);
const SIZE = 24;
const length = Math.floor(Number(bytes) / SIZE);
const { sum, update } = records(join(folder, `records-${bytes}.bin`), length);
const pass = what === 'read' ? sum : update;

let from = 0;
function visits(count) {
  const to = Math.min(from + count, length);
  keep(pass(from, to) ?? 0);
  from = to === length ? 0 : to;
}
visits(length);
console.log(await perOperation(visits, { most: length }));
