import { mapAnonymous, uint32 } from 'carray';

const LENGTH = 4096;
const mapped = process.argv[2] === 'mapped';
const array = mapped ? mapAnonymous(uint32, LENGTH).typedArray : new Uint32Array(new ArrayBuffer(4 * LENGTH));
for (let index = 0; index < LENGTH; index++) array[index] = index;

function sum(elements) {
  let total = 0;
  for (let index = 0; index < elements.length; index++) total = (total + elements[index]) | 0;
  return total;
}

function rounds(count) {
  let total = 0;
  for (let round = 0; round < count; round++) total ^= sum(array);
  return total;
}

rounds(3000);
const start = process.hrtime.bigint();
rounds(20_000);
console.log(Number(process.hrtime.bigint() - start) / (20_000 * LENGTH));
