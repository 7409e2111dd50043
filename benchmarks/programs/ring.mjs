// ring SIZE WAY: nanoseconds for a message of that many bytes from one process to another, from the first write to the answer that all were
// read. WAY is what the reader does: 'copy' or 'in-place'.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createMemoryFile, mapFile, uint8 } from 'carray';
import { RingBuffer } from 'carray/sync';

const isReader = process.argv[2] === 'reader';
const [size, way] = [Number(process.argv[isReader ? 3 : 2]), process.argv[isReader ? 4 : 3]];
const COUNT = size > 10_000 ? 50_000 : 1_000_000;
const RING_BYTES = size > 10_000 ? 2 ** 23 : 2 ** 20;

async function read(memory) {
  const ring = RingBuffer.open(memory.subarray(0, RING_BYTES), { side: 'consumer' });
  const answers = RingBuffer.open(memory.subarray(RING_BYTES), { side: 'producer' });
  await answers.write(new Uint8Array(1));
  let bytes = 0;
  const add = (message) => {
    bytes += message.length;
  };
  while (bytes < COUNT * size) {
    if (way === 'in-place') {
      if (ring.tryReadInPlace(add)) continue;
      add(await ring.read());
    } else add(ring.tryRead() ?? (await ring.read()));
  }
  await answers.write(new Uint8Array(1));
}

async function write() {
  const file = createMemoryFile('ring', RING_BYTES + 4096, { seals: ['shrink', 'grow'] });
  const memory = file.map(uint8);
  const ring = RingBuffer.create(memory.subarray(0, RING_BYTES));
  const answers = RingBuffer.create(memory.subarray(RING_BYTES));
  const args = [process.argv[1], 'reader', String(size), way];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit', file.fd] });
  await answers.read();
  const message = new Uint8Array(size).fill(7);
  const start = process.hrtime.bigint();
  for (let count = 0; count < COUNT; count++) if (!ring.tryWrite(message)) await ring.write(message);
  await answers.read();
  console.log(Number(process.hrtime.bigint() - start) / COUNT);
  await once(child, 'exit');
}

await (isReader ? read(mapFile(3, { type: uint8, access: 'read-write' })) : write());
