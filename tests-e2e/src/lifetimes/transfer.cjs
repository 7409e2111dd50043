// Moves the buffer of a mapping away, in each way there is, unmaps, and looks who has what.
const { MessageChannel, parentPort, receiveMessageOnPort } = require('node:worker_threads');
const { load, mapsOf, collect, outcome, startWorker, run } = require('./support.cjs');
const { mapFile, munmap } = load();

function post(buffer) {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage(buffer, [buffer]);
  const { message } = receiveMessageOnPort(port2);
  port1.close();
  return message;
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

const jobs = {
  keep(buffer) {
    parentPort.postMessage(isRight(buffer));
    parentPort.once('message', () => parentPort.postMessage(isRight(buffer)));
  },
};

const cases = {
  async here(file, how, rounds) {
    if (how.startsWith('transfer') && !(how in ArrayBuffer.prototype)) return 'not here';
    const answers = new Set();
    const kept = [];
    for (let round = 0; round < Number(rounds); round++) {
      const array = mapFile(file, { access: 'read-write' });
      const { buffer } = array;
      const moved = outcome(() => movers[how](buffer));
      // An engine may refuse to move memory that is not its own: the buffer is as it was then.
      const holder = moved === 'DataCloneError' ? buffer : moved;
      const before = [isRight(holder), ...ofArray(array)];
      const ended = [munmap(array), munmap(array), ...ofArray(array)];
      if (holder === buffer) answers.add(JSON.stringify({ before, ended, after: true }));
      else {
        if (round % 2 === 0) await collect(undefined, 1);
        answers.add(JSON.stringify({ before, ended, after: isRight(holder) }));
        kept.push(holder);
      }
    }
    await collect(undefined, 3);
    const held = kept.every(isRight);
    kept.length = 0;
    await collect(() => mapsOf(file) === 0);
    return { answers: [...answers].map((answer) => JSON.parse(answer)), held, left: mapsOf(file) };
  },

  async toWorker(file) {
    const answers = [];
    for (const terminated of [false, true]) {
      const array = mapFile(file, { access: 'read-write' });
      const { buffer } = array;
      const started = outcome(() => startWorker(__filename, 'keep', buffer, [buffer]));
      answers.push(ofArray(array));
      const answer = [started === 'DataCloneError' || (await started.next())];
      answers.push([munmap(array), ...ofArray(array)]);
      await collect(undefined, 2);
      if (started !== 'DataCloneError') {
        // Main has unmapped: what the worker got must be there for as long as the worker is.
        if (terminated) await started.worker.terminate();
        else {
          started.worker.postMessage('again');
          answer.push(await started.next(), (await started.ended).status);
        }
      }
      answers.push(answer);
    }
    await collect(() => mapsOf(file) === 0);
    return { answers, left: mapsOf(file) };
  },
};

run(cases, jobs);
