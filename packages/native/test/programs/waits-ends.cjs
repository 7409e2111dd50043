// How long waits, their threads and their processes live.
const assert = require('node:assert');
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const { isMainThread, parentPort, workerData } = require('node:worker_threads');
const support = require('./support-waits.cjs');
const { native, run, errno, start, endOf, until, threads, sleep } = support;
const { wordOf, makeWord, wait, waits, statuses, wake, wakeAll } = support;

const ROUNDS = Number(process.env.CARRAY_ROUNDS ?? 40);
const AT_ONCE = 4;
const isChild = process.argv.length > 3;

/** Runs the child's side of a case so many times: each ends well. */
async function rounds(name, count = ROUNDS / 4) {
  let left = count;
  const line = async () => {
    while (left-- > 0) {
      assert.deepEqual(await endOf(__filename, name, 'child'), { status: 0, signal: null, said: '' });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, line));
}

/** A worker with waits of its own, and those of the region that it shares. */
async function parkInWorker() {
  const region = native().attach(workerData.token);
  const word = { region, byteOffset: workerData.byteOffset };
  const parked = waits(word, 10);
  waits(makeWord(), 5);
  waits(word, 5, 1); // are over, and posted, when the worker ends
  if (workerData.how === 'cancelled') for (const { cancel } of parked) cancel();
  parentPort.postMessage('parked');
  if (workerData.how === 'exit') process.exit(0);
}

run({
  async threadsEnd() {
    const word = makeWord();
    const before = threads();
    for (let round = 0; round < 3; round++) {
      const all = waits(word, 50);
      assert(threads() >= before + 50);
      await wakeAll(word, 50);
      await statuses(all);
    }
    await until(() => threads() === before, 'the threads end');
    const again = wait(word, 0, 5);
    assert.equal(await again.status, -errno.ETIMEDOUT);
    await until(() => threads() === before, 'the thread ends');
  },

  async workersEnd() {
    if (!isMainThread) return parkInWorker();
    const word = makeWord();
    const before = threads();
    const token = native().share(word.region);
    const mine = waits(word, 3);
    for (let round = 0; round < ROUNDS; round++) {
      const how = ['exit', 'terminated', 'cancelled', 'woken'][round % 4];
      const worker = start(__filename, 'workersEnd', { token, byteOffset: word.byteOffset, how });
      const ended = once(worker, 'exit');
      await once(worker, 'message');
      if (how === 'woken') wake(word, 5);
      if (how !== 'exit') worker.terminate();
      await ended;
    }
    // Of the main thread's own waits some were woken.
    for (const { cancel } of mine) cancel();
    for (const status of await statuses(mine)) assert([0, -errno.ECANCELED].includes(status), `${status}`);
    await until(() => native().liveRegions() === 1, 'the regions of the workers end');
    await until(() => threads() === before, 'the threads end');
    assert.equal(wake(word), 0);
  },

  exitWaiting() {
    if (!isChild) return rounds('exitWaiting');
    waits(makeWord(), 20);
    process.exit(0);
  },

  // Threads are on their way from the kernel to the runtime when it ends.
  async exitWoken() {
    if (!isChild) return rounds('exitWoken');
    const word = makeWord();
    waits(word, 20);
    await wakeAll(word, 1);
    wake(word);
    process.exit(0);
  },

  async exitCancelled() {
    if (!isChild) return rounds('exitCancelled');
    const all = waits(makeWord(), 20);
    await new Promise(setImmediate);
    for (const { cancel } of all) cancel();
    process.exit(0);
  },

  async exitTimedOut() {
    if (!isChild) return rounds('exitTimedOut');
    const word = makeWord();
    for (let i = 0; i < 40; i++) wait(word, 0, i / 10);
    await sleep(2);
    process.exit(0);
  },

  async exitWithWorkers() {
    if (!isMainThread) {
      waits(makeWord(), 10);
      return parentPort.postMessage('parked');
    }
    if (!isChild) return rounds('exitWithWorkers', ROUNDS / 10);
    const workers = [1, 2].map(() => start(__filename, 'exitWithWorkers'));
    await Promise.all(workers.map((worker) => once(worker, 'message')));
    waits(makeWord(), 10);
    process.exit(0);
  },

  // A process that ended before would not say that it reached its end.
  async stays() {
    const status = await wait(makeWord(), 0, 100).status;
    assert.equal(status, -errno.ETIMEDOUT);
  },

  async endsByItself() {
    const word = makeWord();
    const [cancelled, woken] = [wait(word), wait(word)];
    cancelled.cancel();
    await cancelled.status;
    await wakeAll(word, 1);
    await woken.status;
    wait(word, 1); // its outcome keeps the process, its promise does not
  },

  // Where nobody asks for the outcome.
  dropped() {
    const word = makeWord();
    for (let i = 0; i < 50; i++) wait(word, 0, i / 10);
    globalThis.gc();
  },

  // The one that waits is killed: who wakes sees one less.
  async killed() {
    if (isChild) {
      const word = wordOf(process.argv[3], 0);
      waits(word, 5);
      setInterval(() => {}, 1000);
      return;
    }
    const word = makeWord();
    const child = spawn(process.execPath, [__filename, 'killed', word.file], { stdio: 'ignore' });
    await wakeAll(word, 2);
    child.kill('SIGKILL');
    assert.deepEqual(await once(child, 'exit'), [null, 'SIGKILL']);
    assert.equal(wake(word), 0);
    const mine = wait(word);
    await wakeAll(word, 1);
    assert.equal(await mine.status, 0);
  },
});
