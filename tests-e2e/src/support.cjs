// What the programs of lifetimes, shared-buffers and sync, and threads.cjs, have in common: the packed library, what the process has, workers.
const fs = require('node:fs');
const { createRequire } = require('node:module');
const { join } = require('node:path');
const { isMainThread, Worker, workerData } = require('node:worker_threads');

const packed = createRequire(join(process.cwd(), 'user.js'));
/** Required when it is asked for, so that a program can import it first. */
const load = () => packed('carray');

/** What a link shows; nothing where it is gone, as that of the descriptor that listed it. */
const linkOf = (path) => {
  try {
    return fs.readlinkSync(path);
  } catch {
    return '';
  }
};

/** How many areas this process has, or how many show the file. */
const countAreas = (file = '\n') => fs.readFileSync('/proc/self/maps', 'latin1').split(file).length - 1;
/** Descriptors, but not of loops of events and what wakes them, which Bun and Deno make and close as they like. */
const openFiles = () =>
  fs
    .readdirSync('/proc/self/fd')
    .filter((fd) => !/event(fd|poll)|socket:/.test(linkOf(`/proc/self/fd/${fd}`))).length;
const virtualBytes = () =>
  1024 * Number(/VmSize:\s+(\d+)/.exec(fs.readFileSync('/proc/self/status', 'latin1'))[1]);

// Bun's workers have no `gc`.
const gc = globalThis.Bun === undefined ? globalThis.gc : () => globalThis.Bun.gc(true);
const turn = () => new Promise((resolve) => setImmediate(resolve));
/** Finalizers run between turns, those of what they let go of in a later one. */
async function collect(until = () => false, rounds = 30) {
  for (let round = 0; round < rounds && !until(); round++) {
    gc();
    await turn();
    await turn();
  }
}

/** What a call returns, or the code of what it throws. */
function outcome(call) {
  try {
    return call();
  } catch (error) {
    return typeof error.code === 'string' ? error.code : error.name;
  }
}

/** Runs a job of the same program in a worker. Each message is kept until `next` asks for it. */
function startWorker(filename, job, data, transferList = []) {
  const worker = new Worker(filename, {
    workerData: { job, data },
    transferList,
    argv: process.argv.slice(2),
  });
  const kept = [];
  let wake;
  let failure;
  const ended = new Promise((resolve) => worker.once('exit', (status) => resolve({ status, failure })));
  worker.on('error', (error) => {
    failure = error.code ?? error.message;
  });
  worker.on('message', (message) => {
    kept.push(message);
    wake?.();
  });
  const over = ended.then(() => 'over');
  const next = async () => {
    while (kept.length === 0) {
      const arrived = new Promise((resolve) => {
        wake = resolve;
      });
      if ((await Promise.race([arrived, over])) === 'over' && kept.length === 0) {
        throw new Error(`The worker ended without a message: ${failure}`);
      }
    }
    return kept.shift();
  };
  return { worker, next, ended };
}

/** The case that the command line names, in the main thread; the job that the main thread wants, in a worker. */
function run(cases, jobs) {
  if (!isMainThread) {
    jobs[workerData.job](workerData.data);
    return;
  }
  const [name, ...args] = process.argv.slice(2);
  Promise.resolve(cases[name](...args)).then((answer) => {
    if (answer !== undefined) console.log(JSON.stringify(answer));
  });
}

module.exports = {
  load,
  packed,
  countAreas,
  openFiles,
  virtualBytes,
  turn,
  collect,
  gc,
  outcome,
  startWorker,
  run,
};
