import { describe, expect, it } from 'vitest';
import { hasCompiler } from '../src/compiler.js';
import { onBothBackends } from '../src/packed.js';
import { ALL, DONE, exchange, HEADER, ringFile } from '../src/rings/exchange.js';
import { compileRingProgram, start, startExecutable } from '../src/rings/process.js';

/** Messages; fewer where each has to be waited for. */
const COUNT = 100_000;
const LONG = 300_000;

onBothBackends('rings between two processes', (api, backend) => {
  it.each([
    ['async', 'async', 65_536, 10 * COUNT],
    ['async', 'sync', 1_000, COUNT / 5],
    ['sync', 'async', 4_096, COUNT / 5],
    ['sync', 'sync', 1_048_576, COUNT],
    ['sync', 'in place', 65_536, COUNT],
  ])(
    'written %s, read %s, in %i bytes',
    async (writes, reads, capacity, count) => {
      expect(await exchange(api, backend, { writes, reads, capacity, count })).toBe('all');
    },
    LONG,
  );

  it(
    'in memory that anybody can make shorter',
    async () => {
      const how = { writes: 'async', reads: 'async', capacity: 65_536, count: COUNT / 20, isSealed: false };
      expect(await exchange(api, backend, how)).toBe('all');
    },
    LONG,
  );

  describe.skipIf(!hasCompiler)(`one of them in C${hasCompiler ? '' : ' (no compiler)'}`, () => {
    it.each([65_536, 1_000])(
      'the producer, in %i bytes',
      async (capacity) => {
        const fds = [ringFile(api, capacity)];
        const reader = start('reader.cjs', { backend, fds, args: [COUNT, 'async'] });
        const writer = startExecutable(compileRingProgram(), ['write', COUNT, capacity], fds);
        expect(await Promise.all([reader.ended, writer.ended])).toEqual([ALL, ALL]);
      },
      LONG,
    );

    it.each([65_536, 1_000])(
      'the consumer, in %i bytes',
      async (capacity) => {
        const fds = [ringFile(api, capacity)];
        const reader = startExecutable(compileRingProgram(), ['read', COUNT, capacity], fds);
        const writer = start('writer.cjs', { backend, fds, args: [COUNT, 'sync'] });
        expect(await Promise.all([reader.ended, writer.ended])).toEqual([ALL, DONE]);
      },
      LONG,
    );

    it('the one who makes it', async () => {
      const file = api.createMemoryFile('ring', HEADER + 4096, { seals: ['shrink', 'grow'] });
      const writer = startExecutable(compileRingProgram(), ['create', 10, 4096], [file.fd]);
      expect(await writer.ended).toEqual(ALL);
      const reader = start('reader.cjs', { backend, fds: [file.fd], args: [10, 'sync'] });
      expect(await reader.ended).toEqual(ALL);
    });
  });
});
