// Processes and workers that wait for each other.
const fs = require('node:fs');
const { parentPort } = require('node:worker_threads');
const support = require('./support.cjs');
const { carray, wait, waitSync, notify, startProcess, startWorker, numbers, sleep, until, outcome } = support;
const { attach, int32, mapAnonymous, munmap } = carray;

// Element 0 is for this side, element 1 for the other, element 2 says that the other has begun.
const [HERE, THERE, BEGUN] = [0, 1, 2];

const waiters = {
  sync: (array, index, expected) => waitSync(array, index, expected),
  async: (array, index, expected) => wait(array, index, expected),
};

/** Takes turns: each waits until the other has stored the number of the round. */
async function play(array, kind, rounds, [mine, theirs], isFirst) {
  const tell = (round) => {
    array.set(mine, round);
    notify(array, mine);
  };
  for (let round = 1; round <= rounds; round++) {
    if (isFirst) tell(round);
    while (array.get(theirs) < round) await waiters[kind](array, theirs, round - 1);
    if (!isFirst) tell(round);
  }
}

const begin = (array) => {
  array.set(BEGUN, array.get(BEGUN) + 1);
  notify(array, BEGUN);
};

const jobs = {
  async play(file, kind, rounds) {
    await play(numbers(file), kind, Number(rounds), [THERE, HERE], false);
  },
  async playInWorker({ token, kind, rounds }) {
    const array = attach(token, int32);
    await play(array, kind, rounds, [THERE, HERE], false);
    parentPort.postMessage(munmap(array));
  },
  /** Parked for good, as far as it is not told. */
  async park(file, kind) {
    const array = numbers(file);
    begin(array);
    process.exitCode = { ok: 3, 'not-equal': 4, 'timed-out': 5 }[await waiters[kind](array, HERE, 0)];
  },
  blockWorker({ token }) {
    const array = attach(token, int32);
    begin(array);
    waitSync(array, HERE, 0);
  },
  parkWorker({ token }) {
    const array = attach(token, int32);
    for (let count = 0; count < 10; count++) wait(array, HERE, 0).then(() => parentPort.postMessage('woken'));
    begin(array);
  },
  async notifyAll(file, count) {
    const array = numbers(file);
    array.set(HERE, 1);
    let woken = 0;
    while (array.get(THERE) < Number(count)) {
      woken += notify(array, HERE);
      await sleep(1);
    }
    array.set(BEGUN, woken);
  },
  /** Sends signals to a thread that blocks. */
  async signals(file, pid) {
    const array = numbers(file);
    for (let count = 0; count < 20; count++) {
      process.kill(Number(pid), 'SIGUSR2');
      await sleep(2);
    }
    array.set(BEGUN, 1);
  },
};

const blockedWorker = async () => {
  const array = mapAnonymous(int32, 4, { shared: true });
  const made = startWorker(__filename, 'blockWorker', { token: array.share() });
  await until(() => array.get(BEGUN) === 1);
  return { array, ...made };
};

