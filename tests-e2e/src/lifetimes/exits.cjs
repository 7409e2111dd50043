// Ends the process, or a worker, as the command line says while mappings are in the states that it names.
const { isMainThread, parentPort, workerData } = require('node:worker_threads');
const { load, gc, turn, startWorker } = require('../support.cjs');
const { keep, make } = require('./states.cjs');
const { attach, mapFile } = load();

const [end, states, file] = process.argv.slice(-3);

const ends = {
  normal() {},
  exit: () => process.exit(7),
  late: () => setImmediate(() => process.exit(8)),
  throws() {
    throw new Error('on purpose');
  },
  rejects() {
    Promise.reject(new Error('on purpose'));
  },
};

/** The main thread has mappings as the worker has, shares one with it, and ends some turns after it. */
async function throughWorker(how) {
  const array = mapFile(file);
  const { ended } = startWorker(__filename, how, array.share());
  const { status, failure } = await ended;
  for (let round = 0; round < 3; round++) {
    gc();
    await turn();
  }
  console.log(status, failure, array.get(0));
}

/** The process is ended from the main thread while a worker has its hands on the pages. */
async function duringWork() {
  const array = mapFile(file);
  keep(array);
  const { next } = startWorker(__filename, 'works', array.share());
  await next();
  process.exit(9);
}

if (!isMainThread) {
  const array = attach(workerData.data);
  keep(array, array.bytes);
  make(states, file);
  if (workerData.job === 'works') {
    parentPort.postMessage('working');
    for (let index = 0; ; index++) array.get(index % array.length);
  }
  ends[workerData.job]();
} else {
  make(states, file);
  const [where, how] = end.split('.');
  if (where === 'main') ends[how]();
  else if (how === 'works') duringWork();
  else throughWorker(how);
}
