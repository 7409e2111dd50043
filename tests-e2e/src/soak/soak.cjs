// Random operations in several threads for a while, from a seed. The last argument is JSON: `{ seconds, seed, folder }`.
const fs = require('node:fs');
const path = require('node:path');
const { BroadcastChannel, isMainThread, parentPort, Worker, workerData } = require('node:worker_threads');
const { makeAll, ownOf, shared } = require('./files.cjs');
const { collect, runThread, turn } = require('./thread.cjs');

const THREADS = 4;
const descriptors = () => fs.readdirSync('/proc/self/fd').length;
const mappingsIn = (folder) =>
  fs.readFileSync('/proc/self/maps', 'utf8').split(`${folder}${path.sep}`).length - 1;

/** Runs one thread, and says what came of it: its counts, or what was wrong. */
async function outcome(given) {
  const channel = new BroadcastChannel('soak');
  channel.unref();
  try {
    return await runThread({ ...given, count: THREADS, channel });
  } catch (error) {
    const { step, operation, slot, stack } = error;
    return {
      wrong: { seed: given.seed, thread: given.id, step, operation, slot, stack: stack ?? String(error) },
    };
  } finally {
    channel.close();
  }
}

function fail(wrong) {
  fs.writeSync(2, `${typeof wrong === 'string' ? wrong : JSON.stringify(wrong, null, 1)}\n`);
  process.exit(1);
}

function startWorker(given) {
  const worker = new Worker(__filename, { workerData: given });
  let told;
  worker.on('message', (message) => {
    told = message;
    if (message.wrong !== undefined) fail(message.wrong);
  });
  worker.on('error', (error) => fail({ thread: given.id, stack: error.stack }));
  return new Promise((resolve) => worker.once('exit', () => resolve(told)));
}

/** Waits until what was dropped has been collected. */
async function settled(isDone) {
  for (let round = 0; round < 50 && !isDone(); round++) {
    collect();
    await turn();
  }
  return isDone();
}

async function main({ seconds, seed, folder }) {
  makeAll(folder, [...shared, ...Array.from({ length: THREADS }, (_, id) => ownOf(id)).flat()]);
  // The first worker, channel and event loop open descriptors that the engine keeps.
  await new Promise((resolve) => new Worker('0', { eval: true }).once('exit', resolve));
  const before = descriptors();
  const until = Date.now() + seconds * 1000;
  const workers = Array.from({ length: THREADS - 1 }, (_, index) =>
    startWorker({ id: index + 1, seed, folder, until }),
  );
  const first = await outcome({ id: 0, seed, folder, until });
  if (first.wrong !== undefined) fail(first.wrong);
  const all = [first, ...(await Promise.all(workers))];
  if (!(await settled(() => mappingsIn(folder) === 0))) {
    fail(`seed ${seed}: ${mappingsIn(folder)} mappings are left`);
  }
  if (!(await settled(() => descriptors() === before))) {
    fail(`seed ${seed}: ${descriptors()} descriptors, ${before} at the start`);
  }
  process.stdout.write(`${JSON.stringify(all)}\n`);
}

if (isMainThread) main(JSON.parse(process.argv.at(-1)));
else outcome(workerData).then((told) => parentPort.postMessage(told));
