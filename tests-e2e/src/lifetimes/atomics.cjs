// Adds to the same elements from four processes or four workers at once.
const { fork } = require('node:child_process');
const { parentPort } = require('node:worker_threads');
const { load, startWorker, run } = require('../support.cjs');
const carray = load();
const { attach, mapAnonymous, mapFile, munmap } = carray;
const FOUR = 4;

/** Element 0 counts those who are ready, element 1 what is added, element 2 what is counted by compareExchange. */
function add(view, times) {
  const [one, four] = view instanceof BigInt64Array ? [1n, BigInt(FOUR)] : [1, FOUR];
  Atomics.add(view, 0, one);
  // Without a common start the first could be done before the last is there.
  while (Atomics.load(view, 0) < four);
  for (let index = 0; index < times; index++) Atomics.add(view, 1, one);
  for (let index = 0; index < times / 10; ) {
    const seen = Atomics.load(view, 2);
    if (Atomics.compareExchange(view, 2, seen, seen + one) === seen) index++;
  }
}

const jobs = {
  add({ token, type, times }) {
    const array = attach(token, carray[type]);
    add(array.typedArray, times);
    parentPort.postMessage(munmap(array));
  },
};

const cases = {
  async workers(type, times) {
    const array = mapAnonymous(carray[type], 3, { shared: true });
    const data = { token: array.share(), type, times: Number(times) };
    const workers = Array.from({ length: FOUR }, () => startWorker(__filename, 'add', data));
    const ends = await Promise.all(workers.map(({ ended }) => ended));
    return { ends: ends.map(({ status }) => status), sums: array.toArray().map(Number) };
  },

  async processes(type, times, file) {
    const array = mapFile(file, { access: 'read-write', type: carray[type] });
    const ends = Array.from({ length: FOUR }, () => {
      const child = fork(__filename, ['process', type, times, file], { execArgv: [] });
      return new Promise((resolve) => child.once('exit', (status, signal) => resolve(signal ?? status)));
    });
    return { ends: await Promise.all(ends), sums: array.toArray().map(Number) };
  },

  /** One of the four, which answers nothing. */
  process(type, times, file) {
    const array = mapFile(file, { access: 'read-write', type: carray[type] });
    add(array.typedArray, Number(times));
    munmap(array);
  },
};

run(cases, jobs);
