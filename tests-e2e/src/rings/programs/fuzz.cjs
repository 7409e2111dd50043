// fuzz SEED ROUNDS: random bytes over a ring, and the ring used: an error with a code, or messages; never a crash, nor a hang.
const known = /^ERR_(RING_|OUT_OF_RANGE)/;
(async () => {
  let state = Number(args[0]) | 0;
  const random = (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
  const answers = {};
  const note = (what) => {
    answers[what] = (answers[what] ?? 0) + 1;
  };
  const attempt = async (what, call) => {
    try {
      const result = await call();
      note(`${what} ${result === undefined ? 'nothing' : typeof result}`);
      if (result instanceof Uint8Array && result.length > memory.length - 200)
        throw new Error(`${result.length} bytes`);
      return result;
    } catch (error) {
      if (!known.test(error.code)) throw error;
      note(`${what} ${error.code}`);
      return undefined;
    }
  };
  const sound = Buffer.alloc(memory.length);
  for (let round = 0; round < Number(args[1]); round++) {
    memory.fill(0);
    const made = RingBuffer.create(memory, { capacity: 8 * (2 + random((memory.length - 208) / 8)) });
    const [producer, consumer] = [made, RingBuffer.open(memory)];
    for (let count = random(5); count >= 0; count--)
      producer.tryWrite(table.subarray(0, random(made.maxMessageBytes + 1)));
    sound.set(memory.bytes);
    const end = random(2) === 0 ? 192 : memory.length;
    const bytes = memory.bytes;
    for (let count = 1 + random(6); count > 0; count--) {
      const at = random(end);
      if (random(3) === 0) bytes[at] = random(256);
      else if (random(2) === 0) new Int32Array(bytes.buffer, bytes.byteOffset)[at >> 2] = 8 * random(40);
      else bytes.fill(random(256), at, Math.min(end, at + random(64)));
    }
    const opened = await attempt('open', () => RingBuffer.open(memory));
    for (const ring of [producer, consumer, ...(opened === undefined ? [] : [opened])]) {
      await attempt('tryRead', () => ring.tryRead());
      await attempt('tryWrite', () =>
        ring.tryWrite(table.subarray(0, random(300) % (ring.maxMessageBytes + 1))),
      );
      for (
        let most = 200;
        most > 0 && (await attempt('tryRead', () => ring.tryRead())) !== undefined;
        most--
      );
      await attempt('inPlace', () => ring.tryReadInPlace((message) => void message.length));
      if (round % 10 === 0) {
        await attempt('read', () => ring.read({ timeout: 2 }));
        await attempt('readSync', () => ring.readSync({ timeout: 2 }));
        await attempt('write', () => ring.write(table.subarray(0, ring.maxMessageBytes), { timeout: 2 }));
        await attempt('writeSync', () =>
          ring.writeSync(table.subarray(0, ring.maxMessageBytes), { timeout: 2 }),
        );
      }
    }
    for (const ring of [producer, consumer, opened]) ring?.close();
  }
  console.log(JSON.stringify(answers));
})();
