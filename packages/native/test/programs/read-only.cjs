// Stores into pages that may only be read.
const assert = require('node:assert');
const fs = require('node:fs');
const { PAGE, READ, READ_WRITE, SHARED, PRIVATE } = require('./support.cjs');
const { byteAt, compile, makeFile, map, native, run, store } = require('./support.cjs');

run({
  one() {
    for (const flags of [SHARED, PRIVATE]) {
      const file = makeFile(4);
      const { region, bytes, faults } = map(file, 4, { protection: READ, flags });
      bytes[PAGE + 5] = 99;
      assert.equal(faults(), 1);
      assert.equal(bytes[PAGE + 5], 99);
      for (const index of [PAGE, PAGE + 4, PAGE + 6, 2 * PAGE - 1, 2 * PAGE]) {
        assert.equal(bytes[index], byteAt(index));
      }
      assert.equal(native().faultMark(region, PAGE), 2);
      assert.equal(native().faulted(region, 0, 4 * PAGE), PAGE);
      assert.equal(native().faultEnd(region, PAGE), 2 * PAGE);
      assert.equal(native().faultEnd(region, 0), PAGE);
      assert.equal(fs.readFileSync(file)[PAGE + 5], byteAt(PAGE + 5));
    }
  },

  compiledLoop() {
    compile(store);
    for (const flags of [SHARED, PRIVATE]) {
      const file = makeFile(64);
      const before = fs.readFileSync(file);
      const { bytes, faults } = map(file, 64, { protection: READ, flags });
      store(bytes);
      assert.equal(faults(), 64);
      assert.equal(
        bytes.findIndex((byte, i) => byte !== ((i + 1) & 255)),
        -1,
      );
      assert(fs.readFileSync(file).equals(before));
    }
  },

  anonymous() {
    const { bytes, faults } = map(undefined, 4, { protection: READ, flags: PRIVATE });
    bytes[PAGE] = 3;
    assert.equal(bytes[PAGE], 3);
    assert.equal(faults(), 1);
  },

  amongWritable() {
    const file = makeFile(4);
    const { region, bytes, faults } = map(file, 4);
    assert.equal(native().protect(region, PAGE, PAGE, READ), 0);
    bytes[PAGE] = 1;
    bytes[0] = 42;
    assert.equal(faults(), 1);
    assert.equal(fs.readFileSync(file)[0], 42);
    assert.equal(fs.readFileSync(file)[PAGE], byteAt(PAGE));
    assert.equal(native().protect(region, PAGE, PAGE, READ_WRITE), 0);
    bytes[PAGE] = 5;
    assert.equal(faults(), 1);
    assert.equal(native().protect(region, PAGE, PAGE, READ), 0);
    bytes[PAGE] = 6;
    assert.equal(faults(), 2);
    assert.equal(bytes[PAGE], 6);
  },

  truncated() {
    const file = makeFile(4);
    const { region, bytes, faults } = map(file, 4, { protection: READ });
    fs.truncateSync(file, PAGE);
    bytes[2 * PAGE] = 7;
    assert.equal(bytes[2 * PAGE], 7);
    assert.equal(native().faultMark(region, 2 * PAGE), 1);
    assert.equal(bytes[3 * PAGE], 0);
    bytes[3 * PAGE] = 1;
    assert.equal(faults(), 2);
  },
});
