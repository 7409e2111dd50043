// message pipe|worker BYTES: nanoseconds for one from process to process through a pipe, or to a worker by postMessage, from the first to the
// answer that all were received.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

const [, , how, given] = process.argv;
const size = Number(given ?? workerData);
const COUNT = size > 10_000 ? 5_000 : 100_000;

async function pipe() {
  const args = [fileURLToPath(import.meta.url), 'child', String(size)];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  const message = Buffer.alloc(size, 7);
  const start = process.hrtime.bigint();
  for (let count = 0; count < COUNT; count++) {
    if (!child.stdin.write(message)) await once(child.stdin, 'drain');
  }
  await once(child.stdout, 'data');
  console.log(Number(process.hrtime.bigint() - start) / COUNT);
  child.stdin.end();
}

function child() {
  let bytes = 0;
  process.stdin.on('data', (chunk) => {
    bytes += chunk.length;
    if (bytes === COUNT * size) process.stdout.write('all');
  });
  process.stdout.write('ready');
}

async function worker() {
  const other = new Worker(new URL(import.meta.url), { workerData: size });
  await once(other, 'message');
  const message = new Uint8Array(size).fill(7);
  const start = process.hrtime.bigint();
  for (let count = 0; count < COUNT; count++) {
    other.postMessage(message);
    if (count % 100 === 0) await new Promise(setImmediate);
  }
  await once(other, 'message');
  console.log(Number(process.hrtime.bigint() - start) / COUNT);
  await other.terminate();
}

function received() {
  let count = 0;
  parentPort.on('message', () => {
    if (++count === COUNT) parentPort.postMessage('all');
  });
  parentPort.postMessage('ready');
}

if (!isMainThread) received();
else await { pipe, child, worker }[how]();
