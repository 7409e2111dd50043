// Shares mappings between threads. Runs the case that the command line names, here, and what it asks of workers there.
const fs = require('node:fs');
const { setTimeout: sleep } = require('node:timers/promises');
const { isMainThread, parentPort, Worker, workerData } = require('node:worker_threads');
const { countAreas, load, outcome } = require('./support.cjs');

const { attach, mapAnonymous, mapFile, munmap, pageSize, uint32 } = load();
const COUNT = 100_000;

/** What the workers do with the array that they attach; their answer is the next message. */
const jobs = {
  sum: (array) => array.reduce((sum, value) => sum + value, 0),
  fill: (array) => array.fill(9).get(0),
  unmap: (array) => munmap(array),
  leave: (array) => array.get(0), // and ends without a word
  fault: (array) => {
    try {
      return array.toArray().length;
    } catch (error) {
      return [error.code, error.kind, error.byteOffset];
    }
  },
};

if (!isMainThread) {
  let array;
  const refused = outcome(() => {
    array = attach(workerData.token, uint32);
  });
  parentPort.postMessage(refused ?? 'attached'); // the error itself has no code any more in Deno
  if (array !== undefined) parentPort.once('message', (name) => parentPort.postMessage(jobs[name](array)));
}

async function startWorker(token) {
  const worker = new Worker(__filename, { workerData: { token }, argv: process.argv.slice(2) });
  const next = () =>
    new Promise((resolve, reject) => {
      worker.once('message', resolve).once('error', reject);
    });
  const ended = new Promise((resolve) => worker.once('exit', resolve));
  if ((await next()) !== 'attached') throw new Error('not attached');
  const ask = (name) => {
    const answer = next();
    worker.postMessage(name);
    return answer;
  };
  return { ask, ended, worker };
}

const cases = {
  async sums() {
    const array = mapAnonymous(uint32, COUNT);
    for (let index = 0; index < COUNT; index++) array.set(index, index);
    const halves = [array.subarray(0, COUNT / 2), array.subarray(COUNT / 2)];
    const workers = await Promise.all(halves.map((half) => startWorker(half.share())));
    const sums = await Promise.all(workers.map(({ ask }) => ask('sum')));
    await Promise.all(workers.map(({ ended }) => ended));
    return [sums[0] + sums[1] === (COUNT * (COUNT - 1)) / 2, array.get(COUNT - 1)];
  },

  async stores() {
    const array = mapAnonymous(uint32, COUNT);
    const { ask } = await startWorker(array.share());
    return [await ask('fill'), array.get(0), array.get(COUNT - 1), array.typedArray[7]];
  },

  async unmapHere(file) {
    const array = mapFile(file, { type: uint32 });
    const token = array.share();
    const expected = array.reduce((sum, value) => sum + value, 0);
    const { ask, ended } = await startWorker(token);
    munmap(array);
    const there = [countAreas(file) > 0, outcome(() => array.get(0)), (await ask('sum')) === expected];
    await ended;
    return there;
  },

  async unmapThere(file) {
    const array = mapFile(file, { type: uint32 });
    const { ask, ended } = await startWorker(array.share());
    const answer = await ask('unmap');
    await ended;
    const value = array.get(0);
    munmap(array);
    return [answer, value, countAreas(file), outcome(() => attach(array.share()))];
  },

  async late(file) {
    const array = mapFile(file, { type: uint32 });
    const token = array.share();
    munmap(array);
    const refused = outcome(() => attach(token));
    const worker = new Worker(__filename, { workerData: { token }, argv: process.argv.slice(2) });
    return [refused, await new Promise((resolve) => worker.once('message', resolve))];
  },

  async terminated(file) {
    const array = mapFile(file, { type: uint32 });
    const token = array.share();
    for (let round = 0; round < 20; round++) {
      const { worker, ask } = await startWorker(token);
      if (round % 2 === 0) void ask('sum').catch(() => {});
      await worker.terminate();
    }
    const value = array.get(0);
    munmap(array);
    // In Deno the last thread may still be ending.
    for (let turn = 0; turn < 50 && countAreas(file) > 0; turn++) await sleep(20);
    return [value, countAreas(file)];
  },

  async faults(file) {
    const array = mapFile(file, { access: 'read-write', type: uint32 });
    const { ask } = await startWorker(array.share());
    fs.truncateSync(file, pageSize);
    const answers = [await ask('fault'), jobs.fault(array)];
    fs.truncateSync(file, 4 * pageSize);
    array.mapping.remap();
    return [...answers, array.get(pageSize / 4), array.mapping.faults.length];
  },
};

if (isMainThread) {
  const [name, file] = process.argv.slice(-2);
  cases[name](file).then((result) => {
    process.stdout.write(JSON.stringify(result), () => process.exit());
  });
}
