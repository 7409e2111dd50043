// Faults under a SharedArrayBuffer: of a thread that has it, after unmap, and of two threads at once.
const fs = require('node:fs');
const { parentPort } = require('node:worker_threads');
const { load, outcome, startWorker, run } = require('../support.cjs');
const { mapFile, munmap, pageSize } = load();

const jobs = {
  give: (file) => parentPort.postMessage(mapFile(file, { access: 'read-write' }).sharedBuffer),

  /** Looks at the first byte of each page when it is told to. */
  look(buffer) {
    const bytes = new Uint8Array(buffer);
    parentPort.on('message', () => {
      const seen = [];
      for (let at = 0; at < bytes.length; at += pageSize) seen.push(bytes[at]);
      parentPort.postMessage(seen);
    });
    parentPort.postMessage('ready');
  },

  /** Stores into all pages, over and over, until the flag behind the first byte says stop. */
  store({ buffer, flag }) {
    const [bytes, stop] = [new Uint8Array(buffer), new Int32Array(flag)];
    parentPort.postMessage('ready');
    let rounds = 0;
    for (; Atomics.load(stop, 0) === 0; rounds++) {
      for (let at = 0; at < bytes.length; at += 512) bytes[at] = rounds;
    }
    parentPort.postMessage(rounds > 0);
  },
};

async function looker(buffer) {
  const { worker, next } = startWorker(__filename, 'look', buffer);
  await next();
  return {
    look() {
      worker.postMessage('look');
      return next();
    },
    end: () => worker.terminate(),
  };
}

const kinds = ({ mapping }) => mapping.faults.map(({ kind, byteOffset }) => [kind, byteOffset / pageSize]);

const cases = {
  async truncated(file) {
    const array = mapFile(file, { access: 'read-write' });
    array.fill(3);
    const { look, end } = await looker(array.sharedBuffer);
    const answers = [await look()];
    fs.truncateSync(file, pageSize);
    answers.push(
      await look(),
      outcome(() => array.get(0)),
      array.get(0),
      outcome(() => array.get(pageSize)),
    );
    answers.push(
      kinds(array).length,
      outcome(() => array.sharedBuffer),
    );
    fs.writeFileSync(file, Buffer.alloc(4 * pageSize, 8), { flag: 'r+' });
    array.mapping.remap();
    answers.push(await look(), array.get(pageSize), array.mapping.faults.length);
    await end();
    return answers;
  },

  async afterUnmap(file) {
    const array = mapFile(file, { access: 'read-write' });
    array.fill(3);
    const buffer = array.sharedBuffer;
    const { look, end } = await looker(buffer);
    munmap(array);
    fs.truncateSync(file, pageSize);
    const bytes = new Uint8Array(buffer);
    bytes[3 * pageSize] = 9; // into a page that is no more the file's
    const answers = [
      await look(),
      bytes[pageSize],
      outcome(() => array.get(0)),
      fs.statSync(file).size / pageSize,
    ];
    await end();
    return answers;
  },

  /** The worker that had the mapping is gone, and the guard with the pages is not. */
  async afterWorker(file, rounds) {
    const seen = new Set();
    for (let round = 0; round < rounds; round++) {
      fs.writeFileSync(file, Buffer.alloc(4 * pageSize, 5));
      const { next, ended } = startWorker(__filename, 'give', file);
      const bytes = new Uint8Array(await next());
      await ended;
      fs.truncateSync(file, 0);
      bytes[0] = 1;
      seen.add(JSON.stringify([bytes[0], bytes[pageSize], bytes.indexOf(5)]));
    }
    return [...seen].map(JSON.parse);
  },

  async race(file, rounds) {
    const array = mapFile(file, { access: 'read-write' });
    const flag = new SharedArrayBuffer(4);
    const { next, ended } = startWorker(__filename, 'store', { buffer: array.sharedBuffer, flag });
    await next();
    const bytes = new Uint8Array(array.sharedBuffer);
    const told = new Set();
    for (let round = 0; round < rounds; round++) {
      fs.truncateSync(file, pageSize);
      for (let at = 0; at < bytes.length; at += 256) bytes[at] = round;
      told.add(outcome(() => array.toArray().length));
      fs.truncateSync(file, 4 * pageSize);
      array.mapping.remap();
    }
    if (rounds > 5) munmap(array);
    Atomics.store(new Int32Array(flag), 0, 1);
    const stored = await next();
    const { status } = await ended;
    return [told.has('ERR_MAPPING_FAULT'), stored, status];
  },
};

run(cases, jobs);
