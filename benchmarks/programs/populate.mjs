import { closeSync, ftruncateSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { mapFile, munmap } from 'carray';

const how = process.argv[2];
const path = join(process.argv.at(-1), 'populate.bin');
const fd = openSync(path, 'a');
ftruncateSync(fd, 2 ** 30);
closeSync(fd);

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
