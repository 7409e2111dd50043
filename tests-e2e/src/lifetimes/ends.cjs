// Workers that end with mappings, and look at them until the last moment.
const fs = require('node:fs');
const { parentPort } = require('node:worker_threads');
const { load, countAreas, collect, outcome, startWorker, run } = require('../support.cjs');
const { keep } = require('./states.cjs');
const { attach, mapFile, munmap } = load();

/** What the main thread sees of the worker's last look at the first byte of each, and what it stored then. */
const STORED = 9;

const ends = {
  normal() {},
  exit: () => process.exit(3),
  late: (look) => setImmediate(() => process.exit(look())),
  /** The listener comes after the library's, and after that it ends as it likes. */
  listener: (look) => process.on('exit', look),
  listenerAndExit(look) {
    process.on('exit', look);
    process.exit();
  },
  emit(look) {
    process.emit('exit', 0);
    setImmediate(look);
  },
  patched(look) {
    const { emit } = process;
    process.emit = function (...args) {
      const answer = emit.apply(this, args);
      if (args[0] === 'exit') look();
      return answer;
    };
  },
  throws(_look, bytes) {
    throw Object.assign(new Error('on purpose'), { bytes: bytes.subarray(0, 1) });
  },
  caught(look) {
    process.on('uncaughtException', look);
    throw new Error('on purpose');
  },
  moved(_look, bytes) {
    const moved = outcome(() => bytes.buffer.transfer());
    // Refused, or Node 20.
    if (moved !== 'TypeError') parentPort.postMessage(moved, [moved]);
  },
};

const jobs = {
  end({ token, how, file, memory }) {
    const seen = new Uint8Array(memory);
    const [attached, own] = [attach(token), mapFile(file, { access: 'read-write' })];
    const bytes = attached.bytes;
    keep(attached, own, bytes, own.bytes);
    parentPort.postMessage('ready');
    const look = () => {
      seen.set([attached.get(1), bytes[1], own.get(1), own.bytes[1], seen[4] + 1]);
      own.set(0, STORED);
      return 3;
    };
    ends[how](look, own.bytes);
  },
};

const cases = {
  async end(file, how) {
    const memory = new SharedArrayBuffer(5);
    const array = mapFile(file);
    const data = { token: array.share(), how, file, memory };
    const { worker, next, ended } = startWorker(__filename, 'end', data);
    let error;
    let moved;
    worker.on('error', (thrown) => {
      error = thrown;
    });
    worker.on('message', (message) => {
      if (message instanceof ArrayBuffer) moved = new Uint8Array(message);
    });
    await next();
    const { status } = await ended;
    await collect(undefined, 2);
    const answer = { status, seen: [...new Uint8Array(memory)], array: array.at(-1) };
    answer.stored = fs.readFileSync(file)[0];
    munmap(array);
    await collect(() => countAreas(file) === 0, 10);
    Object.assign(answer, { error: error?.bytes?.[0], moved: moved?.at(-1) });
    moved = undefined;
    await collect(() => countAreas(file) === 0, 10);
    return { ...answer, left: countAreas(file) };
  },
};

run(cases, jobs);
