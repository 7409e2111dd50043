// writer COUNT WAY
(async () => {
  const [count, way] = [Number(args[0]), args[1]];
  const ring = RingBuffer.open(memory, { side: 'producer' });
  const most = ring.maxMessageBytes;
  for (let number = 0; number < count; number++) {
    const bytes = messageOf(number, most);
    if (way === 'sync') ring.writeSync(bytes);
    else if (!ring.tryWrite(bytes)) await ring.write(bytes);
  }
  ring.close();
})();
