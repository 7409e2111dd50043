// A file of huge pages: what is replaced is the whole huge page, and its mark is that of all its bytes.
const assert = require('node:assert');
const fs = require('node:fs');
const { READ, READ_WRITE, SHARED, native, run } = require('./support.cjs');

function mapHuge(file, hugePage, protection) {
  const fd = fs.openSync(file, 'w+');
  fs.ftruncateSync(fd, 2 * hugePage);
  const region = native().map(0, 2 * hugePage, protection, SHARED, fd, 0);
  assert(region > 0, `map: ${region}`);
  const counter = native().guard(region, false);
  assert(counter instanceof Uint32Array, `guard: ${counter}`);
  return { fd, region, counter, bytes: new Uint8Array(native().buffer(region, 0, 2 * hugePage)) };
}

run({
  lost() {
    const [file, size] = process.argv.slice(3);
    const hugePage = Number(size);
    const { fd, region, counter, bytes } = mapHuge(file, hugePage, READ_WRITE);
    bytes.fill(5);
    fs.ftruncateSync(fd, hugePage);
    assert.equal(bytes[2 * hugePage - 1], 0);
    bytes[hugePage + 7] = 9;
    assert.deepEqual([bytes[hugePage], bytes[hugePage + 7], bytes[hugePage - 1]], [0, 9, 5]);
    assert.equal(counter[0], 1);
    assert.equal(native().faulted(region, 0, 2 * hugePage), hugePage);
    assert.equal(native().faultEnd(region, hugePage + 1), 2 * hugePage);
    assert.equal(native().faulted(region, 0, hugePage), -1);
  },

  readOnly() {
    const [file, size] = process.argv.slice(3);
    const hugePage = Number(size);
    const { region, counter, bytes } = mapHuge(file, hugePage, READ);
    bytes[3] = 1;
    bytes[hugePage - 1] = 2;
    assert.deepEqual([bytes[3], bytes[hugePage - 1], bytes[4]], [1, 2, 0]);
    assert.equal(counter[0], 1);
    assert.equal(native().faultMark(region, hugePage - 1), 2);
    assert.equal(native().faultMark(region, hugePage), 0);
  },
});
