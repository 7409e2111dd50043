// Processes and workers that want the same lock.
const fs = require('node:fs');
const { parentPort } = require('node:worker_threads');
const support = require('./support.cjs');
const { carray, SharedLock, SharedCounter, notify, startProcess, startWorker, numbers, sleep, until } =
  support;
const { attach, int32, int64, mapAnonymous } = carray;

/** What lies beside the lock, in elements. A and B are equal while nobody is inside. */
const [LOCK, INSIDE, A, B, VIOLATIONS, TOLD, DONE, STOP] = [0, 1, 2, 3, 4, 5, 6, 7];
const NUMBER = 2 ** 22 - 1;

/** What is not equal is worth a violation each. */
function demand(array, isSo) {
  if (!isSo) array.set(VIOLATIONS, array.get(VIOLATIONS) + 1);
}

/** What only one may do at a time. All of it is plain loads and stores: whoever else was inside would be seen. */
function visit(array, { previousOwnerDied }, spin) {
  if (previousOwnerDied) {
    array.set(TOLD, array.get(TOLD) + 1);
    array.set(INSIDE, 0);
    array.set(B, array.get(A));
  }
  demand(array, array.get(INSIDE) === 0 && array.get(A) === array.get(B));
  array.set(INSIDE, process.pid);
  const count = array.get(A) + 1;
  array.set(A, count);
  for (let round = 0; round < spin; round++) demand(array, array.get(INSIDE) === process.pid);
  demand(array, array.get(A) === count);
  array.set(B, count);
  array.set(DONE, array.get(DONE) + 1);
  array.set(INSIDE, 0);
}

const jobs = {
  /** Goes in and out until it is killed, or told to stop. */
  async visits(file, kind) {
    const array = numbers(file);
    const lock = SharedLock.over(array, LOCK);
    for (let round = 0; array.get(STOP) === 0; round++) {
      visit(array, kind === 'sync' ? lock.acquireSync() : await lock.acquire(), (round * 7919) % 40_000);
      lock.release();
      if (round % 16 === 0) await sleep(0);
    }
    process.exit(0);
  },

  async adds(file, times) {
    const array = numbers(file);
    const lock = SharedLock.over(array, LOCK);
    const counter = SharedCounter.over(array.cast(int64, 64), 0);
    for (let round = 0; round < Number(times); round++) counter.add(1n);
    for (let round = 0; round < Number(times) / 50; round++) {
      if (round % 2 === 0) lock.acquireSync();
      else await lock.acquire();
      array.set(A, array.get(A) + 1);
      lock.release();
    }
  },

  async addsInWorker({ token, times }) {
    const array = attach(token, int32);
    const lock = SharedLock.over(array, LOCK);
    for (let round = 0; round < times; round++) {
      if (round % 2 === 0) lock.acquireSync();
      else await lock.acquire();
      array.set(A, array.get(A) + 1);
      lock.release();
    }
    parentPort.postMessage('done');
  },

  /** Has the lock, and stays. */
  holds(file) {
    const array = numbers(file);
    SharedLock.over(array, LOCK).acquireSync();
    array.set(A, 1);
    notify(array, A);
    setInterval(() => {}, 1000);
  },

  holdsInWorker({ token, stays }) {
    SharedLock.over(attach(token, int32), LOCK).acquireSync();
    parentPort.postMessage('held');
    if (stays) setInterval(() => {}, 1000);
  },
};

const VISITORS = 3;

