// wake pipe|message|atomics: nanoseconds of a round trip, the median: to another process through its standard input and output, to a
// worker by postMessage, to a worker that blocks in Atomics.wait.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

const ROUNDS = 5000;
const how = process.argv[2];
const here = fileURLToPath(import.meta.url);

async function timed(roundTrip) {
  const times = [];
  for (let round = 1; round <= ROUNDS; round++) {
    const start = process.hrtime.bigint();
    await roundTrip(round);
    times.push(Number(process.hrtime.bigint() - start));
  }
  console.log(times.sort((a, b) => a - b)[ROUNDS >> 1]);
}

const ways = {
  async pipe() {
    const child = spawn(process.execPath, [here, 'child'], { stdio: ['pipe', 'pipe', 'inherit'] });
    await timed(() => {
      child.stdin.write('x');
      return once(child.stdout, 'data');
    });
    child.stdin.end();
  },
  async message() {
    const worker = new Worker(new URL(import.meta.url), { workerData: 'message' });
    await timed(() => {
      worker.postMessage(1);
      return once(worker, 'message');
    });
    await worker.terminate();
  },
  async atomics() {
    const words = new Int32Array(new SharedArrayBuffer(256));
    const worker = new Worker(new URL(import.meta.url), { workerData: words });
    await once(worker, 'online');
    await timed((round) => {
      Atomics.store(words, 0, round);
      Atomics.notify(words, 0);
      while (Atomics.load(words, 32) !== round) Atomics.wait(words, 32, round - 1);
    });
    await worker.terminate();
  },
  child() {
    process.stdin.on('data', (bytes) => process.stdout.write(bytes));
  },
};

function answer(words) {
  for (let round = 1; round <= ROUNDS; round++) {
    while (Atomics.load(words, 0) !== round) Atomics.wait(words, 0, round - 1);
    Atomics.store(words, 32, round);
    Atomics.notify(words, 32);
  }
}

if (isMainThread) await ways[how]();
else if (workerData === 'message') parentPort.on('message', (value) => parentPort.postMessage(value));
else answer(workerData);
