// reader COUNT WAY
(async () => {
  const [count, way] = [Number(args[0]), args[1]];
  const ring = RingBuffer.open(memory, { side: 'consumer' });
  const most = ring.maxMessageBytes;
  let number = 0;
  for (;;) {
    if (way === 'in place') {
      while (ring.tryReadInPlace((bytes) => check(bytes, number++, most)));
    }
    const bytes = way === 'sync' ? ring.readSync() : (ring.tryRead() ?? (await ring.read()));
    if (bytes === undefined) break;
    check(bytes, number++, most);
  }
  console.log(number === count && ring.ended ? 'all' : `${number} of ${count}`);
})();
