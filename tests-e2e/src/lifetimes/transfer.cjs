// Moves the buffer of a mapping away, in each way there is, unmaps, and looks who has what.
const { MessageChannel, parentPort, receiveMessageOnPort } = require('node:worker_threads');
const { load, countAreas, collect, outcome, startWorker, run } = require('../support.cjs');
const { mapFile, munmap } = load();

function post(buffer) {
  const { port1, port2 } = new MessageChannel();
  try {
    port1.postMessage(buffer, [buffer]);
    return receiveMessageOnPort(port2).message;
  } finally {
    port1.close();
  }
}

const movers = {
  transfer: (buffer) => buffer.transfer(),
  transferToFixedLength: (buffer) => buffer.transferToFixedLength(),
  structuredClone: (buffer) => structuredClone(buffer, { transfer: [buffer] }),
  postMessage: post,
};

/** The file has 5 in every byte. */
const isRight = (buffer) => new Uint8Array(buffer).every((byte) => byte === 5);
const ofArray = (array) => [() => array.get(0), () => array.bytes[1], () => array.at(-1)].map(outcome);

/** What the runtime did: the buffer is as it was where it refused. */
function way(moved, buffer) {
  if (moved === 'DataCloneError' || moved === 'TypeError') return 'refused';
  return buffer.byteLength === 0 ? 'moved' : 'copied';
}

const jobs = {
  keep(buffer) {
    parentPort.postMessage(isRight(buffer));
    parentPort.once('message', () => parentPort.postMessage(isRight(buffer)));
  },
};

/** One buffer moved and its mapping ended: what there was to see, and who has the bytes now. */
async function move(file, how, isCollected) {
  const array = mapFile(file, { access: 'read-write' });
  const { buffer } = array;
  const moved = outcome(() => movers[how](buffer));
  const answer = { way: way(moved, buffer) };
  const holder = answer.way === 'refused' ? undefined : moved;
  answer.before = [isRight(holder ?? buffer), ...ofArray(array)];
  answer.ended = [munmap(array), munmap(array), ...ofArray(array)];
  if (isCollected) await collect(undefined, 1);
  answer.after = holder === undefined || isRight(holder);
  return { answer, holder };
}

const cases = {
  async here(file, how, rounds) {
    const answers = new Set();
    // Of its own, so that nothing stays in a variable.
    const holdAll = async () => {
      const kept = [];
      for (let round = 0; round < Number(rounds); round++) {
        const { answer, holder } = await move(file, how, round % 2 === 0);
        answers.add(JSON.stringify(answer));
        if (holder !== undefined) kept.push(holder);
      }
      await collect(undefined, 3);
      const held = kept.every(isRight);
      kept.length = 0;
      return held;
    };
    const held = await holdAll();
    await collect(() => countAreas(file) === 0);
    return { answers: [...answers].map((answer) => JSON.parse(answer)), held, left: countAreas(file) };
  },

  async toWorker(file) {
    const answers = [];
    for (const terminated of [false, true]) {
      const array = mapFile(file, { access: 'read-write' });
      const { buffer } = array;
      const started = outcome(() => startWorker(__filename, 'keep', buffer, [buffer]));
      const answer = { way: way(started, buffer), before: ofArray(array), there: [] };
      if (answer.way !== 'refused') answer.there.push(await started.next());
      answer.ended = [munmap(array), ...ofArray(array)];
      await collect(undefined, 2);
      // Main has unmapped: what the worker got must be there for as long as the worker is.
      if (answer.way !== 'refused' && terminated) await started.worker.terminate();
      else if (answer.way !== 'refused') {
        started.worker.postMessage('again');
        answer.there.push(await started.next(), (await started.ended).status);
      }
      answers.push(answer);
    }
    await collect(() => countAreas(file) === 0);
    return { answers, left: countAreas(file) };
  },
};

run(cases, jobs);
