// Unmaps while something goes on: a worker's reads, a callback, a flush. And many mappings at once.
const fs = require('node:fs');
const { parentPort } = require('node:worker_threads');
const { load, countAreas, collect, outcome, startWorker, run } = require('../support.cjs');
const carray = load();
const { attach, mapAnonymous, mapFile, munmap, pageSize, struct, uint8, uint32 } = carray;

const jobs = {
  /** Reads until it is told to stop, and says how much of it was wrong: element i is i. */
  read({ token, shared }) {
    const array = attach(token, uint32);
    const flags = new Int32Array(shared);
    let wrong = 0;
    let after = 0; // rounds behind the unmap of the main thread
    parentPort.postMessage('attached');
    while (after < 50) {
      if (Atomics.load(flags, 0) === 1) after++;
      for (let index = 0; index < array.length; index++) if (array.get(index) !== index) wrong++;
    }
    parentPort.postMessage({
      wrong,
      sum: array.reduce((sum, value) => sum + value, 0),
      ended: munmap(array),
    });
  },
};

/** A use of an array that ends its mapping in the middle, and the answer with what is left of the array. */
function inside(use, type = uint8) {
  const array = mapAnonymous(type, pageSize);
  let calls = 0;
  const end = () => {
    if (++calls === 3) munmap(array);
    return 1;
  };
  const answer = outcome(() => use(array, end));
  const after = outcome(() => array.subarray(0, 1).length);
  return [typeof answer === 'string' ? answer : 'fine', calls, after, munmap(array)];
}

const cases = {
  async reader(file) {
    const array = mapFile(file, { access: 'read-write', type: uint32 });
    for (let index = 0; index < array.length; index++) array.set(index, index);
    const shared = new SharedArrayBuffer(4);
    const { next, ended } = startWorker(__filename, 'read', { token: array.share(), shared });
    await next();
    const [before, ends] = [array.get(7), [munmap(array), munmap(array)]];
    Atomics.store(new Int32Array(shared), 0, 1);
    const there = countAreas(file);
    const answer = await next();
    const { status } = await ended;
    return { before, ends, there, answer, status, left: countAreas(file), code: outcome(() => array.get(7)) };
  },

  inside() {
    const pair = struct({ x: uint8, y: uint8 });
    const record = (end) => ({
      get x() {
        return end();
      },
      y: 2,
    });
    return {
      forEach: inside((array, end) => array.forEach(end)),
      reduce: inside((array, end) => array.reduce(end, 0)),
      values: inside((array, end) => {
        for (const _ of array) end();
      }),
      entries: inside((array, end) => {
        for (const _ of array.entries()) end();
      }),
      getter: inside((array, end) => {
        for (let index = 0; index < 10; index++) array.set(index, record(end));
      }, pair),
      valueOf: inside((array, end) => {
        for (let index = 0; index < 10; index++) array.set({ valueOf: end }, { valueOf: end });
      }),
    };
  },

  async flush(file) {
    const bytes = fs.statSync(file).size;
    const answers = [];
    for (let round = 1; round <= 20; round++) {
      const array = mapFile(file, { access: 'read-write' }).fill(round);
      const flushes = Array.from({ length: 8 }, () => array.mapping.flush());
      answers.push(
        munmap(array),
        munmap(array),
        outcome(() => array.get(0)),
      );
      for (const result of await Promise.all(flushes)) answers.push(result === undefined);
      answers.push(await array.mapping.flush().catch(({ code }) => code));
      answers.push(fs.readFileSync(file).equals(Buffer.alloc(bytes, round)));
    }
    return { answers: [...new Set(answers)], left: countAreas(file) };
  },

  /** Half of them of a file, since the kernel makes one area of anonymous memory side by side. */
  async many(file, count) {
    const arrays = [];
    for (let index = 0; index < Number(count); index++) {
      const array = index % 2 ? mapFile(file, { type: uint32 }) : mapAnonymous(uint32, 2).fill(index);
      if (index % 50 === 0) array.typedArray;
      arrays.push(array);
    }
    const live = countAreas(file);
    const wrong = (list) => list.filter((array, index) => array.get(1) !== (index % 2 ? 77 : index)).length;
    const right = wrong(arrays);
    // Every third first, so that the holes are everywhere; the others must not notice.
    const some = arrays.filter((_, index) => index % 3 === 0);
    const ended = some.filter((array) => munmap(array)).length;
    const others = arrays.map((array, index) => (index % 3 === 0 ? undefined : array.get(1)));
    const changed = others.filter(
      (value, index) => value !== undefined && value !== (index % 2 ? 77 : index),
    );
    const codes = new Set(some.map((array) => outcome(() => array.get(1))));
    const fresh = mapFile(file, { type: uint32 }).get(1);
    const rest = arrays.filter((array) => munmap(array)).length;
    await collect(() => countAreas(file) === 0);
    return {
      live,
      right,
      ended,
      changed: changed.length,
      codes: [...codes],
      fresh,
      rest,
      left: countAreas(file),
    };
  },
};

run(cases, jobs);
