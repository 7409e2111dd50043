// Guarded regions become longer and shorter, and move.
const assert = require('node:assert');
const fs = require('node:fs');
const { isMainThread, parentPort, Worker } = require('node:worker_threads');
const { PAGE, READ_WRITE, SHARED, PRIVATE, ANONYMOUS, errno } = require('./support.cjs');
const { byteAt, makeFile, map, areas, native, raw, reached, run, sum } = require('./support.cjs');

const MAYMOVE = 1;
const ROUNDS = Number(process.env.CARRAY_ROUNDS ?? 100);

/** A guarded mapping of some pages of a file that was resized, its buffer detached before. It has moved. */
function moved(file, before, after) {
  const { region, buffer } = map(file, before);
  const address = native().addressOf(region);
  const behind = native().map(address + before * PAGE, PAGE, 0, PRIVATE | ANONYMOUS, -1, 0);
  assert.equal(native().detach(buffer), 0);
  assert.equal(native().resize(region, after * PAGE, MAYMOVE), 0);
  assert.notEqual(native().addressOf(region), address);
  native().unmap(behind);
  return { region, address };
}

const bytesOf = (region, pages) => new Uint8Array(native().buffer(region, 0, pages * PAGE));

function faultsInOwnRegion() {
  const file = makeFile(16, 1);
  const { region, bytes, buffer, faults } = map(file, 16);
  fs.truncateSync(file, 0);
  assert.equal(sum(bytes), 0);
  assert.equal(faults(), 16);
  assert.equal(native().detach(buffer), 0);
  assert.equal(native().unmap(region), 0);
  fs.rmSync(file);
}

