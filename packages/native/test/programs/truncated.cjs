// A file becomes shorter under a guarded mapping.
const assert = require('node:assert');
const crypto = require('node:crypto');
const fs = require('node:fs');
const { PAGE, SHARED, PRIVATE, READ_WRITE, errno } = require('./support.cjs');
const { byteAt, compile, makeFile, map, native, run, store, sum, truncate } = require('./support.cjs');

const kinds = [SHARED, PRIVATE].flatMap((flags) => [0, 8].map((keep) => ({ flags, keep })));

/** A mapping of 16 pages of ones of which only `keep` are left, as a Buffer. */
function truncatedBuffer(keep = 0) {
  const file = makeFile(16, 1);
  const mapping = map(file, 16);
  fs.truncateSync(file, keep * PAGE);
  return { ...mapping, bytes: Buffer.from(mapping.buffer) };
}

run({
  interpreted() {
    for (const { flags, keep } of kinds) {
      const file = makeFile(16);
      const { region, bytes, faults } = map(file, 16, { flags });
      truncate(file, keep * PAGE);
      for (let page = 0; page < 16; page++) {
        for (const offset of [0, 1, PAGE - 1]) {
          const index = page * PAGE + offset;
          assert.equal(bytes[index], page < keep ? byteAt(index) : 0);
        }
      }
      assert.equal(faults(), 16 - keep);
      assert.equal(native().faulted(region, 0, 16 * PAGE), keep * PAGE);
      assert.equal(native().faulted(region, 0, keep * PAGE), -1);
      assert.equal(native().faultMark(region, 15 * PAGE), 1);
      assert.equal(native().faultEnd(region, keep * PAGE), 16 * PAGE);
      bytes[15 * PAGE] = 9;
      assert.equal(bytes[15 * PAGE], 9);
    }
  },

  insideOfPage() {
    const file = makeFile(4);
    const { bytes, faults } = map(file, 4);
    truncate(file, PAGE + 100);
    assert.equal(bytes[PAGE + 99], byteAt(PAGE + 99));
    assert.equal(bytes[PAGE + 100], 0);
    assert.equal(faults(), 0);
    assert.equal(bytes[2 * PAGE], 0);
    assert.equal(faults(), 1);
  },

  compiledLoads() {
    compile(sum);
    for (const { flags, keep } of kinds) {
      const file = makeFile(64, 1);
      const { bytes, faults } = map(file, 64, { flags });
      assert.equal(sum(bytes), 64 * PAGE);
      truncate(file, keep * PAGE);
      assert.equal(sum(bytes), keep * PAGE);
      assert.equal(faults(), 64 - keep);
    }
  },

  compiledStores() {
    compile(store);
    const file = makeFile(64, 1);
    const { bytes, faults } = map(file, 64);
    truncate(file, 0);
    store(bytes);
    assert.equal(
      bytes.findIndex((byte, i) => byte !== ((i + 1) & 255)),
      -1,
    );
    assert.equal(faults(), 64);
    assert.equal(fs.statSync(file).size, 0);
  },

  bufferMethods() {
    const zeros = Buffer.alloc(16 * PAGE);
    const uses = [
      (bytes) => assert.equal(bytes.indexOf(1), -1),
      (bytes) => assert.equal(bytes.toString('hex').length, 32 * PAGE),
      (bytes) => assert.equal(bytes.toString('utf8', 0, 2 * PAGE).length, 2 * PAGE),
      (bytes) => assert.equal(bytes.toString('latin1').length, 16 * PAGE),
      (bytes) => assert.equal(Buffer.compare(bytes, zeros), 0),
      (bytes) => assert(bytes.equals(zeros)),
      (bytes) => assert.equal(bytes.copy(Buffer.alloc(16 * PAGE, 5)), 16 * PAGE),
      (bytes) => assert.equal(Buffer.alloc(16 * PAGE, 5).copy(bytes), 16 * PAGE),
      (bytes) => assert.equal(bytes.fill(3)[16 * PAGE - 1], 3),
      (bytes) => assert.equal(bytes.readInt32LE(5 * PAGE), 0),
      (bytes) => bytes.writeInt32LE(5, 5 * PAGE),
      (bytes) => bytes.reverse(),
      (bytes) => bytes.swap16(),
      (bytes) => bytes.copyWithin(0, PAGE, 5 * PAGE),
      (bytes) => assert.equal(structuredClone(new Uint8Array(bytes))[0], 0),
      (bytes) => assert.equal(new TextDecoder().decode(bytes).length, 16 * PAGE),
      (bytes) => assert.equal(Buffer.concat([bytes]).length, 16 * PAGE),
    ];
    for (const use of uses) {
      const { bytes, faults } = truncatedBuffer();
      use(bytes);
      assert(faults() > 0, String(use));
    }
    assert.equal(truncatedBuffer(8).bytes.lastIndexOf(1), 8 * PAGE - 1);
  },

  async hashes() {
    const ofZeros = crypto
      .createHash('sha256')
      .update(Buffer.alloc(16 * PAGE))
      .digest('hex');
    const here = truncatedBuffer();
    assert.equal(crypto.createHash('sha256').update(here.bytes).digest('hex'), ofZeros);
    assert.equal(here.faults(), 16);
    const inPool = truncatedBuffer();
    await new Promise((resolve) => crypto.randomFill(inPool.bytes, resolve));
    assert.equal(inPool.faults(), 16);
    const digest = await crypto.subtle.digest('SHA-256', truncatedBuffer().bytes);
    assert.equal(Buffer.from(digest).toString('hex'), ofZeros);
  },

  // A system call takes no part in this: it answers, and nothing is marked.
  systemCalls() {
    const { region, bytes, faults } = truncatedBuffer();
    const output = fs.openSync(makeFile(1), 'r+');
    assert.throws(() => fs.writeSync(output, bytes), { code: 'EFAULT' });
    assert.throws(() => fs.readSync(fs.openSync(__filename), bytes), { code: 'EFAULT' });
    assert.equal(faults(), 0);
    assert.equal(native().markFault(region, PAGE + 5, PAGE), 0);
    assert.equal(faults(), 1);
    assert.equal(native().faulted(region, 0, 16 * PAGE), PAGE);
    assert.equal(native().faultEnd(region, PAGE), 3 * PAGE);
    // A page that was marked so and is touched after all.
    assert.equal(bytes[PAGE], 0);
    assert.equal(faults(), 2);
    assert.equal(native().markFault(region, 0, 17 * PAGE), -errno.EINVAL);
  },

  mappedAgain() {
    const file = makeFile(4, 1);
    const { region, bytes, faults } = map(file, 4);
    fs.truncateSync(file, PAGE);
    bytes[2 * PAGE] = 9;
    assert.equal(bytes[3 * PAGE], 0);
    assert.equal(faults(), 2);
    fs.writeFileSync(file, Buffer.alloc(4 * PAGE, 2), { flag: 'r+' });
    assert.equal(bytes[2 * PAGE], 9);
    assert.equal(bytes[PAGE], 2);
    assert.equal(native().forgetFaults(region), 0);
    assert.equal(faults(), 0);
    assert.equal(native().faulted(region, 0, 4 * PAGE), -1);
    const fd = fs.openSync(file, 'r+');
    assert.equal(native().remap(region, 0, 4 * PAGE, READ_WRITE, SHARED, fd, 0), 0);
    assert.equal(
      bytes.findIndex((byte) => byte !== 2),
      -1,
    );
    bytes[3 * PAGE] = 8;
    assert.equal(fs.readFileSync(file)[3 * PAGE], 8);
    assert.equal(faults(), 0);
    fs.truncateSync(file, 0);
    assert.equal(bytes[PAGE], 0);
    assert.equal(faults(), 1);
  },

  // The file has its pages again before anybody touched them: no fault, nothing marked.
  cameBack() {
    const file = makeFile(4, 1);
    const { bytes, faults } = map(file, 4);
    fs.truncateSync(file, 0);
    fs.truncateSync(file, 4 * PAGE);
    assert.equal(bytes[PAGE], 0);
    bytes[PAGE] = 5;
    assert.equal(fs.readFileSync(file)[PAGE], 5);
    assert.equal(faults(), 0);
  },
});
