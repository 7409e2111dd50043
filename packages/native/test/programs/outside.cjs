// Faults that are not the library's to survive, with a guard in the process.
const assert = require('node:assert');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const { constants } = require('node:os');
const { PAGE, READ, READ_WRITE, SHARED, PRIVATE, ANONYMOUS } = require('./support.cjs');
const { makeFile, map, mapOutside, native, raw, reached, run } = require('./support.cjs');

const DONT_FORK = 10; // MADV_DONTFORK
const { SIGBUS, SIGSEGV } = constants.signals;
const guardSomething = () => map(makeFile(2), 2);
const forever = () => {
  for (;;);
};

/** Memory outside of the library that was lost. */
function lostOutside() {
  const file = makeFile(2);
  const bytes = mapOutside(file, 2);
  fs.truncateSync(file, 0);
  return bytes;
}

run({
  lost() {
    guardSomething();
    const bytes = lostOutside();
    reached();
    bytes[0];
  },
  readOnly() {
    guardSomething();
    const bytes = mapOutside(makeFile(2), 2, READ);
    reached();
    bytes[0] = 1;
  },
  nothingMapped() {
    guardSomething();
    const bytes = new Uint8Array(raw().wrap(16 * PAGE, PAGE));
    reached();
    bytes[0];
  },
  unguarded() {
    guardSomething();
    const file = makeFile(2);
    const { bytes } = map(file, 2, { guard: false });
    fs.truncateSync(file, 0);
    reached();
    bytes[0];
  },
  afterUnmap() {
    const file = makeFile(2);
    const { region, buffer, bytes, faults } = map(file, 2);
    fs.truncateSync(file, 0);
    assert.equal(bytes[0], 0);
    const address = native().addressOf(region);
    assert.equal(native().detach(buffer), 0);
    assert.equal(native().unmap(region), 0);
    assert.equal(faults(), 0);
    assert.equal(raw().mapAt(address, fs.openSync(file, 'r+'), 2 * PAGE, READ_WRITE, SHARED), address);
    const there = new Uint8Array(raw().wrap(address, PAGE));
    reached();
    there[0];
  },
  afterEndInReservation() {
    const reservation = native().map(0, 4 * PAGE, 0, PRIVATE | ANONYMOUS, -1, 0);
    const file = makeFile(2);
    const fd = fs.openSync(file, 'r+');
    const inside = native().mapInside(reservation, PAGE, 2 * PAGE, READ_WRITE, SHARED, fd, 0);
    assert(native().guard(inside, true) instanceof Uint32Array);
    const buffer = native().buffer(inside, 0, 2 * PAGE);
    const address = native().addressOf(inside);
    fs.truncateSync(file, 0);
    assert.equal(new Uint8Array(buffer)[PAGE], 0);
    assert.equal(native().detach(buffer), 0);
    assert.equal(native().unmap(inside), 0);
    const there = new Uint8Array(raw().wrap(address, PAGE));
    reached();
    there[0];
  },

  // The page could not be had because of the hardware: nobody can replace what was there.
  poisoned() {
    const { region } = guardSomething();
    reached();
    raw().sendWithCode(SIGBUS, 4, native().addressOf(region));
    forever();
  },

  killedByItself() {
    guardSomething();
    reached();
    process.kill(process.pid, process.argv[3]);
    forever();
  },
  killedByAnother() {
    guardSomething();
    reached();
    execFileSync('kill', [`-${process.argv[3].slice(3)}`, String(process.pid)]);
    forever();
  },

  // A child has the guard too, for its own copy of the pages; what it was not to have is not made up for it.
  forks() {
    const file = makeFile(4);
    const { region, bytes, faults } = map(file, 4);
    fs.truncateSync(file, 0);
    assert.equal(raw().storeInFork(native().addressOf(region)), 7 << 8);
    assert.equal(faults(), 0);
    assert.equal(bytes[0], 0);
    assert.equal(native().advise(region, PAGE, PAGE, DONT_FORK), 0);
    assert.equal(raw().storeInFork(native().addressOf(region) + PAGE) & 127, SIGSEGV);
    assert.equal(native().guard(region, true)[0], 1);
    assert.equal(raw().storeInFork(native().addressOf(region) + PAGE) & 127, SIGSEGV);
  },
});