run({
  newPlace() {
    const file = makeFile(8);
    const { region } = moved(file, 2, 8);
    const counter = native().guard(region, false);
    const bytes = bytesOf(region, 8);
    for (let index = 0; index < bytes.length; index++) assert.equal(bytes[index], byteAt(index));
    fs.truncateSync(file, 5 * PAGE);
    assert.equal(bytes[5 * PAGE], 0);
    assert.equal(bytes[8 * PAGE - 1], 0);
    bytes[6 * PAGE] = 9;
    assert.equal(bytes[6 * PAGE], 9);
    assert.equal(counter[0], 3);
    assert.equal(native().faulted(region, 0, 8 * PAGE), 5 * PAGE);
    assert.equal(native().faultEnd(region, 5 * PAGE), 8 * PAGE);
  },

  pastTheEnd() {
    const file = makeFile(2);
    const { region } = moved(file, 2, 4);
    const counter = native().guard(region, false);
    const bytes = bytesOf(region, 4);
    assert.equal(bytes[2 * PAGE], 0);
    assert.equal(counter[0], 1);
    const shared = native().map(0, PAGE, READ_WRITE, SHARED | ANONYMOUS, -1, 0);
    assert.equal(native().resize(shared, 2 * PAGE, MAYMOVE), 0);
    assert.equal(native().guard(shared, false)[0], 0);
    assert.equal(bytesOf(shared, 2)[PAGE], 0);
    assert.equal(native().faultMark(shared, PAGE), 1);
  },

  // The guard has ended with the call: what was survivable is not, until it is guarded again.
  withoutGuard() {
    const file = makeFile(4);
    const { region } = moved(file, 2, 4);
    fs.truncateSync(file, 0);
    reached();
    bytesOf(region, 4)[0];
  },

  oldPlace() {
    const file = makeFile(4);
    const { address } = moved(file, 2, 4);
    const fd = fs.openSync(file, 'r+');
    assert.equal(raw().mapAt(address, fd, 2 * PAGE, READ_WRITE, SHARED), address);
    const foreign = new Uint8Array(raw().wrap(address, 2 * PAGE));
    assert.equal(foreign[0], byteAt(0));
    fs.truncateSync(file, 0);
    reached();
    foreign[PAGE];
  },

  // Where it stays, what it does not have any more is not its own either.
  behindShorter() {
    const file = makeFile(4);
    const { region, buffer } = map(file, 4);
    const address = native().addressOf(region);
    native().detach(buffer);
    assert.equal(native().resize(region, PAGE, 0), 0);
    native().guard(region, false);
    const fd = fs.openSync(file, 'r+');
    assert.equal(raw().mapAt(address + PAGE, fd, PAGE, READ_WRITE, SHARED), address + PAGE);
    fs.truncateSync(file, 0);
    assert.equal(bytesOf(region, 1)[0], 0);
    reached();
    new Uint8Array(raw().wrap(address + PAGE, PAGE))[0];
  },

  refused() {
    const file = makeFile(4);
    const { region, buffer, faults } = map(file, 4);
    native().detach(buffer);
    const bytes = bytesOf(region, 4);
    fs.truncateSync(file, PAGE);
    assert.equal(native().resize(region, 8 * PAGE, MAYMOVE), -errno.EBUSY);
    assert.equal(bytes[3 * PAGE], 0);
    assert.equal(native().detach(bytes.buffer), 0);
    for (const length of [Number.MAX_SAFE_INTEGER, 2 ** 48, 0]) {
      for (const flags of [0, MAYMOVE]) assert(native().resize(region, length, flags) < 0);
    }
    assert.equal(native().faultMark(region, 3 * PAGE), 1);
    assert.equal(bytesOf(region, 4)[PAGE], 0);
    assert.equal(faults(), 2);
  },

  // Pages that were replaced are of another mapping than the rest.
  replacedPages() {
    const file = makeFile(4, 1);
    const { region, bytes, buffer, faults } = map(file, 4);
    fs.truncateSync(file, 2 * PAGE);
    assert.equal(bytes[3 * PAGE], 0);
    assert.equal(native().detach(buffer), 0);
    assert.equal(native().resize(region, 8 * PAGE, MAYMOVE), -errno.EFAULT);
    assert.equal(native().faultMark(region, 3 * PAGE), 1);
    assert.equal(faults(), 1);
    assert.equal(native().resize(region, 2 * PAGE, 0), 0);
    assert.equal(native().resize(region, 8 * PAGE, MAYMOVE), 0);
    assert.equal(sum(bytesOf(region, 8).subarray(0, 2 * PAGE)), 2 * PAGE);
  },

  // More often than regions can be guarded at once.
  manyTimes() {
    const region = native().map(0, PAGE, READ_WRITE, PRIVATE | ANONYMOUS, -1, 0);
    for (let round = 0; round < 70_000; round++) {
      const counter = native().guard(region, false);
      if (!(counter instanceof Uint32Array)) assert.fail(`guard: ${counter}`);
      assert.equal(native().resize(region, PAGE + (round % 2) * PAGE, MAYMOVE), 0);
    }
  },

  // While the slots of regions come and go, another thread is in the handlers all the time.
  async besideFaults() {
    if (!isMainThread) {
      for (let round = 0; round < ROUNDS; round++) faultsInOwnRegion();
      parentPort.postMessage('done');
      return;
    }
    const worker = new Worker(__filename, { workerData: { name: 'besideFaults' } });
    let isDone = false;
    worker.on('message', () => {
      isDone = true;
    });
    const ended = new Promise((resolve, reject) => {
      worker.on('error', reject);
      worker.on('exit', resolve);
    });
    const file = makeFile(8);
    const { region, buffer } = map(file, 2);
    native().detach(buffer);
    const before = areas();
    for (let round = 0; !isDone; round++) {
      const pages = (round % 8) + 1;
      assert.equal(native().resize(region, pages * PAGE, MAYMOVE), 0);
      const counter = native().guard(region, false);
      assert.equal(counter[0], 0);
      const bytes = native().buffer(region, 0, pages * PAGE);
      assert.equal(new Uint8Array(bytes)[pages * PAGE - 1], byteAt(pages * PAGE - 1));
      assert.equal(native().detach(bytes), 0);
      if (round % 64 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    assert.equal(await ended, 0);
    assert(areas() < before + 64, 'areas are left');
    assert.equal(native().unmap(region), 0);
    assert.equal(native().liveRegions(), 0);
  },
});
