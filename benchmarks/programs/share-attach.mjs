// Prints the nanoseconds of one share() here and one attach() in a worker together; what postMessage takes is not in it.
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { attach, mapAnonymous, munmap, uint32 } from 'carray';

const BATCH = 500;
const BATCHES = 8;

/** Nanoseconds of each call. */
function timed(calls) {
  const start = process.hrtime.bigint();
  for (const call of calls) call();
  return Number(process.hrtime.bigint() - start) / calls.length;
}

function serve() {
  parentPort.on('message', (tokens) => {
    const arrays = [];
    const time = timed(tokens.map((token) => () => arrays.push(attach(token, uint32))));
    if (arrays.some((array) => array.get(1) !== 42)) throw new Error('the attached bytes are wrong');
    for (const array of arrays) munmap(array);
    parentPort.postMessage(time);
  });
}

async function measure() {
  const worker = new Worker(new URL(import.meta.url));
  const times = [];
  for (let batch = 0; batch < BATCHES; batch++) {
    const arrays = Array.from({ length: BATCH }, () => mapAnonymous(uint32, 1024, { shared: true }));
    for (const array of arrays) array.set(1, 42);
    const tokens = [];
    const share = timed(arrays.map((array) => () => tokens.push(array.share())));
    const attached = new Promise((resolve) => worker.once('message', resolve));
    worker.postMessage(tokens);
    times.push(share + (await attached));
    for (const array of arrays) munmap(array);
  }
  await worker.terminate();
  console.log(times.sort((a, b) => a - b)[BATCHES / 2]);
}

if (isMainThread) await measure();
else serve();
