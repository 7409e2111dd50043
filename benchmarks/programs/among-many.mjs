// Prints the nanoseconds of mapAnonymous, set, get and munmap while so many other mappings are live.
import { mapAnonymous, munmap, pageSize, uint8 } from 'carray';

const live = Number(process.argv[2]);
const turn = () => new Promise(setImmediate);
const others = [];
for (let index = 0; index < live; index++) {
  others.push(mapAnonymous(uint8, pageSize));
  if (index % 1000 === 0) await turn();
}

let sum = 0;
async function batches(count) {
  for (let batch = 0; batch < count; batch++) {
    for (let round = 0; round < 500; round++) {
      const array = mapAnonymous(uint8, pageSize);
      array.set(0, 1);
      sum += array.get(0);
      munmap(array);
    }
    await turn();
  }
}

await batches(6);
const start = process.hrtime.bigint();
await batches(20);
const time = Number(process.hrtime.bigint() - start);
if (sum !== 13_000 || others.some((array) => array.mapping.unmapped)) throw new Error('a mapping is wrong');
console.log(time / 10_000);
