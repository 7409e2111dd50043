// Copies that the kernel makes: no fault, no mark.
const assert = require('node:assert');
const fs = require('node:fs');
const { PAGE, NONE, READ, READ_WRITE, SHARED, PRIVATE, ANONYMOUS, errno } = require('./support.cjs');
const { byteAt, makeFile, map, native, run } = require('./support.cjs');

run({
  out() {
    const file = makeFile(4);
    const { region, faults } = map(file, 4);
    const target = new Uint8Array(4 * PAGE);
    assert.equal(native().copyOut(region, 3, target.subarray(0, 2 * PAGE)), 2 * PAGE);
    assert.equal(target[2 * PAGE - 1], byteAt(2 * PAGE + 2));
    fs.truncateSync(file, 2 * PAGE);
    assert.equal(native().copyOut(region, 0, target), 2 * PAGE);
    assert.equal(native().copyOut(region, 2 * PAGE - 3, Buffer.alloc(8)), 3);
    assert.equal(native().copyOut(region, 2 * PAGE, target.subarray(0, 1)), 0);
    assert.equal(native().protect(region, PAGE, PAGE, NONE), 0);
    assert.equal(native().copyOut(region, 0, target), PAGE);
    assert.equal(faults(), 0);
    assert.equal(native().faulted(region, 0, 4 * PAGE), -1);
  },

  in() {
    const file = makeFile(4);
    const { region, bytes, faults } = map(file, 4);
    const source = Buffer.alloc(2 * PAGE, 9);
    assert.equal(native().copyIn(region, PAGE + 1, source), 2 * PAGE);
    assert.equal(bytes[PAGE], byteAt(PAGE));
    assert.equal(bytes[PAGE + 1], 9);
    assert.equal(bytes[3 * PAGE], 9);
    assert.equal(bytes[3 * PAGE + 1], byteAt(3 * PAGE + 1));
    assert.equal(native().protect(region, 2 * PAGE, PAGE, READ), 0);
    assert.equal(native().copyIn(region, PAGE, source), PAGE);
    fs.truncateSync(file, PAGE);
    assert.equal(native().copyIn(region, PAGE - 5, source), 5);
    assert.equal(faults(), 0);
  },

  fromRegionToRegion() {
    const lost = makeFile(2);
    const from = map(makeFile(4), 4);
    const to = map(lost, 2);
    fs.truncateSync(lost, PAGE);
    assert.equal(native().copyOut(from.region, PAGE, to.bytes), PAGE);
    assert.equal(to.bytes[1], byteAt(PAGE + 1));
    assert.equal(to.faults() + from.faults(), 0);
  },

  refusals() {
    const { region } = map(makeFile(2), 2);
    const eight = new Uint8Array(8);
    for (const copy of [native().copyOut, native().copyIn]) {
      assert.equal(copy(region, 0, new Uint8Array(0)), 0);
      assert.equal(copy(region, 2 * PAGE, new Uint8Array(0)), 0);
      assert.equal(copy(region, 2 * PAGE - 7, eight), -errno.EINVAL);
      assert.equal(copy(region, -1, eight), -errno.EINVAL);
      assert.equal(copy(region + 1, 0, eight), -errno.EINVAL);
      for (const other of [new Int8Array(8), new Float64Array(1), new ArrayBuffer(8), {}, undefined, 8]) {
        assert.equal(copy(region, 0, other), -errno.EINVAL);
      }
    }
    const shared = new Uint8Array(new SharedArrayBuffer(8));
    assert.equal(native().copyOut(region, 0, shared), 8);
    assert.equal(shared[1], byteAt(1));
  },

  remapRefusals() {
    const fd = fs.openSync(makeFile(4, 5), 'r+');
    const { region, bytes } = map(makeFile(4), 4);
    const remap = (offset, length, id = region) =>
      native().remap(id, offset, length, READ_WRITE, SHARED, fd, 0);
    for (const [offset, length] of [
      [0, 5 * PAGE],
      [-PAGE, PAGE],
      [4 * PAGE, PAGE],
      [1, PAGE],
      [0, 0],
    ]) {
      assert.equal(remap(offset, length), -errno.EINVAL);
    }
    assert.equal(remap(0, PAGE, region + 1), -errno.EINVAL);
    assert.equal(native().remap(region, 0, PAGE, READ_WRITE, SHARED, 9999, 0), -errno.EBADF);
    assert.equal(bytes[1], byteAt(1));
    assert.equal(remap(2 * PAGE, 2 * PAGE), 0);
    assert.equal(bytes[2 * PAGE], 5);
    assert.equal(bytes[PAGE], byteAt(PAGE));

    const part = native().map(0, PAGE + 10, READ_WRITE, SHARED, fd, 0);
    assert.equal(remap(PAGE, PAGE, part), -errno.EINVAL);
    assert.equal(remap(PAGE, 10, part), 0);
    const reservation = native().map(0, 4 * PAGE, NONE, PRIVATE | ANONYMOUS, -1, 0);
    const inside = native().mapInside(reservation, PAGE, PAGE, READ_WRITE, SHARED, fd, 0);
    assert.equal(remap(0, 2 * PAGE, reservation), -errno.EBUSY);
    assert.equal(remap(2 * PAGE, PAGE, reservation), 0);
    assert.equal(native().guard(reservation, false), -errno.EBUSY);
    assert.equal(remap(0, PAGE, inside), 0);
  },

  guardRefusals() {
    const { region } = map(makeFile(2), 2, { guard: false });
    assert.equal(native().guard(region + 1, false), -errno.EINVAL);
    assert.equal(native().faulted(region, 0, PAGE), -errno.EINVAL);
    assert.equal(native().faultMark(region, 0), -errno.EINVAL);
    assert.equal(native().faultEnd(region, 0), -errno.EINVAL);
    assert.equal(native().markFault(region, 0, PAGE), -errno.EINVAL);
    assert.equal(native().forgetFaults(region), -errno.EINVAL);
    const counter = native().guard(region, false);
    assert.equal(native().guard(region, true), counter);
    assert.equal(counter.length, 2);
    assert.equal(native().faultMark(region, 2 * PAGE), -errno.EINVAL);
    assert.equal(native().faulted(region, 0, 3 * PAGE), -errno.EINVAL);
    assert.equal(native().faulted(region, PAGE, 0), -1);
    assert.equal(native().markFault(region, PAGE, 0), 0);
    const reservation = native().map(0, 4 * PAGE, NONE, PRIVATE | ANONYMOUS, -1, 0);
    assert(native().guard(reservation, false) instanceof Uint32Array);
    assert.equal(
      native().mapInside(reservation, 0, PAGE, READ_WRITE, PRIVATE | ANONYMOUS, -1, 0),
      -errno.EBUSY,
    );
  },
});
