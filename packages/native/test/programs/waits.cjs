// Waits that others end: threads, processes, signals. And those without what newer kernels have.
const assert = require('node:assert');
const { once } = require('node:events');
const { isMainThread, parentPort, workerData } = require('node:worker_threads');
const support = require('./support-waits.cjs');
const { native, raw, run, errno, start, endOf, until, sleep, threads } = support;
const { wordOf, makeWord, wait, waits, statuses, wake, wakeAll } = support;
const { takeTurn, takeTurnAsync, forbid, FUTEX_WAITV, FUTEX, CLONE, CLONE3 } = support;

const ROUNDS = Number(process.env.CARRAY_ROUNDS ?? 100);
const [FUTEX_WAIT, FUTEX_WAKE] = [0, 1];
const SIGUSR1 = 10;

/** The other side of a case in another process, which has the page of the number alone mapped. */
const other = (name, file) => endOf(__filename, name, file);
const isOther = process.argv.length > 3;
const otherWord = () => wordOf(process.argv[3], 0);
const wellEnded = { status: 0, signal: null, said: 'reached\n' };

/** Waits of each kind end as they do everywhere. */
async function allKinds() {
  const word = makeWord();
  const [woken, cancelled] = [waits(word, 20), waits(word, 20)];
  assert.equal(await wait(word, 1).status, -errno.EAGAIN);
  for (const timeout of [0, 0.5, 5, 45]) assert.equal(await wait(word, 0, timeout).status, -errno.ETIMEDOUT);
  for (const { cancel } of cancelled) cancel();
  assert.deepEqual(new Set(await statuses(cancelled)), new Set([-errno.ECANCELED]));
  await wakeAll(word, 20);
  assert.deepEqual(new Set(await statuses(woken)), new Set([0]));
  const late = wait(word);
  late.cancel();
  assert.equal(await late.status, -errno.ECANCELED);
}

run({
  async threads() {
    if (!isMainThread) {
      const { token, byteOffset, cell } = workerData;
      const region = native().attach(token);
      const cells = new Int32Array(native().buffer(region, 0, byteOffset + 4));
      return takeTurn({ region, byteOffset, cells, cell }, 1, ROUNDS);
    }
    const word = makeWord();
    const { byteOffset, cell } = word;
    const worker = start(__filename, 'threads', { token: native().share(word.region), byteOffset, cell });
    takeTurn(word, 0, ROUNDS);
    assert.deepEqual(await once(worker, 'exit'), [0]);
    assert.equal(word.cells[cell], 2 * ROUNDS);
  },

  // A thread that is blocked counts as one that is woken.
  async oneOfThree() {
    if (!isMainThread) {
      const region = native().attach(workerData.token);
      parentPort.postMessage('waiting');
      parentPort.postMessage(native().waitAt(region, workerData.byteOffset, 0, -1));
      return;
    }
    const word = makeWord();
    const data = { token: native().share(word.region), byteOffset: word.byteOffset };
    const answers = [];
    const workers = [1, 2, 3].map(() => start(__filename, 'oneOfThree', data));
    for (const worker of workers) worker.on('message', (message) => answers.push(message));
    await until(() => answers.length === 3, 'the workers begin');
    for (let woken = 1; woken <= 3; woken++) {
      await wakeAll(word, 1);
      await until(() => answers.length === 3 + woken, 'a worker is woken');
      await sleep(20);
      assert.equal(answers.length, 3 + woken);
    }
    assert.deepEqual(answers.slice(3), [0, 0, 0]);
    assert.equal(wake(word), 0);
  },

  async processes() {
    if (isOther) return takeTurn(otherWord(), 1, 10 * ROUNDS);
    const word = makeWord();
    const ended = other('processes', word.file);
    takeTurn(word, 0, 10 * ROUNDS);
    assert.deepEqual(await ended, wellEnded);
    assert.equal(word.cells[word.cell], 20 * ROUNDS);
  },

  async processesAsync() {
    if (isOther) return takeTurnAsync(otherWord(), 1, 10 * ROUNDS);
    const word = makeWord();
    const ended = other('processesAsync', word.file);
    await takeTurnAsync(word, 0, 10 * ROUNDS);
    assert.deepEqual(await ended, wellEnded);
    assert.equal(word.cells[word.cell], 20 * ROUNDS);
  },

  async wokenByAnother() {
    if (isOther) return wakeAll(otherWord(), 100);
    const word = makeWord();
    const all = waits(word, 101);
    assert.deepEqual(await other('wokenByAnother', word.file), wellEnded);
    assert.equal(wake(word), 1);
    assert.deepEqual(new Set(await statuses(all)), new Set([0]));
  },

  // A handler that asks for it ends a wait of the thread; parked ones see no signals.
  async interrupted() {
    if (!isMainThread) {
      for (;;) {
        process.kill(process.pid, SIGUSR1);
        await sleep(20);
      }
    }
    const word = makeWord();
    const parked = waits(word, 10);
    assert.equal(raw().installSilent(SIGUSR1), 0);
    const worker = start(__filename, 'interrupted');
    assert.equal(native().waitAt(word.region, word.byteOffset, 0, support.PATIENCE), -errno.EINTR);
    await worker.terminate();
    await wakeAll(word, 10);
    assert.deepEqual(new Set(await statuses(parked)), new Set([0]));
  },

  newer: allKinds,

  async older() {
    native();
    forbid(FUTEX_WAITV, errno.ENOSYS);
    await allKinds();
  },

  async sandboxed() {
    native();
    forbid(FUTEX_WAITV, errno.EPERM);
    await allKinds();
  },

  without() {
    forbid(FUTEX, errno.ENOSYS, FUTEX_WAIT);
    forbid(FUTEX, errno.ENOSYS, FUTEX_WAKE);
    const { region, byteOffset } = makeWord();
    const { waits: sync, asyncWaits } = native().supports;
    assert.deepEqual([sync, asyncWaits], [false, false]);
    assert.equal(native().waitAt(region, byteOffset, 0, 0), -errno.ENOSYS);
    assert.equal(native().wakeAt(region, byteOffset, 1), -errno.ENOSYS);
    assert.equal(native().waitAsync(region, byteOffset, 0, 0), -errno.ENOTSUP);
  },

  // Those that are there are used again; without another one, a wait is refused and nothing is left of it.
  async noThreads() {
    const word = makeWord();
    const first = wait(word);
    first.cancel();
    await first.status;
    const before = threads();
    for (const which of [CLONE, CLONE3]) forbid(which, errno.EAGAIN);
    const second = wait(word);
    for (let i = 0; i < 3; i++) {
      assert.equal(native().waitAsync(word.region, word.byteOffset, 0, -1), -errno.ENOMEM);
    }
    assert.equal(threads(), before);
    assert.equal(native().detach(word.cells.buffer), 0);
    assert.equal(native().unmap(word.region), 0);
    assert.equal(native().liveRegions(), 1);
    second.cancel();
    assert.equal(await second.status, -errno.ECANCELED);
    assert.equal(native().liveRegions(), 0);
  },
});
