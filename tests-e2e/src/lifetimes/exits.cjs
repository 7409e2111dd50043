// Ends the process, or a worker, as the command line says while mappings are in the states that it names.
const fs = require('node:fs');
const { isMainThread, parentPort, workerData } = require('node:worker_threads');
const { load, startWorker } = require('./support.cjs');
const { attach, mapAnonymous, mapFile, munmap, pageSize, uint8, uint32 } = load();

globalThis.kept = [];
const keep = (...things) => globalThis.kept.push(...things);
const [end, states, file] = process.argv.slice(-3);

const makers = {
  live: () => keep(mapFile(file), mapAnonymous(uint32, 100).fill(1)),
  shared() {
    const array = mapFile(file, { access: 'read-write' });
    keep(array, attach(array.share()), attach(mapAnonymous(uint8, 1).share()));
  },
  held() {
    const [array, dead] = [mapFile(file), mapFile(file)];
    keep(array, array.mapping.hold(), dead.bytes, dead.mapping.hold());
    munmap(dead); // its pages are there for him who holds them
  },
  raw() {
    const [array, dead] = [mapFile(file, { access: 'read-write' }), mapFile(file)];
    keep(array.bytes, array.subarray(4).typedArray, array.dataView, dead.bytes);
    munmap(dead);
  },
  flush() {
    // Large enough that the disk has something to do when the process ends.
    const path = `${file}.${isMainThread}.flush`;
    fs.writeFileSync(path, Buffer.alloc(2048 * pageSize));
    const array = mapFile(path, { access: 'read-write' }).fill(7);
    keep(array);
    for (let index = 0; index < 4; index++) keep(array.mapping.flush());
  },
  fault() {
    const path = `${file}.${isMainThread}.fault`;
    fs.writeFileSync(path, Buffer.alloc(2 * pageSize));
    const array = mapFile(path, { access: 'read-write' });
    let told = 0;
    keep(array, array.bytes);
    array.mapping.on('fault', () => told++);
    fs.truncateSync(path, 0);
    try {
      array.toArray();
    } catch {}
    if (told !== 1) throw new Error('no fault');
  },
};

const make = () => {
  for (const state of states.split(',')) makers[state]();
};

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
  for (let turn = 0; turn < 3; turn++) {
    globalThis.gc();
    await new Promise(setImmediate);
  }
  console.log(status, failure, array.get(0));
}

/** The process is ended from the main thread while a worker has its hands on the pages. */
async function duringWork() {
  const { next } = startWorker(__filename, 'works', mapFile(file).share());
  await next();
  process.exit(9);
}

if (!isMainThread) {
  const array = attach(workerData.data);
  keep(array, array.bytes);
  make();
  if (workerData.job === 'works') {
    parentPort.postMessage('working');
    for (let index = 0; ; index++) array.get(index % array.length);
  }
  ends[workerData.job]();
} else {
  make();
  const [where, how] = end.split('.');
  if (where === 'main') ends[how]();
  else if (how === 'works') duringWork();
  else throughWorker(how);
}
