// Mapped memory as a SharedArrayBuffer: between threads, after unmap, and until the collector has it. All files are of 4 pages.
const fs = require('node:fs');
const { parentPort } = require('node:worker_threads');
const { load, countAreas, collect, gc, outcome, startWorker, run } = require('../support.cjs');
const carray = load();
const { attach, int32, mapAnonymous, mapFile, mmap, munmap, pageSize, uint8 } = carray;
const { MAP_ANONYMOUS, MAP_FIXED, MAP_PRIVATE, MAP_SHARED, PROT_NONE, PROT_READ, PROT_WRITE } = carray;

const PATIENCE = 20_000;
const readWrite = { access: 'read-write', type: int32 };
const wordOf = (file, index) => fs.readFileSync(file).readInt32LE(4 * index);

const jobs = {
  /** Word 0 says whose turn it is, odd: the worker's. Each turn adds one to word 1. */
  turns({ buffer, token, rounds }) {
    const words = new Int32Array(buffer ?? attach(token, int32).sharedBuffer);
    parentPort.postMessage('ready');
    for (let round = 0; round < rounds; round++) {
      if (Atomics.wait(words, 0, 2 * round, PATIENCE) === 'timed-out') throw new Error('not woken');
      Atomics.add(words, 1, 1);
      Atomics.store(words, 0, 2 * round + 2);
      Atomics.notify(words, 0);
    }
  },

  /** Takes one buffer after the other, goes on with the one it has when it is told to, and collects. */
  serve() {
    let words;
    const answers = {
      take: ({ buffer }) => {
        words = new Int32Array(buffer);
        return words.length;
      },
      add: ({ times }) => {
        for (let index = 0; index < times; index++) Atomics.add(words, 0, 1);
        return words[0];
      },
      drop: () => {
        words = undefined;
        gc();
        return 'dropped';
      },
    };
    parentPort.on('message', (message) => parentPort.postMessage(answers[message.what](message)));
    parentPort.postMessage('ready');
  },

  /** Gives a buffer away and is over, in one way or the other; its mapping is unmapped or not. */
  give({ file, how, unmaps }) {
    const array = mapFile(file, readWrite);
    parentPort.postMessage(array.sharedBuffer);
    if (unmaps) munmap(array);
    else globalThis.kept = array;
    if (how === 'exits') process.exit(0);
    if (how === 'terminated') parentPort.once('message', () => {}); // waits for good
  },
};

async function turns(file, rounds, dataOf) {
  const array = mapFile(file, readWrite);
  const words = new Int32Array(array.sharedBuffer);
  const { next, ended } = startWorker(__filename, 'turns', { ...dataOf(array), rounds: Number(rounds) });
  await next();
  const waits = new Set();
  for (let round = 0; round < rounds; round++) {
    Atomics.store(words, 0, 2 * round + 1);
    Atomics.notify(words, 0);
    waits.add(Atomics.wait(words, 0, 2 * round + 1, PATIENCE));
  }
  const { status, failure } = await ended;
  return [status, failure ?? null, waits.has('timed-out'), array.get(1), wordOf(file, 1)];
}

