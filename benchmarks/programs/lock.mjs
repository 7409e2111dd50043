// Prints the nanoseconds of one acquireSync() and release() of a lock that nobody else wants.
import { int32, mapAnonymous } from 'carray';
import { SharedLock } from 'carray/sync';

const array = mapAnonymous(int32, 16, { shared: true });
const lock = SharedLock.over(array, 1);
let deaths = 0;

function rounds(count) {
  for (let round = 0; round < count; round++) {
    if (lock.acquireSync().previousOwnerDied) deaths++;
    lock.release();
  }
}

rounds(200_000);
const COUNT = 3_000_000;
const start = process.hrtime.bigint();
rounds(COUNT);
const time = Number(process.hrtime.bigint() - start);
if (deaths > 0 || array.get(1) !== 0) throw new Error('the lock is wrong');
console.log(time / COUNT);
