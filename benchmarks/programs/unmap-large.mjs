import { mapFile, munmap } from 'carray';
import { sparseFile } from '../peers/files.mjs';

const byteLength = 2 ** 30;
const path = sparseFile(process.argv.at(-1), byteLength);

const ROUNDS = 5;
let time = 0n;
for (let round = 0; round < ROUNDS; round++) {
  const array = mapFile(path, { populate: true });
  if (array.get(byteLength - 1) !== 0) throw new Error('the mapped bytes are wrong');
  const start = process.hrtime.bigint();
  munmap(array);
  time += process.hrtime.bigint() - start;
}
console.log(Number(time) / ROUNDS);
