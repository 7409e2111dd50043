// What the programs of the waits have besides.
const assert = require('node:assert');
const { spawn } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const { setTimeout: sleep } = require('node:timers/promises');
const { Worker } = require('node:worker_threads');
const support = require('./support.cjs');
const { native, PAGE, READ_WRITE, SHARED, raw, makeFile } = support;

/** Long enough for any machine, so that a test that fails ends. */
const PATIENCE = 20_000;

/** A number of a file in a mapping of its own, which begins `before` pages before the page of the number. */
function wordOf(file, before) {
  const fd = fs.openSync(file, 'r+');
  const region = native().map(0, (before + 1) * PAGE, READ_WRITE, SHARED, fd, (2 - before) * PAGE);
  fs.closeSync(fd);
  assert(region > 0, `map: ${region}`);
  const byteOffset = before * PAGE + 12;
  const cells = new Int32Array(native().buffer(region, 0, (before + 1) * PAGE));
  return { region, byteOffset, cells, cell: byteOffset / 4 };
}
const makeWord = () => {
  const file = makeFile(3, 0);
  return { file, ...wordOf(file, 2) };
};

const wait = ({ region, byteOffset }, expected = 0, timeout = -1) => {
  const begun = native().waitAsync(region, byteOffset, expected, timeout);
  assert.equal(typeof begun, 'object', `waitAsync: ${begun}`);
  return begun;
};
const waits = (word, count, expected, timeout) =>
  Array.from({ length: count }, () => wait(word, expected, timeout));
const statuses = (all) => Promise.all(all.map(({ status }) => status));
const wake = ({ region, byteOffset }, count = 2 ** 31 - 1) => native().wakeAt(region, byteOffset, count);

/** Wakes so many in all, as soon as they wait. */
async function wakeAll(word, count) {
  const end = Date.now() + PATIENCE;
  for (let woken = 0; woken < count; await sleep(1)) {
    const answer = wake(word, count - woken);
    assert(answer >= 0 && answer <= count - woken, `wakeAt: ${answer}`);
    woken += answer;
    assert(Date.now() < end, `${woken} of ${count} were woken`);
  }
}

async function until(holds, what) {
  for (const end = Date.now() + PATIENCE; !holds(); await sleep(5)) assert(Date.now() < end, what);
}
const threads = () => fs.readdirSync('/proc/self/task').length;

/** Two sides of the same number take turns: each makes it one more when it is its turn. */
function takeTurn(word, side, rounds) {
  const { cells, cell, region, byteOffset } = word;
  for (let round = 0; round < rounds; round++) {
    for (let seen = Atomics.load(cells, cell); seen % 2 !== side; seen = Atomics.load(cells, cell)) {
      const status = native().waitAt(region, byteOffset, seen, PATIENCE);
      assert(status === 0 || status === -support.errno.EAGAIN, `waitAt: ${status}`);
    }
    Atomics.add(cells, cell, 1);
    wake(word);
  }
}

/** The same without a thread that is blocked. */
async function takeTurnAsync(word, side, rounds) {
  const { cells, cell } = word;
  for (let round = 0; round < rounds; round++) {
    for (let seen = Atomics.load(cells, cell); seen % 2 !== side; seen = Atomics.load(cells, cell)) {
      const status = await wait(word, seen, PATIENCE).status;
      assert(status === 0 || status === -support.errno.EAGAIN, `waitAsync: ${status}`);
    }
    Atomics.add(cells, cell, 1);
    wake(word);
  }
}

/** How a process with a case of this program ended, and what it said; it has to say nothing but that it reached its end. */
async function endOf(file, ...args) {
  const child = spawn(process.execPath, ['--expose-gc', file, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data) => {
      said += data;
    });
  }
  const [status, signal] = await once(child, 'close');
  return { status, signal, said };
}

/** Runs the worker's side of a case. */
function start(file, name, data = {}) {
  const worker = new Worker(file, { workerData: { name, ...data } });
  worker.on('error', (error) => {
    throw error;
  });
  return worker;
}

/** How the kernel answers from now on, to what a sandbox, or an older kernel, does not have. */
const [FUTEX_WAITV, FUTEX, CLONE, CLONE3] = [0, 1, 2, 3];
const forbid = (which, errno, second = -1) =>
  assert.equal(raw().forbid(raw().numberOf(which), errno, second), 0, 'seccomp');

module.exports = {
  ...support,
  ...{ PATIENCE, wordOf, makeWord, wait, waits, statuses, wake, wakeAll, until, threads, sleep },
  ...{ takeTurn, takeTurnAsync, endOf, start, forbid, FUTEX_WAITV, FUTEX, CLONE, CLONE3 },
};
