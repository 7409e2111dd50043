// kill-reader WAY: reads to the end. A message that it was killed at, or that a writer was, may come twice; with the way 'copy' the one that was
// taken when it was killed does not come again. None else may be missing, or be another.
(async () => {
  const way = args[0];
  const ring = RingBuffer.open(memory);
  const most = ring.maxMessageBytes;
  let isFirst = true;
  const see = (bytes) => {
    let next = Atomics.load(journal, READ);
    const number = bytes.length < 4 ? -1 : Buffer.from(bytes).readUInt32LE();
    if (isFirst && way === 'copy' && number === next + 1) next++;
    isFirst = false;
    if (number !== next && number !== next - 1) {
      console.error(`message ${number} of ${bytes.length} bytes instead of ${next}`);
      process.exit(3);
    }
    if (Buffer.compare(bytes, numbered(number, most)) !== 0) {
      console.error(`message ${number} is torn`);
      process.exit(4);
    }
    if (number === next) Atomics.store(journal, READ, next + 1);
    else Atomics.add(journal, TWICE, 1);
  };
  if (way === 'in place') {
    while (!ring.ended) if (!ring.tryReadInPlace(see)) await sleep(0);
    return;
  }
  for (let count = 0; ; count++) {
    const bytes = await untilDone(() => (count % 2 === 0 ? ring.read() : ring.readSync()));
    if (bytes === undefined) return;
    see(bytes);
  }
})();
