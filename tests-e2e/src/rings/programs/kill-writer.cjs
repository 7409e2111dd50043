// Writes from the message on that is not known to be written, until it is told to stop.
(async () => {
  const ring = RingBuffer.open(memory);
  const most = ring.maxMessageBytes;
  while (Atomics.load(journal, STOP) === 0) {
    const number = Atomics.load(journal, WRITTEN);
    const bytes = numbered(number, most);
    if (number % 3 === 0) await untilDone(() => ring.write(bytes));
    else if (number % 3 === 1) await untilDone(() => ring.writeSync(bytes));
    else if (!ring.tryWrite(bytes)) await untilDone(() => ring.write(bytes));
    Atomics.store(journal, WRITTEN, number + 1);
  }
  ring.close();
})();
