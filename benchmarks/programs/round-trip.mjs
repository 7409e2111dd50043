// Prints the nanoseconds of one round trip between two processes, the median: by process.send, waitSync or wait.
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { int32, mapFile } from 'carray';
import { notify, wait, waitSync } from 'carray/sync';

const ROUNDS = 5000;
const WARM = 1000;
const [, , how, second, third] = process.argv;
const isChild = third !== undefined;
const path = join(isChild ? third : second, `round-trip-${isChild ? second : process.pid}.bin`);
const words = mapFile(path, { type: int32, access: 'read-write', create: true, grow: true, length: 64 });
// Each side stores in a cache line of its own.
const [HERE, THERE] = isChild ? [32, 0] : [0, 32];

function tell(round) {
  words.set(HERE, round);
  notify(words, HERE);
}

const heard = {
  async sync(round) {
    while (words.get(THERE) !== round) waitSync(words, THERE, round - 1);
  },
  async async(round) {
    while (words.get(THERE) !== round) await wait(words, THERE, round - 1);
  },
};

function sender(process) {
  let resolve;
  process.on('message', () => resolve());
  return {
    tell: (round) => process.send(round),
    heard: () =>
      new Promise((given) => {
        resolve = given;
      }),
  };
}

async function answer() {
  if (how === 'send') {
    process.on('message', (round) => {
      process.send(round);
      if (round === ROUNDS) process.disconnect();
    });
    return;
  }
  for (let round = 1; round <= ROUNDS; round++) {
    await heard[how](round);
    tell(round);
  }
  process.disconnect();
}

async function ask() {
  const child = fork(fileURLToPath(import.meta.url), [how, String(process.pid), second]);
  const side = how === 'send' ? sender(child) : { tell, heard: heard[how] };
  const times = [];
  for (let round = 1; round <= ROUNDS; round++) {
    const start = process.hrtime.bigint();
    const answered = side.heard === heard[how] ? undefined : side.heard();
    side.tell(round);
    await (answered ?? side.heard(round));
    if (round > WARM) times.push(Number(process.hrtime.bigint() - start));
  }
  console.log(times.sort((a, b) => a - b)[times.length >> 1]);
}

if (isChild) await answer();
else await ask();
