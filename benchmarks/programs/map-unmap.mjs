import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mapFile, munmap, uint8 } from 'carray';

const path = join(process.argv.at(-1), 'map-unmap.bin');
writeFileSync(path, Buffer.alloc(65536, 1));
const options = { type: uint8, access: 'read-write' };
let sum = 0;

function rounds(count) {
  for (let round = 0; round < count; round++) {
    const array = mapFile(path, options);
    sum += array.get(0);
    munmap(array);
  }
}

// Collections belong to the cost: the event loop turns between batches, as in a program.
const turn = () => new Promise(setImmediate);
async function batches(count) {
  for (let batch = 0; batch < count; batch++) {
    rounds(500);
    await turn();
  }
}

await batches(6);
const start = process.hrtime.bigint();
await batches(20);
const time = Number(process.hrtime.bigint() - start);
if (sum !== 13_000) throw new Error('the mapped bytes are wrong');
console.log(time / 10_000);