const cases = {
  waits: (file, rounds) => turns(file, rounds, (array) => ({ buffer: array.sharedBuffer })),
  /** The worker makes a buffer of its own over what it attaches. */
  attached: (file, rounds) => turns(file, rounds, (array) => ({ token: array.share() })),

  async unmapHere(file, rounds) {
    const { worker, next } = startWorker(__filename, 'serve');
    const ask = (message) => {
      worker.postMessage(message);
      return next();
    };
    await next();
    const seen = new Set();
    const round = async (index) => {
      const array = mapFile(file, readWrite);
      await ask({ what: 'take', buffer: array.sharedBuffer });
      const part = array.subarray(2);
      const ends = [munmap(array), munmap(array)];
      const dead = [() => array.get(0), () => array.sharedBuffer, () => part.set(0, 1)].map(outcome);
      const there = await ask({ what: 'add', times: 10 });
      seen.add(
        JSON.stringify([ends, dead, countAreas(file) > 0, there - 10 * index, wordOf(file, 0) - there]),
      );
    };
    for (let index = 0; index < rounds; index++) await round(index);
    for (let attempt = 0; attempt < 30 && countAreas(file) > 0; attempt++) {
      await ask({ what: 'drop' });
      await collect(undefined, 2);
    }
    const left = countAreas(file);
    await worker.terminate();
    return [...seen].map(JSON.parse).concat(left);
  },

  async workerEnds(file, rounds, how) {
    const kept = [];
    // In functions of their own: a frame that waits keeps what it has seen last.
    const round = async (index) => {
      const data = { file, how, unmaps: index % 2 === 1 };
      const { worker, next, ended } = startWorker(__filename, 'give', data);
      kept.push(await next());
      if (how === 'terminated') await worker.terminate();
      await ended;
    };
    const addAll = () => {
      for (const buffer of kept) Atomics.add(new Int32Array(buffer), 0, 1);
      return [...new Set(kept.map((buffer) => new Int32Array(buffer)[0]))];
    };
    for (let index = 0; index < rounds; index++) await round(index);
    await collect(undefined, 3);
    const answers = [countAreas(file), addAll(), wordOf(file, 0)];
    kept.length = 0;
    await collect(() => countAreas(file) === 0);
    return [...answers, countAreas(file)];
  },

  /** Some are unmapped and some forgotten, some have views that are left and some several buffers. */
  async dropped(file, rounds) {
    const kept = [];
    const round = (index) => {
      const array = mapFile(file, readWrite);
      const view = new DataView(array.sharedBuffer, 8);
      if (index % 2 === 0) munmap(array);
      if (index % 3 === 0) kept.push(view);
      else if (!array.mapping.unmapped) array.subarray(2, 4).sharedBuffer;
    };
    const addAll = () => {
      for (const view of kept) view.setInt32(0, view.getInt32(0, true) + 1, true);
    };
    for (let index = 0; index < rounds; index++) round(index);
    await collect(() => countAreas(file) === kept.length);
    addAll();
    const answers = [countAreas(file) - kept.length, wordOf(file, 2) - kept.length];
    kept.length = 0;
    await collect(() => countAreas(file) === 0);
    return [...answers, countAreas(file)];
  },

  stores(file) {
    const bytes = mapFile(file, { access: 'read-write' });
    const view = new DataView(bytes.sharedBuffer);
    view.setFloat64(8, Math.PI);
    new Uint16Array(bytes.sharedBuffer, 16, 2).set([1, 2]);
    new Uint8Array(bytes.subarray(24, 30).sharedBuffer).fill(7);
    const inFile = fs.readFileSync(file);
    // Others see them, and they see what others store.
    fs.writeFileSync(file, Buffer.from([99]), { flag: 'r+' });
    const both = [bytes.get(0), view.getUint8(0), bytes.get(29), bytes.bytes[30]];
    const same = inFile.readDoubleBE(8) === Math.PI && bytes.get(16) + bytes.get(17) === 1;
    return [
      same,
      both,
      [...inFile.subarray(23, 31)],
      Buffer.from(bytes.sharedBuffer).length === bytes.length,
    ];
  },

  /** What may not be stored into takes no stores: those through a buffer end in copies. */
  readOnly(file) {
    const maps = {
      read: () => mapFile(file),
      copyOnWrite: () => mapFile(file, { access: 'copy-on-write' }),
      mmap: () => mmap(uint8, pageSize, PROT_READ, MAP_SHARED, file),
    };
    return Object.values(maps).map((map) => {
      const array = map();
      const bytes = new Uint8Array(array.sharedBuffer);
      bytes[0] = 1;
      const told = outcome(() => array.get(0));
      return [bytes[0], fs.readFileSync(file)[0], told, array.mapping.faults.map(({ kind }) => kind)];
    });
  },

  protection(file) {
    const array = mapFile(file, readWrite);
    array.mapping.protect('read', pageSize, pageSize);
    const before = array.subarray(0, 2).sharedBuffer.byteLength;
    const codes = ['none', 'read', 'read-write'].map((word) => outcome(() => array.mapping.protect(word)));
    return [before, codes, array.mapping.protection === PROT_READ];
  },

  async limits(file) {
    let kept = mapFile(file).sharedBuffer;
    await collect(() => false, 3); // the array is forgotten: the buffer alone has the pages
    const there = countAreas(file);
    carray.configure({ maxMappings: 1 });
    const code = outcome(() => mapAnonymous(uint8, 1));
    kept = kept.byteLength;
    await collect(() => countAreas(file) === 0);
    return [there, kept === 4 * pageSize, code, outcome(() => mapAnonymous(uint8, 1).length)];
  },

  async reservation() {
    const anonymous = MAP_PRIVATE | MAP_ANONYMOUS;
    const place = mmap(uint8, 4 * pageSize, PROT_NONE, anonymous);
    const at = place.mapping.address + BigInt(pageSize);
    const inside = () =>
      mmap(uint8, pageSize, PROT_READ | PROT_WRITE, anonymous | MAP_FIXED, null, 0, at).fill(5);
    let bytes = new Uint8Array(inside().sharedBuffer);
    const none = outcome(() => place.sharedBuffer);
    const isTaken = async () => {
      await collect(undefined, 3);
      return outcome(() => inside().mapping.unmap());
    };
    const taken = [await isTaken(), munmap(place), bytes[7]];
    bytes = bytes.length;
    return [none, taken, bytes === pageSize];
  },

  async held(file) {
    const array = mapFile(file, readWrite);
    let words = new Int32Array(array.sharedBuffer);
    const release = array.mapping.hold();
    const ends = [munmap(array), outcome(() => array.sharedBuffer), countAreas(file)];
    release();
    ends.push(countAreas(file), Atomics.add(words, 0, 1), wordOf(file, 0));
    words = undefined;
    await collect(() => countAreas(file) === 0);
    return [...ends, countAreas(file)];
  },

  /** Longer than one ArrayBuffer of Node 20, and than 32 bits count. */
  long(file) {
    const byteLength = 5 * 2 ** 30;
    fs.truncateSync(file, byteLength);
    const array = mapFile(file, { access: 'read-write' });
    const { sharedBuffer } = array;
    new DataView(sharedBuffer).setUint32(byteLength - 4, 0x01020304);
    const part = new Uint8Array(array.subarray(byteLength - 8).sharedBuffer);
    const last = Buffer.alloc(4);
    const fd = fs.openSync(file);
    fs.readSync(fd, last, 0, 4, byteLength - 4);
    fs.closeSync(fd);
    return [sharedBuffer.byteLength === byteLength, [...last], [...part], array.get(byteLength - 1)];
  },
};

run(cases, jobs);
