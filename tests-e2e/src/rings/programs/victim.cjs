// victim MILLISECONDS: uses a ring whose bytes somebody changes all the time.
const end = performance.now() + Number(args[0]);
let [errors, messages] = [0, 0];
(async () => {
  while (performance.now() < end) {
    try {
      const ring = RingBuffer.open(memory);
      for (let count = 0; count < 50; count++) {
        ring.tryWrite(table.subarray(0, count % ring.maxMessageBytes));
        if (ring.tryRead() !== undefined) messages++;
        if (ring.tryReadInPlace((bytes) => void bytes.slice())) messages++;
      }
      if (ring.readSync({ timeout: 1 }) !== undefined) messages++;
      if ((await ring.read({ timeout: 1 })) !== undefined) messages++;
      ring.close();
    } catch (error) {
      if (!/^ERR_(RING_|OUT_OF_RANGE)/.test(error.code)) throw error;
      errors++;
    }
  }
  console.log(errors > 0 ? 'survived' : `${errors} errors, ${messages} messages`);
})();
