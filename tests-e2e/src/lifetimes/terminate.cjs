// Terminates workers whose mappings are in every state, in the middle of every kind of use.
const { parentPort } = require('node:worker_threads');
const { load, countAreas, collect, turn, startWorker, run } = require('../support.cjs');
const { keep, make } = require('./states.cjs');
const { attach, mapFile, munmap, uint32 } = load();

const STATES = ['live', 'shared', 'held', 'raw', 'flush', 'fault', 'live,shared,held,raw,flush,fault'];

/** What a worker does until it is terminated. */
const uses = {
  nothing: () => setInterval(() => {}, 1000),
  single(array) {
    for (let index = 0; ; index++) array.get(index % array.length);
  },
  many(array) {
    for (;;) if (array.indexOf(1) >= 0) throw new Error('no element is 1');
  },
  raw(array) {
    const view = array.typedArray;
    for (let index = 0; ; index++) if (view[index % view.length] === 1) throw new Error('no element is 1');
  },
  callback(array) {
    for (;;) for (const value of array) if (value === 1) throw new Error('no element is 1');
  },
  mapping(_array, file) {
    for (;;) munmap(mapFile(file));
  },
};
const jobs = {
  use({ token, states, name, file }) {
    const array = attach(token, uint32);
    keep(array, array.typedArray);
    make(states, file);
    parentPort.postMessage(name);
    uses[name](array, file);
  },
};

const cases = {
  async all(file, rounds, ...names) {
    const array = mapFile(file, { type: uint32 });
    const token = array.share();
    const wrong = [];
    for (let round = 0; round < Number(rounds); round++) {
      // 7 states, and 6 uses or 1: each with each in 42 rounds.
      const [states, name] = [STATES[round % STATES.length], names[round % names.length]];
      const { worker, next, ended } = startWorker(__filename, 'use', { token, states, name, file });
      if ((await next()) !== name) wrong.push([round, 'message']);
      if (round % 2 === 0) await turn();
      await worker.terminate();
      const { failure } = await ended;
      if (failure !== undefined) wrong.push([round, states, name, failure]);
      if (array.get(round) !== 0x05050505) wrong.push([round, states, name, array.get(round)]);
    }
    const fresh = mapFile(file, { type: uint32 });
    const answer = { wrong, fresh: fresh.get(0), sum: array.reduce((sum, value) => sum + value, 0) };
    munmap(fresh);
    munmap(array);
    await collect(() => countAreas(file) === 0);
    // Deno's terminate() does not wait for the thread.
    for (let wait = 0; globalThis.Deno !== undefined && wait < 50 && countAreas(file) > 0; wait++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      await collect(undefined, 1);
    }
    return { ...answer, left: countAreas(file) };
  },
};

run(cases, jobs);
