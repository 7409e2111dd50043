// Prints the nanoseconds of one resize that moves nothing: of an anonymous mapping by mremap(2), or into address space set aside.
import { mapAnonymous, pageSize, uint8 } from 'carray';

const [, , how] = process.argv;
const [short, long] = [16 * pageSize, 32 * pageSize];
const options = how === 'reserved' ? { maxByteLength: long } : {};
const array = mapAnonymous(uint8, long, options);
const { mapping } = array;
let sum = 0;

function rounds(count) {
  for (let round = 0; round < count; round++) {
    mapping.resize(short);
    mapping.resize(long);
    array.set(long - 1, 1);
    sum += array.get(long - 1);
  }
}

const turn = () => new Promise(setImmediate);
for (let batch = 0; batch < 6; batch++) {
  rounds(200);
  await turn();
}
const start = process.hrtime.bigint();
for (let batch = 0; batch < 20; batch++) {
  rounds(200);
  await turn();
}
const time = Number(process.hrtime.bigint() - start);
if (sum !== 26 * 200) throw new Error('the bytes are wrong');
console.log(time / (20 * 200 * 2));