const cases = {
  async processes(kind, rounds, file) {
    const { ended } = startProcess(__filename, 'play', file, kind, rounds);
    const array = numbers(file);
    await play(array, kind, Number(rounds), [HERE, THERE], true);
    return [await ended, array.get(HERE), array.get(THERE)];
  },

  async workers(kind, rounds) {
    const array = mapAnonymous(int32, 4, { shared: true });
    const data = { token: array.share(), kind, rounds: Number(rounds) };
    const { next, ended } = startWorker(__filename, 'playInWorker', data);
    await play(array, kind, Number(rounds), [HERE, THERE], true);
    return [await next(), (await ended).status, array.get(THERE)];
  },

  /** 100 waits leave the pool of threads to others, and are woken by another process. */
  async many(file, count) {
    const array = numbers(file);
    let ended = 0;
    const results = Array.from({ length: Number(count) }, async () => {
      const result = await wait(array, HERE, 0);
      ended++;
      array.set(THERE, ended);
      return result;
    });
    const [{ size }, text] = await Promise.all([
      fs.promises.stat(file),
      fs.promises.readFile(__filename, 'utf8'),
      sleep(1),
    ]);
    const before = ended;
    const { ended: end } = startProcess(__filename, 'notifyAll', file, count);
    const answers = new Set(await Promise.all(results));
    return [size === array.byteLength, text.length > 0, before, [...answers], await end];
  },

  /** Three processes that block: as many as were woken. */
  async counted(file) {
    const array = numbers(file);
    const children = [1, 2, 3].map(() => startProcess(__filename, 'park', file, 'sync'));
    await until(() => array.get(BEGUN) >= 1);
    // Some moments pass between their word and their sleep; one at a time, each is woken once.
    const woken = [];
    while (woken.length < 3) {
      if (notify(array, HERE, 1) === 1) woken.push(1);
      await sleep(1);
    }
    return [await Promise.all(children.map(({ ended }) => ended)), notify(array, HERE)];
  },

  /** What ends a wait besides: each by its error. */
  async ends(file) {
    const array = numbers(file);
    const controller = new AbortController();
    const aborted = wait(array, HERE, 0, { signal: controller.signal });
    const timed = wait(array, HERE, 0, { timeout: 20 });
    const unmapped = [wait(array, HERE, 0), wait(array, HERE, 0, { timeout: 1e6 })];
    const errors = unmapped.map((one) => one.catch(({ code }) => code));
    await sleep(5);
    controller.abort();
    const abort = await aborted.catch(({ name }) => name);
    const time = await timed;
    munmap(array);
    const codes = await Promise.all(errors);
    await until(() => support.countAreas(file) === 0);
    return [abort, time, codes, outcome(() => waitSync(array, HERE, 0))];
  },

  /** A resize that must move, and one that need not, beside a wait. */
  async resized(file) {
    const { pageSize } = carray;
    const fixed = numbers(file);
    const parked = wait(fixed, HERE, 0);
    const moved = outcome(() => fixed.mapping.resize(64 * pageSize));
    const roomy = carray.mapFile(file, { access: 'read-write', type: int32, maxByteLength: 8 * pageSize });
    const far = (roomy.length - 1) | 0;
    const [stays, goes] = [wait(roomy, HERE, 0), wait(roomy, far, 0).catch(({ code }) => code)];
    roomy.mapping.resize(pageSize / 2);
    const gone = await goes;
    roomy.set(HERE, 1);
    // Both wait for the same number of the same file.
    notify(roomy, HERE);
    return [moved ?? 'resized', gone, await stays, await parked];
  },

  async reopened(file) {
    const array = numbers(file);
    fs.writeFileSync(`${file}.new`, Buffer.alloc(array.byteLength));
    fs.renameSync(`${file}.new`, file);
    const parked = wait(array, HERE, 0).catch(({ code }) => code);
    array.mapping.remap({ reopen: true });
    const code = await parked;
    const [again] = [wait(array, HERE, 0)];
    array.set(HERE, 1);
    notify(array, HERE);
    return [code, await again];
  },

  /** Stores before the waiting thread can be there. */
  async storedAtOnce(file) {
    const array = numbers(file);
    const results = [];
    for (let round = 0; round < 300; round++) {
      const parked = wait(array, HERE, round);
      array.set(HERE, round + 1);
      notify(array, HERE);
      results.push(await parked, await wait(array, HERE, round));
    }
    return [...new Set(results)];
  },

  async signalled(file) {
    const array = numbers(file);
    process.on('SIGUSR2', () => {});
    const { ended } = startProcess(__filename, 'signals', file, process.pid);
    const results = [];
    while (array.get(BEGUN) === 0) {
      const begun = performance.now();
      const result = waitSync(array, HERE, 0, { timeout: 30 });
      results.push(result, performance.now() - begun >= 30);
      await sleep(0);
    }
    return [await ended, [...new Set(results)]];
  },

  /** Parked waits keep a process: it ends when they do. */
  async keeps(file) {
    const array = numbers(file);
    const { child, ended } = startProcess(__filename, 'park', file, 'async');
    child.disconnect();
    await until(() => array.get(BEGUN) === 1);
    const first = await Promise.race([ended, sleep(300).then(() => 'alive')]);
    array.set(HERE, 1);
    await until(() => notify(array, HERE) >= 0);
    return [first, await ended];
  },

  async terminated() {
    const { worker, ended } = await blockedWorker();
    await worker.terminate();
    return (await ended).status;
  },

  async parkedTerminated() {
    const array = mapAnonymous(int32, 4, { shared: true });
    const { worker, ended } = startWorker(__filename, 'parkWorker', { token: array.share() });
    await until(() => array.get(BEGUN) === 1);
    await worker.terminate();
    await ended;
    // Its environment cancels them on the way out: a moment later nobody is there to be woken.
    await until(() => notify(array, HERE) === 0);
    return [notify(array, HERE), munmap(array)];
  },

  async exit() {
    const { array } = await blockedWorker();
    for (let count = 0; count < 10; count++) wait(array, HERE, 0);
    await sleep(5);
    process.exit(7);
  },

  async thrown() {
    const array = mapAnonymous(int32, 4, { shared: true });
    for (let count = 0; count < 10; count++) wait(array, HERE, 0);
    await sleep(5);
    setImmediate(() => {
      throw new Error('on purpose');
    });
  },

  /** A file that was made shorter while it is waited in: what is told is told as a fault. */
  async truncated(file) {
    const array = carray.mmap(
      int32,
      4 * carray.pageSize,
      carray.PROT_READ | carray.PROT_WRITE,
      carray.MAP_SHARED,
      file,
    );
    const last = array.length - 1;
    fs.truncateSync(file, carray.pageSize);
    const first = outcome(() => waitSync(array, last, 0, { timeout: 5 }));
    const second = await wait(array, last, 0, { timeout: 5 }).catch(({ code }) => code);
    const third = outcome(() => notify(array, last));
    return [first, second, third, waitSync(array, HERE, 0, { timeout: 5 })];
  },
};

support.runAll(cases, jobs);
