import { mapFile } from 'carray';
import { sparseFile } from '../peers/files.mjs';

const path = sparseFile(process.argv.at(-1), 2 ** 30);

const { mapping } = mapFile(path, { populate: true });
const ROUNDS = 20;
const start = process.hrtime.bigint();
for (let round = 0; round < ROUNDS; round++) {
  const { resident, total } = mapping.residency();
  if (resident !== total) throw new Error('the pages are not there');
}
console.log(Number(process.hrtime.bigint() - start) / ROUNDS);
