import { closeSync, ftruncateSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { mapFile, munmap } from 'carray';

const path = join(process.argv.at(-1), 'unmap-large.bin');
const byteLength = 2 ** 30;
const fd = openSync(path, 'w');
ftruncateSync(fd, byteLength);
closeSync(fd);

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
