import { expect, it } from 'vitest';
import { onBothBackends } from '../src/packed.js';
import { runProgram } from '../src/program.js';

const well = { status: 0, signal: null, stderr: '' };
const prelude = `
const { Worker } = require('node:worker_threads');
const { attach, mapAnonymous, uint8 } = require('carray');
const { RingBuffer } = require('carray/sync');
const memory = mapAnonymous(uint8, 4096, { shared: true });
const ring = RingBuffer.create(memory);
const codeOf = (promise) => promise.then(() => 'nothing', ({ code }) => code);
const start = (body) => new Worker(\`
  const { parentPort, workerData } = require('node:worker_threads');
  const { attach, uint8 } = require('carray');
  const { RingBuffer } = require('carray/sync');
  const ring = RingBuffer.open(attach(workerData, uint8));
  \${body}\`, { eval: true, workerData: memory.share() });
`;

onBothBackends('rings between threads', (_, backend) => {
  it('echo, and end', () => {
    const { stdout, ...ended } = runProgram(
      `${prelude}
      start('let bytes = 0; for (let m = ring.readSync(); m !== undefined; m = ring.readSync()) bytes += m.length; console.log(bytes);');
      (async () => {
        for (let count = 0; count < 20_000; count++) await ring.write(new Uint8Array(count % 300));
        ring.close();
      })();`,
      { backend },
    );
    const bytes = Array.from({ length: 20_000 }, (_each, count) => count % 300).reduce(
      (sum, each) => sum + each,
    );
    expect({ ...ended, stdout }).toEqual({ ...well, stdout: `${bytes}\n` });
  });

  it.each(['terminate()', "postMessage('exit')"])('hear of the end of a thread: %s', (end) => {
    const { stdout, ...ended } = runProgram(
      `${prelude}
      const body = "ring.tryWrite(Buffer.from('a')); parentPort.once('message', () => process.exit()); parentPort.postMessage('there');";
      const worker = start(body);
      (async () => {
        await new Promise((resolve) => worker.once('message', resolve));
        console.log(Buffer.from(await ring.read()).toString());
        const waiting = codeOf(ring.read());
        worker.${end};
        console.log(await waiting);
        const next = start(body); // another goes on
        console.log(Buffer.from(await (async () => {
          for (;;) try { return await ring.read(); } catch (error) { if (error.code !== 'ERR_RING_PEER_DIED') throw error; }
        })()).toString());
        await next.terminate();
      })();`,
      { backend },
    );
    expect({ ...ended, stdout }).toEqual({ ...well, stdout: 'a\nERR_RING_PEER_DIED\na\n' });
  });

  it('end with the process, or the thread, while they wait', () => {
    const { stdout, ...ended } = runProgram(
      `${prelude}
      const worker = start('ring.read(); ring.read(); parentPort.postMessage(1);');
      worker.once('message', async () => {
        await worker.terminate();
        const second = RingBuffer.create(mapAnonymous(uint8, 4096, { shared: true }));
        void second.read();
        setTimeout(() => process.exit(), 50);
      });`,
      { backend },
    );
    expect({ ...ended, stdout }).toEqual({ ...well, stdout: '' });
  });
});
