// One side of a case with waits, in a process or in a worker: node waits.cjs case file side rounds.
const assert = require('node:assert');
const { openSync, closeSync, writeSync } = require('node:fs');
const { EAGAIN, ETIMEDOUT } = require('node:os').constants.errno;
const { isMainThread, workerData } = require('node:worker_threads');
const { loadBackend } = require('../../dist/index.js');

const ffi = loadBackend();
const PAGE = ffi.pageSize;
const PATIENCE = 20_000;
const [name, file, side, rounds] = isMainThread ? process.argv.slice(2) : workerData;
const SIDE = Number(side);

/** A number in the third page of the file: side 0 has all pages mapped, side 1 that one alone. */
const before = SIDE === 0 ? 2 : 0;
const fd = openSync(file, 'r+');
const region = ffi.map(0, (before + 1) * PAGE, 3, 1, fd, (2 - before) * PAGE); // PROT_READ | PROT_WRITE, MAP_SHARED
closeSync(fd);
assert(region > 0, `map: ${region}`);
const byteOffset = before * PAGE + 12;
const cells = new Int32Array(ffi.buffer(region, 0, (before + 1) * PAGE));
const cell = byteOffset / 4;

const cases = {
  /** Each makes the number one more when it is its turn. */
  turns() {
    for (let round = 0; round < Number(rounds); round++) {
      for (let seen = Atomics.load(cells, cell); seen % 2 !== SIDE; seen = Atomics.load(cells, cell)) {
        const status = ffi.waitAt(region, byteOffset, seen, PATIENCE);
        assert(status === 0 || status === -EAGAIN, `waitAt: ${status}`);
      }
      Atomics.add(cells, cell, 1);
      ffi.wakeAt(region, byteOffset, 2 ** 31 - 1);
    }
  },

  /** Side 0 wakes three of side 1, one at a time, once each has said that it is there. */
  oneOfThree() {
    if (SIDE === 1) {
      Atomics.add(cells, cell + 1, 1);
      assert.equal(ffi.waitAt(region, byteOffset, 0, PATIENCE), 0);
      Atomics.add(cells, cell + 2, 1);
      return;
    }
    const pause = () => assert.equal(ffi.waitAt(region, byteOffset + 12, 0, 10), -ETIMEDOUT);
    const until = (at, number) => {
      for (const end = Date.now() + PATIENCE; Atomics.load(cells, at) !== number; pause()) {
        assert(Date.now() < end, `${Atomics.load(cells, at)} are at ${at - cell}, ${number} are expected`);
      }
    };
    until(cell + 1, 3);
    for (let woken = 1; woken <= 3; woken++) {
      for (let answer = 0; answer === 0; pause()) {
        answer = ffi.wakeAt(region, byteOffset, 1);
        assert(answer === 0 || answer === 1, `wakeAt: ${answer}`);
      }
      until(cell + 2, woken);
    }
    assert.equal(ffi.wakeAt(region, byteOffset, 3), 0);
  },
};

cases[name]();
assert.equal(ffi.detach(cells.buffer), 0);
assert.equal(ffi.unmap(region), 0);
if (isMainThread) writeSync(1, 'reached\n');
