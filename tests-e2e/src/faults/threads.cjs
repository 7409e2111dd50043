// Faults in workers. A worker answers once, when its port is told to go on.
const { once } = require('node:events');
const { Worker } = require('node:worker_threads');
const support = require('./support.cjs');
const { PAGE, carray, contentOf, faultsOf, newFile, outcome, refill, row, run, truncate } = support;

const PAGES = 16;
const KEPT = (PAGES / 2) * PAGE;
const content = contentOf(PAGES * PAGE);

/** A worker with the names of `support.cjs`, the `file`, and `go`, which awaits a word. It posts what `body` returns. */
async function start(file, body, how = {}) {
  const worker = new Worker(
    `const { parentPort, workerData: { file, how } } = require('node:worker_threads');
    const { once } = require('node:events');
    const support = require(${JSON.stringify(require.resolve('./support.cjs'))});
    const { PAGE, carray, fresh, faultsOf, outcome } = support;
    const go = async () => { parentPort.postMessage('ready'); await once(parentPort, 'message'); };
    (async () => { ${body} })().then((answer) => { parentPort.postMessage(answer); parentPort.unref(); });`,
    { eval: true, workerData: { file, how } },
  );
  const ended = once(worker, 'exit'); // it may end while others are awaited
  await once(worker, 'message');
  return {
    worker,
    async answer() {
      worker.postMessage('go');
      const [answer] = await once(worker, 'message');
      return answer;
    },
    async end() {
      const [status] = await ended;
      return status;
    },
  };
}

const byView = `
  const array = carray.mapFile(file, { access: how.access ?? 'read-write' });
  const { bytes } = array;
  await go();
  let sum = 0;
  for (let turn = 0; turn < 20; turn++) for (let index = 0; index < bytes.length; index++) sum += bytes[index];
  const calls = [outcome(() => array.get(0) > 0, file), outcome(() => array.get(0) > 0, file)];
  return [sum / 20, calls, outcome(() => array.get(array.length - 1), file), faultsOf(array.mapping).at(-1)[2] > 0];`;

const byGet = `
  const array = carray.mapFile(file, { access: how.access ?? 'read-write', type: carray.uint32 });
  const load = fresh('array', 'index', 'return array.get(index)');
  for (let turn = 0; turn < 5; turn++) for (let index = 0; index < array.length; index++) load(array, index);
  await go();
  let right = 0, faults = 0;
  for (let index = 0; index < array.length; index++) {
    const seen = outcome(() => load(array, index), file);
    if (seen.returned > 0) right++;
    else if (seen === 'truncated ' + 4 * index + ' ' + index) faults++;
  }
  array.mapping.remap();
  return [right, faults, outcome(() => load(array, array.length - 1), file)];`;

const sumOf = (bytes) => bytes.reduce((sum, byte) => sum + byte, 0);

run({
  async worker({ body }) {
    const file = newFile(PAGES, content);
    const { answer, end } = await start(file, body === 'view' ? byView : byGet);
    truncate(KEPT, file);
    row('sum', sumOf(content.subarray(0, KEPT)));
    row('answer', await answer());
    row('status', await end());
  },

  // Each has a mapping of its own; what one meets is nothing to the other, nor to the mapping of the main thread.
  async together({ body }) {
    const file = newFile(PAGES, content);
    const own = carray.mapFile(file);
    const workers = await Promise.all([1, 2, 3].map(() => start(file, body === 'view' ? byView : byGet)));
    truncate(KEPT, file);
    row('sum', sumOf(content.subarray(0, KEPT)));
    row('answers', await Promise.all(workers.map(({ answer }) => answer())));
    row('statuses', await Promise.all(workers.map(({ end }) => end())));
    row('own', [faultsOf(own.mapping), outcome(() => own.get(KEPT), file)]);
    refill(file, content);
    own.mapping.remap();
    row('healed', own.toBuffer().equals(content));
  },

  // The addon is loaded by a thread that ends; its handlers and late finalizers must not go with it.
  async workerAlone() {
    const file = newFile(PAGES, content);
    const body = `${byView.replace('return', 'globalThis.kept = bytes; return')}`;
    const { answer, end } = await start(file, body);
    truncate(KEPT, file);
    await answer();
    row('status', await end());
    for (let turn = 0; turn < 5; turn++) {
      globalThis.gc();
      await new Promise(setImmediate);
    }
    refill(file, content);
    const { answer: again, end: endAgain } = await start(file, byView);
    truncate(KEPT, file);
    row('another', await again());
    row('sum', sumOf(content.subarray(0, KEPT)));
    row('its status', await endAgain());
    for (let turn = 0; turn < 5; turn++) {
      globalThis.gc();
      await new Promise(setImmediate);
    }
  },

  async terminated() {
    const file = newFile(PAGES, content);
    const { worker } = await start(
      file,
      `const array = carray.mapFile(file, { access: 'read-write' });
      const { bytes } = array;
      await go();
      for (let sum = 0; ; ) {
        for (let index = 0; index < bytes.length; index++) sum += bytes[index];
        outcome(() => array.get(0));
        array.mapping.remap();
      }`,
    );
    truncate(KEPT, file);
    worker.postMessage('go');
    await new Promise((resolve) => setTimeout(resolve, 50));
    row('status', await worker.terminate());
    const array = carray.mapFile(file);
    row('main', array.toBuffer().equals(content.subarray(0, KEPT)));
  },
});
