import { closeSync, ftruncateSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { mapFile } from 'carray';

const path = join(process.argv.at(-1), 'residency.bin');
const fd = openSync(path, 'a');
ftruncateSync(fd, 2 ** 30);
closeSync(fd);

const { mapping } = mapFile(path, { populate: true });
const ROUNDS = 20;
const start = process.hrtime.bigint();
for (let round = 0; round < ROUNDS; round++) {
  const { resident, total } = mapping.residency();
  if (resident !== total) throw new Error('the pages are not there');
}
console.log(Number(process.hrtime.bigint() - start) / ROUNDS);