const cases = {
  /** Kills one of the visitors again and again, every other time the one that is inside just then. */
  async killed(rounds, file) {
    const array = numbers(file);
    const kinds = ['sync', 'async'];
    let started = 0;
    const start = () => startProcess(__filename, 'visits', file, kinds[started++ % 2]);
    const visitors = Array.from({ length: VISITORS }, start);
    const moves = async () => {
      const before = array.get(DONE);
      await until(() => array.get(DONE) - before > 20);
    };
    for (let round = 0; round < Number(rounds); round++) {
      await moves();
      await sleep(7 * Math.random());
      const owner = array.get(LOCK) & NUMBER;
      const inside = visitors.findIndex(({ child }) => child.pid === owner);
      const index = round % 2 === 0 && inside >= 0 ? inside : round % VISITORS;
      const { child, ended } = visitors[index];
      process.kill(child.pid, 'SIGKILL');
      if (round % 3 === 0) await ended; // else a zombie, or not even that, when the next one looks
      visitors[index] = start();
    }
    await moves();
    array.set(STOP, 1);
    const ends = await Promise.all(visitors.map(({ ended }) => ended));
    const last = SharedLock.over(array, LOCK).acquireSync({ timeout: 10_000 });
    visit(array, last, 1);
    return { ends, violations: array.get(VIOLATIONS), told: array.get(TOLD), done: array.get(DONE) };
  },

  async counts(times, file) {
    const array = numbers(file);
    const four = Array.from({ length: 4 }, () => startProcess(__filename, 'adds', file, times));
    const ends = await Promise.all(four.map(({ ended }) => ended));
    return [ends, Number(SharedCounter.over(array.cast(int64, 64), 0).value), array.get(A), array.get(LOCK)];
  },

  async workers(times) {
    const array = mapAnonymous(int32, 16, { shared: true });
    const data = { token: array.share(), times: Number(times) };
    const four = Array.from({ length: 4 }, () => startWorker(__filename, 'addsInWorker', data));
    const ends = await Promise.all(four.map(({ ended }) => ended));
    return [ends.map(({ status }) => status), array.get(A), array.get(LOCK)];
  },

  /** The owner is a zombie: this thread blocks, and cannot take notice of its end. */
  async zombie(file) {
    const array = numbers(file);
    const { child } = startProcess(__filename, 'holds', file);
    await until(() => array.get(A) === 1);
    const lock = SharedLock.over(array, LOCK);
    const before = [lock.tryAcquire() ?? 'held', support.outcome(() => lock.release())];
    process.kill(child.pid, 'SIGKILL');
    const answer = lock.acquireSync({ timeout: 30_000 });
    lock.release();
    return [before, answer, lock.tryAcquire()];
  },

  async tryAfterDeath(file) {
    const array = numbers(file);
    const { child, ended } = startProcess(__filename, 'holds', file);
    await until(() => array.get(A) === 1);
    process.kill(child.pid, 'SIGKILL');
    await ended;
    return SharedLock.over(array, LOCK).tryAcquire();
  },

  /** Workers that end with the lock, by themselves and by force; the process goes on. */
  async deadWorkers() {
    const array = mapAnonymous(int32, 16, { shared: true });
    const lock = SharedLock.over(array, LOCK);
    const answers = [];
    for (const stays of [false, true]) {
      const { worker, next, ended } = startWorker(__filename, 'holdsInWorker', {
        token: array.share(),
        stays,
      });
      await next();
      if (stays) {
        answers.push(support.outcome(() => lock.acquireSync({ timeout: 150 })));
        const waiting = lock.acquire();
        await worker.terminate();
        answers.push(await waiting);
      } else {
        await ended;
        answers.push(lock.acquireSync());
      }
      lock.release();
    }
    return answers;
  },

  /** A stopped owner lives. */
  async stopped(file) {
    const array = numbers(file);
    const { child } = startProcess(__filename, 'holds', file);
    await until(() => array.get(A) === 1);
    process.kill(child.pid, 'SIGSTOP');
    const lock = SharedLock.over(array, LOCK);
    const answers = [support.outcome(() => lock.acquireSync({ timeout: 200 })), lock.tryAcquire() ?? 'held'];
    answers.push(await lock.acquire({ signal: AbortSignal.timeout(200) }).catch(({ name }) => name));
    process.kill(child.pid, 'SIGKILL');
    return [...answers, await lock.acquire()];
  },

  truncated(file) {
    const array = carray.mmap(
      int32,
      2 * carray.pageSize,
      carray.PROT_READ | carray.PROT_WRITE,
      carray.MAP_SHARED,
      file,
    );
    const lock = SharedLock.over(array, array.length - 1);
    lock.acquireSync();
    fs.truncateSync(file, carray.pageSize);
    const codes = [() => lock.release(), () => lock.acquireSync(), () => lock.tryAcquire()].map((call) =>
      support.outcome(call),
    );
    fs.truncateSync(file, 2 * carray.pageSize);
    array.mapping.remap();
    return [...codes, lock.acquireSync()];
  },

  /** Where /proc may not be read, no thread can be named. */
  forbidden() {
    const array = mapAnonymous(int32, 4, { shared: true });
    const { code, cause } = (() => {
      try {
        return SharedLock.over(array, 0);
      } catch (error) {
        return error;
      }
    })();
    return [code, cause?.code];
  },
};

support.runAll(module, cases, jobs);
