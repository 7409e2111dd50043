import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryDirectory } from '../src/files.js';
import { carray, onBothBackends, packedRequire } from '../src/packed.js';
import { HEADER, ringFile } from '../src/rings/exchange.js';
import { seed } from '../src/rings/kills.js';
import { start } from '../src/rings/process.js';

const { RingBuffer }: typeof import('carray/sync') = packedRequire('carray/sync');
const well = { status: 0, signal: null, stderr: '' };
const FUZZ = 300;

onBothBackends('rings that somebody spoils', (api, backend) => {
  it(`random bytes: an error or messages, ${FUZZ} times`, async () => {
    const file = api.createMemoryFile('fuzz', HEADER + 1000, { seals: ['shrink', 'grow'] });
    const { stdout, ...ended } = await start('fuzz.cjs', { backend, fds: [file.fd], args: [seed, FUZZ] })
      .ended;
    expect(ended, `seed ${seed}`).toEqual(well);
    expect(Object.keys(JSON.parse(stdout)), `seed ${seed}`).toEqual(
      expect.arrayContaining(['open ERR_RING_CORRUPT', 'tryRead object', 'tryRead ERR_RING_CORRUPT']),
    );
  }, 120_000);

  it.each([true, false])('bytes that change all the time, sealed %s', async (isSealed) => {
    const fds = [ringFile(api, 512, isSealed)];
    const hostile = start('hostile.cjs', { backend, fds, args: [2000] });
    const victim = start('victim.cjs', { backend, fds, args: [1500] });
    expect(await victim.ended).toEqual({ ...well, stdout: 'survived\n' });
    expect(await hostile.ended).toMatchObject(well);
  });

  it('a file that is made shorter: ERR_MAPPING_FAULT', async () => {
    const path = join(temporaryDirectory(), 'ring');
    const fds = [ringFile(api, 512)];
    const { stdout, ...ended } = await start('truncated.cjs', { backend, fds, args: [path] }).ended;
    expect({ ...ended, stdout }).toEqual({ ...well, stdout: 'ERR_MAPPING_FAULT\n' });
  });

  it.each(['producer', 'consumer'] as const)('a second %s in another process', async (side) => {
    const file = api.createMemoryFile('ring', HEADER + 512, { seals: ['shrink'] });
    const ring = RingBuffer.create(file.map(carray.uint8), { capacity: 512, side });
    const run = async () =>
      (await start('second.cjs', { backend, fds: [file.fd], args: [side] }).ended).stdout;
    expect(await run()).toBe('ERR_RING_IN_USE\n');
    ring.close();
    expect(await run()).toBe('ERR_RING_CLOSED\n');
  });
});
