// The handlers of others: the engine's, Node's for listeners, and those of other addons.
const assert = require('node:assert');
const fs = require('node:fs');
const { constants } = require('node:os');
const { PAGE, READ } = require('./support.cjs');
const { makeFile, map, mapOutside, native, raw, reached, run, trapInWebAssembly } = require('./support.cjs');

const { SIGBUS, SIGSEGV } = constants.signals;
const NO_DEFER = 0x40000000;

function lost(pages) {
  const file = makeFile(pages, 1);
  const mapping = map(file, pages);
  fs.truncateSync(file, 0);
  return mapping;
}

function lostOutside() {
  const file = makeFile(1);
  const bytes = mapOutside(file, 1);
  fs.truncateSync(file, 0);
  return bytes;
}

/** To let the loop deliver a signal to its listeners. */
const aMoment = () => new Promise((resolve) => setTimeout(resolve, 50));

/** Whether the process has a handler for SIGBUS. */
const catches = () => {
  const caught = /^SigCgt:\s*(\w+)$/m.exec(fs.readFileSync('/proc/self/status', 'utf8'))[1];
  return ((BigInt(`0x${caught}`) >> BigInt(SIGBUS - 1)) & 1n) === 1n;
};

run({
  atFirstGuard() {
    const { region } = map(makeFile(1), 1, { guard: false });
    assert.equal(catches(), false);
    native().guard(region, false);
    assert.equal(catches(), true);
  },

  webAssembly() {
    const { bytes, faults } = lost(32);
    let traps = 0;
    for (let page = 0; page < 32; page++) {
      traps += trapInWebAssembly(125);
      assert.equal(bytes[page * PAGE], 0);
    }
    assert.equal(traps, 4000);
    assert.equal(faults(), 32);
  },

  async listenerBefore() {
    let heard = 0;
    process.on('SIGBUS', () => heard++);
    process.on('SIGSEGV', () => {});
    const { bytes } = lost(4);
    assert.equal(bytes[0], 0);
    process.kill(process.pid, 'SIGBUS');
    await aMoment();
    assert.equal(heard, 1);
    process.removeAllListeners();
  },

  async listenerAfter() {
    let heard = 0;
    const { bytes, faults } = lost(4);
    const listener = () => heard++;
    process.on('SIGBUS', listener);
    process.once('SIGSEGV', () => {});
    assert.equal(bytes[0], 0);
    process.kill(process.pid, 'SIGBUS');
    await aMoment();
    assert.equal(heard, 1);
    process.removeListener('SIGBUS', listener);
    process.removeAllListeners('SIGSEGV');
    assert.equal(bytes[PAGE], 0);
    assert.equal(faults(), 2);
    reached();
    process.kill(process.pid, 'SIGBUS');
    await aMoment();
  },

  async manyListeners() {
    let warnings = 0;
    process.on('warning', () => warnings++);
    const { bytes, faults } = lost(4);
    for (let i = 0; i < 200; i++) {
      const listener = () => {};
      for (const signal of ['SIGBUS', 'SIGSEGV']) process.on(signal, listener);
      for (const signal of ['SIGBUS', 'SIGSEGV']) process.off(signal, listener);
      map(makeFile(1), 1);
    }
    assert.equal(bytes[0], 0);
    assert.equal(faults(), 1);
    await aMoment();
    assert.equal(warnings, 0);
    const outside = lostOutside();
    reached();
    outside[0];
  },

  // Somebody removed the listeners that see a new listener.
  watchersRemoved() {
    const { bytes } = lost(2);
    for (const event of ['newListener', 'removeListener']) {
      process.off(event, process.listeners(event).at(-1));
    }
    map(makeFile(1), 1);
    process.on('SIGBUS', () => {});
    assert.equal(bytes[0], 0);
  },

  webAssemblyAfterListener() {
    map(makeFile(4), 4);
    const listener = () => {};
    process.on('SIGBUS', listener);
    process.off('SIGBUS', listener);
    assert.equal(trapInWebAssembly(100), 100);
  },

  // Another's handler is called for a fault that is not ours, and only then.
  foreignBus() {
    raw().install(SIGBUS, NO_DEFER);
    assert.equal(lost(1).bytes[0], 0);
    const outside = lostOutside();
    reached();
    outside[0];
  },
  foreignSegv() {
    raw().install(SIGSEGV, 0);
    const { bytes } = map(makeFile(2), 2, { protection: READ });
    bytes[0] = 1;
    assert.equal(trapInWebAssembly(0), 0);
    const outside = mapOutside(makeFile(2), 2, READ);
    reached();
    outside[0] = 1;
  },

  // Installed after ours, chaining to us, with ours on top of it again: and so on.
  foreignInTurns() {
    map(makeFile(2), 2);
    for (let i = 0; i < 50; i++) {
      raw().install(SIGBUS, NO_DEFER);
      native().unmap(map(makeFile(1), 1).region);
    }
    assert.equal(lost(1).bytes[0], 0);
    const outside = lostOutside();
    reached();
    outside[0];
  },

  // A handler that the kernel would have taken out after its first call.
  once() {
    raw().installOnce(SIGBUS);
    assert.equal(lost(1).bytes[0], 0);
    const outside = lostOutside();
    reached();
    outside[0];
  },

  ignored() {
    raw().ignore(SIGBUS);
    assert.equal(lost(1).bytes[0], 0);
    process.kill(process.pid, 'SIGBUS');
    const outside = lostOutside();
    reached();
    outside[0];
  },
});
