// Calls that leave something to be freed, and those that meet the defects planted by sanitized-planted.test.ts. Each case ends
// as a process does that gives nothing back: the addon has to.
const assert = require('node:assert');
const fs = require('node:fs');
const { once } = require('node:events');
const { setImmediate: nextTurn } = require('node:timers/promises');
const { isMainThread, parentPort, Worker, workerData } = require('node:worker_threads');
const support = require('../../test/programs/support.cjs');
const { PAGE, NONE, READ, READ_WRITE, PRIVATE, ANONYMOUS, errno, makeFile, map, native, run } = support;

const anonymous = (protection = READ_WRITE) => {
  const region = native().map(0, PAGE, protection, PRIVATE | ANONYMOUS, -1, 0);
  assert(region > 0, `map: ${region}`);
  return region;
};

run({
  unmapped() {
    const region = anonymous();
    assert.equal(native().unmap(region), 0);
    assert.equal(native().unmap(region), -errno.EINVAL);
  },

  detached() {
    const region = anonymous();
    for (let i = 0; i < 200; i++) {
      const buffer = native().buffer(region, 0, PAGE);
      assert.equal(native().detach(buffer), 0);
      assert.equal(native().detach(buffer), -errno.EINVAL);
    }
  },

  async collected() {
    const region = anonymous();
    for (let i = 0; i < 200; i++) native().buffer(region, 0, PAGE);
    assert.equal(native().unmap(region), 0);
    for (let turn = 0; native().liveRegions() > 0; turn++) {
      assert(turn < 1000, 'nothing is collected');
      globalThis.gc();
      await nextTurn();
    }
  },

  moved() {
    const region = anonymous();
    const buffer = native().buffer(region, 0, PAGE);
    const moved = structuredClone(buffer, { transfer: [buffer] });
    assert.equal(native().detach(buffer), 0);
    assert.equal(native().unmap(region), 0);
    assert.equal(new Uint8Array(moved)[PAGE - 1], 0);
  },

  refused() {
    assert.equal(native().map(0, 0, READ, PRIVATE | ANONYMOUS, -1, 0), -errno.EINVAL);
    const region = anonymous();
    assert.equal(native().buffer(region, PAGE, 1), -errno.EINVAL);
    for (const far of [2 ** 62, 2 ** 63, -(2 ** 63), Number.MAX_SAFE_INTEGER, Number.NaN]) {
      assert(native().protect(region, far, 2 ** 62, READ) < 0);
      assert(native().buffer(region, 1, far) <= 0 || Number.isNaN(far));
    }
    assert.throws(() => native().protect(region, 'x', 1, 1), TypeError);
  },

  async synced() {
    const { region } = map(makeFile(4), 4);
    const status = await Promise.all(
      Array.from({ length: 50 }, () => native().syncAsync(region, 0, PAGE, 4)),
    );
    assert.deepEqual(new Set(status), new Set([0]));
    assert.equal(await native().syncAsync(region, 5 * PAGE, PAGE, 4), -errno.EINVAL);
    assert.equal(await native().adviseAsync(region, 0, PAGE, 3), 0);
    assert.equal(await native().adviseAsync(region, 0, PAGE, 9999), -errno.EINVAL);
  },

  // As long as the longest name that is read, and longer.
  named() {
    for (const length of [0, 1, 249, 250, 4095, 4096, 4097, 2 ** 20]) {
      const fd = native().createMemoryFile('x'.repeat(length), 0);
      assert.equal(fd >= 0, length <= 249);
      if (fd >= 0) fs.closeSync(fd);
      assert(native().openShared(`/${'é'.repeat(length)}`, 0, 0) < 0);
      assert(native().unlinkShared(`\0${'x'.repeat(length)}`) < 0);
    }
  },

  looked() {
    const region = anonymous();
    assert.equal(native().residency(region, 0, PAGE, new Uint8Array(1)), 0);
    assert.equal(native().residency(region, 0, PAGE, new Uint8Array(0)), -errno.EINVAL);
    assert.equal(native().synchronizeCode(region, 0, PAGE), 0);
  },

  // The workers end, or are ended, while their calls are under way in the thread pool.
  async syncingWorkers() {
    if (!isMainThread) {
      const region = native().attach(workerData.token);
      assert(region > 0, `attach: ${region}`);
      for (let i = 0; i < 50; i++) native().syncAsync(region, 0, 64 * PAGE, 4);
      if (workerData.how === 'exit') process.exit(0);
      parentPort.postMessage('syncing');
      return;
    }
    const { region, buffer } = map(makeFile(64, 1), 64);
    const token = native().share(region);
    for (const how of ['exit', 'terminate', 'exit', 'terminate']) {
      new Uint8Array(buffer).fill(how.length);
      const worker = new Worker(__filename, { workerData: { name: 'syncingWorkers', how, token } });
      if (how === 'exit') await once(worker, 'exit');
      else await once(worker, 'message').then(() => worker.terminate());
    }
    assert.equal(native().detach(buffer), 0);
    assert.equal(native().unmap(region), 0);
    assert.equal(native().liveRegions(), 0);
  },

  inside() {
    const reservation = native().map(0, 8 * PAGE, NONE, PRIVATE | ANONYMOUS, -1, 0);
    const place = (page) =>
      native().mapInside(reservation, page * PAGE, PAGE, READ_WRITE, PRIVATE | ANONYMOUS, -1, 0);
    assert(place(0) > 0 && place(2) > 0);
    assert.equal(native().unmap(place(4)), 0);
    assert.equal(place(2), -errno.EEXIST);
  },

  // The marks of 17 pages take more than a word.
  lost() {
    const file = makeFile(17);
    const { bytes, faults } = map(file, 17);
    fs.truncateSync(file, 0);
    for (let page = 0; page < 17; page++) assert.equal(bytes[page * PAGE], 0);
    assert.equal(faults(), 17);
  },
});
