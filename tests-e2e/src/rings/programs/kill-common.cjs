// In front of the programs that are killed: a journal in descriptor 4, of what was written and what was read.
const journal = mapFile(4, { type: int32, access: 'read-write' }).typedArray;
const [WRITTEN, READ, TWICE, STOP] = [0, 1, 2, 3];
/** Its number is in its first 4 bytes. */
function numbered(number, most) {
  const bytes = Buffer.alloc(Math.max(4, lengthOf(number, most)));
  bytes.set(messageOf(number, most));
  bytes.writeUInt32LE(number);
  return bytes;
}
const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
/** Goes on when the other one has died: another comes. */
async function untilDone(step) {
  for (;;) {
    try {
      return await step();
    } catch (error) {
      if (error.code !== 'ERR_RING_PEER_DIED') throw error;
      await sleep(1);
    }
  }
}

Object.assign(module.exports, { READ, STOP, TWICE, WRITTEN, journal, numbered, sleep, untilDone });
