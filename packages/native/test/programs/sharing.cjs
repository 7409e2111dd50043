// Regions that several threads hold.
const assert = require('node:assert');
const { once } = require('node:events');
const fs = require('node:fs');
const { isMainThread, parentPort, Worker, workerData } = require('node:worker_threads');
const {
  PAGE,
  READ_WRITE,
  PRIVATE,
  ANONYMOUS,
  errno,
  makeFile,
  map,
  areasOf,
  native,
  raceToAttach,
  run,
} = require('./support-sharing.cjs');

const ROUNDS = Number(process.env.CARRAY_ROUNDS ?? 100);
const ENDED = 50;

const ends = new Map();

/** Runs the worker's side of the case. */
function start(name, data = {}) {
  const worker = new Worker(__filename, { workerData: { name, ...data } });
  worker.on('error', (error) => {
    throw error;
  });
  ends.set(worker, once(worker, 'exit'));
  return worker;
}
const ended = async (worker) => assert.deepEqual(await ends.get(worker), [0]);
const reply = async (worker, message) => {
  if (message !== undefined) worker.postMessage(message);
  return (await once(worker, 'message'))[0];
};
const attach = (token) => {
  const region = native().attach(token);
  assert(region > 0, `attach: ${region}`);
  return region;
};
const cellsOf = (region) => new Int32Array(native().buffer(region, 0, PAGE));
const share = () => {
  const file = makeFile(1, 0);
  const { region, buffer } = map(file, 1, { guard: false });
  return { file, region, buffer, token: native().share(region) };
};
/** `live` is 1 where the pages of the region are there, 0 where they are gone, and its file with them. */
function expectLive(file, live) {
  assert.equal(native().liveRegions(), live);
  assert.equal(areasOf(file), live);
}

