import { mapFile, munmap } from 'carray';
import { sparseFile } from '../peers/files.mjs';

const how = process.argv[2];
const path = sparseFile(process.argv.at(-1), 2 ** 30);

const ROUNDS = 5;
let time = 0n;
// The first round fills the page cache.
for (let round = -1; round < ROUNDS; round++) {
  const array = mapFile(path, { advice: 'nohugepage' });
  const start = process.hrtime.bigint();
  if (how === 'sync') array.mapping.populateSync();
  else await array.mapping.populate();
  if (round >= 0) time += process.hrtime.bigint() - start;
  munmap(array);
}
console.log(Number(time) / ROUNDS);
