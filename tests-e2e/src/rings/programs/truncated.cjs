// truncated PATH: a ring in a file that is made shorter while it is used.
(async () => {
  const fs = require('node:fs');
  const path = args[0];
  const codes = [];
  for (const [length, ways] of [
    [0, ['tryWrite', 'tryRead', 'read', 'readSync', 'write', 'writeSync', 'open', 'waiting']],
    [carray.pageSize, ['tryWrite', 'tryRead']],
  ]) {
    for (const way of ways) {
      fs.writeFileSync(path, '');
      const capacity = 4 * carray.pageSize - 192;
      const file = mapFile(path, {
        type: uint8,
        access: 'read-write',
        grow: true,
        length: 4 * carray.pageSize,
      });
      const ring = RingBuffer.create(file, { capacity });
      const other = RingBuffer.open(file);
      const message = table.subarray(0, 3 * carray.pageSize);
      if (way.startsWith('w') && way !== 'waiting') ring.tryWrite(message);
      if (way === 'tryRead') ring.tryWrite(message);
      const waiting = way === 'waiting' ? other.read() : undefined;
      fs.truncateSync(path, length);
      try {
        if (waiting !== undefined) await waiting;
        else if (way === 'open') RingBuffer.open(file);
        else if (way.startsWith('w')) await ring[way](message, { timeout: 1000 });
        else if (way === 'tryWrite') ring.tryWrite(message);
        else await other[way]({ timeout: 1000 });
        codes.push(`${way} nothing`);
      } catch (error) {
        codes.push(error.code);
      }
      try {
        other.close();
        ring.close();
      } catch (error) {
        codes.push(error.code);
      }
      file.mapping.unmap();
    }
  }
  console.log([...new Set(codes)].join());
})();