run({
  // Each adds in its turn, which the messages give.
  async bothWays() {
    if (!isMainThread) {
      const cells = cellsOf(attach(workerData.token));
      parentPort.on('message', (round) => {
        if (round < 0) return parentPort.close();
        assert.equal(Atomics.add(cells, 0, 1), 2 * round + 1);
        cells[1] = -cells[2];
        parentPort.postMessage(round);
      });
      parentPort.postMessage('ready');
      return;
    }
    const { file, region, buffer, token } = share();
    const cells = new Int32Array(buffer);
    const worker = start('bothWays', { token });
    await reply(worker);
    for (let round = 0; round < ROUNDS; round++) {
      assert.equal(Atomics.add(cells, 0, 1), 2 * round);
      cells[2] = round;
      assert.equal(await reply(worker, round), round);
      assert.deepEqual([cells[0], cells[1] + round], [2 * round + 2, 0]);
    }
    worker.postMessage(-1);
    await ended(worker);
    expectLive(file, 1);
    native().detach(buffer);
    assert.equal(native().unmap(region), 0);
    expectLive(file, 0);
  },

  async workerLeaves() {
    if (!isMainThread) {
      cellsOf(attach(workerData.token))[0] = 7;
      if (workerData.how === 'exit') process.exit(0);
      return;
    }
    const { file, region, buffer, token } = share();
    for (const how of ['exit', 'end']) {
      const cells = new Int32Array(buffer).fill(0);
      await ended(start('workerLeaves', { token, how }));
      assert.equal(cells[0], 7);
      expectLive(file, 1);
    }
    native().detach(buffer);
    assert.equal(native().unmap(region), 0);
    expectLive(file, 0);
  },

  async mainLeavesFirst() {
    if (!isMainThread) {
      const region = attach(workerData.token);
      const buffer = native().buffer(region, 0, PAGE);
      parentPort.once('message', () => {
        assert.equal(new Int32Array(buffer)[5], 55);
        if (workerData.unmaps) {
          native().detach(buffer);
          assert.equal(native().unmap(region), 0);
        }
      });
      parentPort.postMessage('attached');
      return;
    }
    for (const unmaps of [true, false]) {
      const { file, region, buffer, token } = share();
      const worker = start('mainLeavesFirst', { token, unmaps });
      await reply(worker);
      new Int32Array(buffer)[5] = 55;
      native().detach(buffer);
      assert.equal(native().unmap(region), 0);
      expectLive(file, 1);
      worker.postMessage('unmapped');
      await ended(worker);
      expectLive(file, 0);
      assert.equal(native().attach(token), -errno.ENOENT);
    }
  },

  // Half of them in the middle of a loop of stores.
  async terminated() {
    if (!isMainThread) {
      const regions = [attach(workerData.token), attach(workerData.token)];
      const cells = regions.map(cellsOf);
      parentPort.on('message', () => {});
      parentPort.postMessage('attached');
      if (workerData.busy) for (;;) cells[0][1] += cells[1][0];
      return;
    }
    const { file, region, buffer, token } = share();
    for (let count = 0; count < ENDED; count++) {
      const worker = start('terminated', { token, busy: count % 2 === 0 });
      await reply(worker);
      await worker.terminate();
      expectLive(file, 1);
    }
    native().detach(buffer);
    assert.equal(native().unmap(region), 0);
    expectLive(file, 0);
  },

  // Whose regions are those of both: each publishes some, attaches what is there, and ends them at random.
  async race() {
    if (!isMainThread) return parentPort.postMessage(raceToAttach(workerData.published, 100 * ROUNDS));
    const published = new SharedArrayBuffer(64);
    const workers = [0, 1].map(() => start('race', { published }));
    const attached = await Promise.all(workers.map((worker) => reply(worker)));
    await Promise.all(workers.map(ended));
    assert(attached[0] + attached[1] > 0);
    assert.equal(native().liveRegions(), 0);
  },

  async otherProcess() {
    const { token, region } = share();
    const { execFileSync } = require('node:child_process');
    const program = `const { loadBackend } = require(${JSON.stringify(require.resolve('../../dist/index.js'))});
      const native = loadBackend();
      native.share(native.map(0, ${PAGE}, ${READ_WRITE}, ${PRIVATE | ANONYMOUS}, -1, 0));
      console.log(native.attach(${JSON.stringify(token)}));`;
    assert.equal(execFileSync(process.execPath, ['-e', program], { encoding: 'utf8' }), `${-errno.ENOENT}\n`);
    assert.equal(native().unmap(region), 0);
  },

  // The first guards of both meet, and one counter tells both of all faults.
  async guarded() {
    if (!isMainThread) {
      const { token, round, meeting } = workerData;
      const region = attach(token);
      const bytes = new Uint8Array(native().buffer(region, 0, 4 * PAGE));
      for (Atomics.add(meeting, 0, 1); Atomics.load(meeting, 0) < 2; );
      const counter = native().guard(region, false);
      for (let page = 0; page < 4; page++) assert.equal(bytes[page * PAGE], 0);
      for (let i = 0; i < round; i++) assert.equal(native().markFault(region, 0, 1), 0);
      return parentPort.postMessage([...counter]);
    }
    for (let round = 0; round < ROUNDS / 10; round++) {
      const file = makeFile(4, 0);
      const { region, buffer } = map(file, 4, { guard: false });
      fs.truncateSync(file, 0);
      const meeting = new Int32Array(new SharedArrayBuffer(4));
      const worker = start('guarded', { token: native().share(region), round, meeting });
      const replied = reply(worker);
      for (Atomics.add(meeting, 0, 1); Atomics.load(meeting, 0) < 2; ) await new Promise(setImmediate);
      const counter = native().guard(region, false);
      assert.deepEqual(await replied, [...counter]);
      assert.deepEqual([counter[0], counter[1]], [4 + round, 4 + round]);
      assert.equal(native().faulted(region, PAGE, PAGE), PAGE);
      await ended(worker);
      native().detach(buffer);
      assert.equal(native().unmap(region), 0);
    }
    assert.equal(native().liveRegions(), 0);
  },

  // One forgets and changes protections, the other marks: the two numbers of the counter stay equal.
  async guardedCalls() {
    if (!isMainThread) {
      const region = attach(workerData.token);
      for (let i = 0; i < 100 * ROUNDS; i++) native().markFault(region, 0, PAGE);
      return;
    }
    const { region, faults } = map(makeFile(1, 0), 1);
    const counter = native().guard(region, false);
    const worker = start('guardedCalls', { token: native().share(region) });
    let running = true;
    worker.on('exit', () => {
      running = false;
    });
    while (running) {
      assert.equal(native().forgetFaults(region), 0);
      assert.equal(native().protect(region, 0, PAGE, 3), 0);
      await new Promise(setImmediate);
    }
    assert.equal(counter[0], counter[1]);
    assert.equal(native().forgetFaults(region), 0);
    assert.equal(faults(), 0);
  },
});
