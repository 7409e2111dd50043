// Ends the process in the way that the command line names, with SharedArrayBuffers in every state.
const fs = require('node:fs');
const { isMainThread, parentPort, workerData } = require('node:worker_threads');
const { load, startWorker } = require('../support.cjs');
const { int32, mapFile, munmap, pageSize } = load();

globalThis.kept = [];
const [end, file] = process.argv.slice(-2);
const open = (path = file) => mapFile(path, { access: 'read-write', type: int32 });

/** Of a live mapping, of one that was unmapped, of one that is held, and of one that has lost its file; the first of them. */
function make() {
  const path = `${file}.${isMainThread}`;
  fs.writeFileSync(path, Buffer.alloc(2 * pageSize));
  const [live, dead, held, lost] = [open(), open(), open(), open(path)];
  for (const array of [live, dead, held, lost])
    globalThis.kept.push(array, new Int32Array(array.sharedBuffer));
  globalThis.kept.push(held.mapping.hold());
  munmap(dead);
  munmap(held);
  fs.truncateSync(path, 0);
  Atomics.add(new Int32Array(lost.sharedBuffer), 0, 1);
  return live.sharedBuffer;
}

const jobs = {
  wait: (words) => Atomics.wait(words, 5, 0),
  spin: (words) => {
    for (;;) Atomics.add(words, 1, 1);
  },
  leave() {},
  exit: () => process.exit(7),
  throws() {
    throw new Error('on purpose');
  },
};

async function started(job) {
  const { worker, next, ended } = startWorker(__filename, job, make());
  await next();
  return { worker, ended };
}

const ends = {
  normal: () => make(),
  exit() {
    make();
    process.exit(7);
  },
  throws() {
    make();
    throw new Error('on purpose');
  },
  /** The process ends by itself while a worker has its hands on the pages. */
  async unref() {
    for (const job of ['wait', 'spin']) (await started(job)).worker.unref();
  },
  async exitMeanwhile() {
    for (const job of ['wait', 'spin']) await started(job);
    process.exit(8);
  },
  async terminated() {
    for (const job of ['wait', 'spin']) {
      const { worker, ended } = await started(job);
      await worker.terminate();
      console.log((await ended).status);
    }
  },
  async workers() {
    for (const job of ['leave', 'exit', 'throws']) console.log((await (await started(job)).ended).status);
  },
};

if (isMainThread) ends[end]();
else {
  make();
  parentPort.postMessage('ready');
  jobs[workerData.job](new Int32Array(workerData.data));
}
