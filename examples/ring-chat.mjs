// Two terminals of one machine talk to each other. Run it in both, with the same ROOM; Ctrl-D leaves.
//
//   node ring-chat.mjs ROOM
//
// What the mapping gives: the room is 128 KiB of shared memory with a ring of messages for each direction. There is no server, no socket and no
// port. Who is killed loses nothing that was said: it is in the memory, and whoever runs the program next takes the empty
// seat and reads it. A process that waits sleeps, and wakes within microseconds.
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { munmap, openSharedMemory, uint8, unlinkSharedMemory } from 'carray';
import { RingBuffer } from 'carray/sync';

const HALF = 2 ** 16;
const halves = (memory) => [memory.subarray(0, HALF), memory.subarray(HALF)];

const [room, ...rest] = process.argv.slice(2);
if (!/^[\w-]{1,64}$/.test(room ?? '') || rest.length > 0) {
  console.error('usage: node ring-chat.mjs ROOM, a name of letters, digits, _ and -');
  process.exit(2);
}
const name = `ring-chat-${room}`;

/** Makes the room, where it is not there: `exclusive` lets one of many do so. */
function enter() {
  try {
    const memory = openSharedMemory(name, uint8, 2 * HALF, { create: true, exclusive: true });
    for (const half of halves(memory)) RingBuffer.create(half);
    return memory;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return openSharedMemory(name, uint8);
  }
}

/** The ring to write to and the ring to read from; undefined where both seats are taken. */
function sit(memory) {
  const [one, other] = halves(memory);
  for (const [outgoing, incoming] of [
    [one, other],
    [other, one],
  ]) {
    try {
      const out = RingBuffer.open(outgoing, { side: 'producer' }); // a seat is free when its process has ended
      return { out, into: RingBuffer.open(incoming, { side: 'consumer' }) };
    } catch (error) {
      if (error.code !== 'ERR_RING_IN_USE') throw error;
    }
  }
  return undefined;
}

async function enterAndSit() {
  for (let attempt = 0; ; attempt++) {
    const memory = enter();
    try {
      return { memory, rings: sit(memory) };
    } catch (error) {
      munmap(memory);
      // Somebody is making the room, which has no bytes at first, or leaving it, at this moment.
      if (!/^ERR_(OUT_OF_RANGE|RING_CORRUPT|RING_CLOSED)$/.test(error.code) || attempt === 20) throw error;
      await sleep(50);
    }
  }
}

async function listen({ into }) {
  for (let alone = false; ; ) {
    try {
      const message = await into.read();
      if (message === undefined) return console.log('* the other has left');
      alone = false;
      console.log(`> ${Buffer.from(message)}`);
    } catch (error) {
      if (error.code !== 'ERR_RING_PEER_DIED') throw error;
      if (!alone) console.log('* the other was killed; what you say waits for the next');
      alone = true;
      await sleep(100);
    }
  }
}

async function talk({ out }, lines) {
  for await (const line of lines) {
    try {
      await out.write(Buffer.from(line));
    } catch (error) {
      if (error.code === 'ERR_RING_CLOSED') return; // the other has left
      console.log(`* not said: ${error.message}`);
    }
  }
  unlinkSharedMemory(name); // who leaves takes the name along: the next one makes a new room
}

try {
  const { memory, rings } = await enterAndSit();
  if (rings === undefined) throw new Error(`two are in room ${room} already`);
  console.log(`* you are in room ${room}`);
  const lines = createInterface({ input: process.stdin });
  await Promise.race([listen(rings), talk(rings, lines)]);
  lines.close();
  rings.out.close();
  rings.into.close();
  munmap(memory);
  process.exit();
} catch (error) {
  console.error(`ring-chat: ${error.message}`);
  process.exitCode = 1;
}
