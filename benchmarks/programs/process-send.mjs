// process-send SIZE: nanoseconds for a message of that many bytes by process.send, from the first to the answer that all were received.
import { fork } from 'node:child_process';
import { once } from 'node:events';

const isChild = process.argv[2] === 'reader';
const size = Number(process.argv[isChild ? 3 : 2]);
const COUNT = size > 10_000 ? 2_000 : 50_000;

if (isChild) {
  let count = 0;
  process.on('message', () => {
    if (++count === COUNT) process.send('all', () => process.disconnect());
  });
  process.send('ready');
} else {
  const child = fork(process.argv[1], ['reader', String(size)]);
  await once(child, 'message');
  const message = 'x'.repeat(size);
  const start = process.hrtime.bigint();
  for (let count = 0; count < COUNT; count++) {
    if (!child.send(message)) await new Promise(setImmediate);
  }
  await once(child, 'message');
  console.log(Number(process.hrtime.bigint() - start) / COUNT);
}
