// Faults in workers, and in several threads at once.
const assert = require('node:assert');
const fs = require('node:fs');
const { isMainThread, parentPort, Worker, workerData } = require('node:worker_threads');
const { PAGE, READ, READ_WRITE } = require('./support.cjs');
const { compile, makeFile, map, mapOutside, native } = require('./support.cjs');
const { raw, reached, run, sum, trapInWebAssembly, truncate } = require('./support.cjs');

const ROUNDS = Number(process.env.CARRAY_ROUNDS ?? 100);
const CELLS = PAGE / 4;

/** Runs the case in a worker as well. @returns its messages, when it has ended. */
function inWorker(name, data = {}) {
  const worker = new Worker(__filename, { workerData: { name, ...data } });
  const messages = [];
  worker.on('message', (message) => messages.push(message));
  return new Promise((resolve, reject) => {
    worker.on('error', reject);
    worker.on('exit', (status) => (status === 0 ? resolve(messages) : reject(new Error(`exit ${status}`))));
  });
}

/** Two threads at the same page in every round, each at every other number of it. */
async function race(protection) {
  if (!isMainThread) return storeEveryOther(workerData);
  const file = makeFile(ROUNDS, 0);
  const { region, buffer, faults } = map(file, ROUNDS, { protection });
  if (protection === READ_WRITE) fs.truncateSync(file, 0);
  const data = { address: native().addressOf(region), turns: new SharedArrayBuffer(8) };
  const name = protection === READ ? 'raceReadOnly' : 'raceLost';
  await Promise.all([0, 1].map((which) => inWorker(name, { which, ...data })));
  const cells = new Uint32Array(buffer);
  for (let i = 0; i < cells.length; i++) {
    const stored = ((i & 1) + 1) * 1_000_000 + Math.floor(i / CELLS);
    if (cells[i] !== stored) assert.fail(`number ${i} is lost`);
  }
  assert(faults() <= ROUNDS);
}

function storeEveryOther({ which, address, turns }) {
  const cells = new Uint32Array(raw().wrap(address, ROUNDS * PAGE));
  const [arrived, left] = [0, 1];
  const turn = new Int32Array(turns);
  const meet = (at, round) => {
    Atomics.add(turn, at, 1);
    while (Atomics.load(turn, at) < (round + 1) * 2);
  };
  for (let round = 0; round < ROUNDS; round++) {
    meet(arrived, round);
    for (let cell = which; cell < CELLS; cell += 2) {
      cells[round * CELLS + cell] = (which + 1) * 1_000_000 + round;
    }
    meet(left, round);
  }
}

run({
  raceLost: () => race(READ_WRITE),
  raceReadOnly: () => race(READ),

  async worker() {
    if (isMainThread) {
      assert.deepEqual(await inWorker('worker'), [[32 * PAGE, 32, true]]);
      return;
    }
    compile(sum);
    const file = makeFile(64, 1);
    const { region, bytes, faults } = map(file, 64);
    truncate(file, 32 * PAGE);
    const counter = native().guard(region, false);
    parentPort.postMessage([sum(bytes), faults(), native().guard(region, false) === counter]);
  },

  // The handlers outlive the worker that installed them.
  async endedWorker() {
    if (isMainThread) {
      assert.deepEqual(await inWorker('endedWorker'), [[0, 1]]);
      for (let i = 0; i < 5; i++) {
        globalThis.gc();
        await new Promise(setImmediate);
      }
      assert.equal(trapInWebAssembly(50), 50);
    }
    const file = makeFile(4);
    const { bytes, faults } = map(file, 4);
    fs.truncateSync(file, 0);
    const byte = bytes[PAGE];
    if (!isMainThread) parentPort.postMessage([byte, faults()]);
    assert.equal(byte, 0);
    assert.equal(faults(), 1);
    globalThis.gc?.();
  },
  async endedWorkerThenOutside() {
    if (isMainThread) {
      await inWorker('endedWorkerThenOutside');
      const file = makeFile(1);
      const bytes = mapOutside(file, 1);
      fs.truncateSync(file, 0);
      reached();
      bytes[0];
      return;
    }
    map(makeFile(4), 4);
  },

  // The main thread guards and unmaps regions in the slots beside that of a worker with faults.
  async besideOthers() {
    if (!isMainThread) return faultAgainAndAgain();
    const file = fs.openSync(makeFile(1), 'r+');
    let ended = false;
    const worker = inWorker('besideOthers').finally(() => {
      ended = true;
    });
    while (!ended) {
      const regions = Array.from({ length: 100 }, () => native().map(0, PAGE, READ_WRITE, 1, file, 0));
      for (const region of regions) assert.equal(native().guard(region, false)[0], 0);
      for (const region of regions) assert.equal(native().unmap(region), 0);
      await new Promise(setImmediate);
    }
    await worker;
  },

  // The holder forgets and maps anew while another thread touches the pages.
  async mappedAgainMeanwhile() {
    if (!isMainThread) return touchAlways(workerData);
    const files = [makeFile(16, 1), makeFile(16, 1)];
    const fds = files.map((file) => fs.openSync(file, 'r+'));
    const { region, bytes } = map(files[0], 16);
    const state = new SharedArrayBuffer(4);
    const worker = inWorker('mappedAgainMeanwhile', { address: native().addressOf(region), state });
    while (Atomics.load(new Int32Array(state), 0) === 0) await new Promise(setImmediate);
    const ones = Buffer.alloc(16 * PAGE, 1);
    for (let round = 0; round < ROUNDS; round++) {
      const [now, next] = round % 2 === 0 ? fds : [fds[1], fds[0]];
      fs.writeSync(next, ones, 0, ones.length, 0);
      fs.ftruncateSync(now, 0);
      for (let i = 0; i < (round % 64) * 100; i++) Atomics.load(new Int32Array(state), 0);
      assert.equal(native().forgetFaults(region), 0);
      assert.equal(native().remap(region, 0, 16 * PAGE, READ_WRITE, 1, next, 0), 0);
      // What is not the file's is marked.
      for (let page = 0; page < 16; page++) {
        const isMarked = native().faultMark(region, page * PAGE) !== 0;
        assert(bytes[page * PAGE] === 1 || isMarked, `page ${page} of round ${round}`);
      }
    }
    Atomics.store(new Int32Array(state), 0, 2);
    await worker;
  },
});

function touchAlways({ address, state }) {
  const bytes = new Uint8Array(raw().wrap(address, 16 * PAGE));
  const step = new Int32Array(state);
  let total = 0;
  for (Atomics.store(step, 0, 1); Atomics.load(step, 0) === 1; ) {
    for (let page = 0; page < 16; page++) total += bytes[page * PAGE];
  }
  return total;
}

function faultAgainAndAgain() {
  const file = makeFile(1);
  for (let round = 0; round < ROUNDS; round++) {
    fs.truncateSync(file, 16 * PAGE);
    const { region, buffer, bytes, faults } = map(file, 16);
    assert.equal(faults(), 0);
    fs.truncateSync(file, 0);
    for (let page = 0; page < 16; page++) assert.equal(bytes[page * PAGE], 0);
    assert.equal(faults(), 16);
    assert.equal(native().detach(buffer), 0);
    assert.equal(native().unmap(region), 0);
  }
}
