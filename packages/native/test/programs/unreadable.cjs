// Pages without any access.
const assert = require('node:assert');
const fs = require('node:fs');
const { PAGE, NONE, byteAt, makeFile, map, native, reached, run } = require('./support.cjs');

/** Four pages of a file, the last two without access. */
function halfWithoutAccess(options) {
  const file = makeFile(4);
  const mapping = map(file, 4, options);
  assert.equal(native().protect(mapping.region, 2 * PAGE, 2 * PAGE, NONE), 0);
  return { file, ...mapping };
}

run({
  load() {
    const { bytes } = halfWithoutAccess();
    reached();
    bytes[2 * PAGE];
  },
  store() {
    const { bytes } = halfWithoutAccess();
    reached();
    bytes[2 * PAGE] = 1;
  },

  survived() {
    const { file, region, bytes, faults } = halfWithoutAccess({ unreadable: true });
    assert.equal(bytes[2 * PAGE + 5], byteAt(2 * PAGE + 5));
    assert.equal(native().faultMark(region, 2 * PAGE), 3);
    bytes[3 * PAGE] = 99;
    assert.equal(bytes[3 * PAGE], 99);
    assert.equal(bytes[3 * PAGE + 1], byteAt(3 * PAGE + 1));
    assert.equal(faults(), 2);
    assert.equal(native().faultEnd(region, 2 * PAGE), 4 * PAGE);
    assert.equal(fs.readFileSync(file)[3 * PAGE], byteAt(3 * PAGE));
    assert.equal(bytes[PAGE], byteAt(PAGE));
  },

  truncatedToo() {
    const { file, bytes, faults } = halfWithoutAccess({ unreadable: true });
    fs.truncateSync(file, 0);
    assert.equal(bytes[3 * PAGE], 0);
    assert.equal(bytes[0], 0);
    assert.equal(faults(), 2);
  },

  switchedOff() {
    const { region, bytes, faults } = halfWithoutAccess({ unreadable: true });
    assert.equal(bytes[2 * PAGE], byteAt(2 * PAGE));
    assert.equal(native().guard(region, false)[0], 1);
    assert.equal(faults(), 1);
    reached();
    bytes[3 * PAGE];
  },
});
