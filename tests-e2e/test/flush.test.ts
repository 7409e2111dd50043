import { readFileSync, statSync, utimesSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { fileOf } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';

const { uint8 } = carray;

onBothBackends('mapping.flush', ({ mapAnonymous, mapFile, munmap, pageSize }) => {
  const total = 4 * pageSize + 10;
  const fresh = () => {
    const path = fileOf(Buffer.alloc(total));
    return { path, array: mapFile(path, { access: 'read-write' }) };
  };

  it('has written what was stored once it resolves, to nothing', async () => {
    const { path, array } = fresh();
    utimesSync(path, 946_684_800, 946_684_800); // the year 2000
    array.fill(7);
    expect(await array.mapping.flush()).toBe(undefined);
    expect(readFileSync(path).equals(Buffer.alloc(total, 7))).toBe(true);
    expect(statSync(path).mtime.getFullYear()).toBeGreaterThan(2000);
    munmap(array);
  });

  it('takes any range, several at once, of several mappings', async () => {
    const [one, other] = [fresh(), fresh()];
    one.array.fill(1);
    other.array.fill(2);
    const { mapping } = one.array;
    await Promise.all([
      mapping.flush(),
      mapping.flush(undefined, 1),
      mapping.flush(pageSize + 1, 5),
      mapping.flush(BigInt(total), 0n),
      mapping.flush(3),
      other.array.mapping.flush(),
      ...Array.from({ length: 20 }, (_, index) => mapping.flush(index * 100)),
    ]);
    expect([readFileSync(one.path)[total - 1], readFileSync(other.path)[total - 1]]).toEqual([1, 2]);
    munmap(one.array);
    munmap(other.array);
  });

  it('is without effect on memory and on private files', async () => {
    const path = fileOf(Buffer.alloc(total));
    const arrays = [mapAnonymous(uint8, total), mapFile(path, { access: 'copy-on-write' })];
    for (const array of arrays) {
      array.fill(7);
      await array.mapping.flush();
      munmap(array);
    }
    expect(readFileSync(path).every((byte) => byte === 0)).toBe(true);
  });

  it('leaves the thread free: turns of the event loop and timers go on meanwhile', async () => {
    const bytes = 4096 * pageSize;
    const array = mapFile(fileOf(Buffer.alloc(bytes)), { access: 'read-write' }).fill(1);
    let timers = 0;
    const timer = setInterval(() => timers++, 1);
    let over = false;
    const flushed = array.mapping.flush().then(() => {
      over = true;
    });
    let turns = 0;
    for (; !over; turns++) await nextTurn();
    await flushed;
    // An answer that was there at once would need no turn.
    expect(turns).toBeGreaterThan(0);
    while (timers === 0) await nextTurn();
    clearInterval(timer);
    munmap(array);
  });
});
