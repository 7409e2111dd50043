import { describe, expect, it } from 'vitest';
import { type Carray, onBothBackends, packedRequire } from '../src/packed.js';
import { compileRingProgram, start, startExecutable } from '../src/rings/process.js';
import { hasCompiler } from '../src/shared/recipes.js';

const { RingBuffer }: typeof import('carray/sync') = packedRequire('carray/sync');
const { uint8 }: Carray = packedRequire('carray');

const HEADER = 192;
const ALL = { status: 0, signal: null, stdout: 'all\n', stderr: '' };
const DONE = { ...ALL, stdout: '' };
/** Messages; each story has its number, as far as its way is slower. */
const COUNT = Number(process.env.CARRAY_RING_MESSAGES ?? 100_000);

onBothBackends('rings between two processes', (api, backend) => {
  /** A ring in a memory file, which both children inherit; one that nobody can make shorter is used without copies. */
  function makeRing(capacity: number, isSealed = true): number {
    const seals = isSealed ? (['shrink', 'grow'] as const) : [];
    const file = api.createMemoryFile('ring', HEADER + capacity, { seals: [...seals] });
    const memory = file.map(uint8);
    expect(memory.mapping.canFault).toBe(!isSealed);
    RingBuffer.create(memory, { capacity });
    memory.mapping.unmap();
    return file.fd;
  }

  it.each([
    ['async', 'async', 65_536, COUNT],
    ['async', 'sync', 1_000, COUNT / 5],
    ['sync', 'async', 4_096, COUNT / 5],
    ['sync', 'sync', 1_048_576, COUNT],
    ['sync', 'in place', 65_536, COUNT],
  ])(
    'writes %s, reads %s, in %i bytes',
    async (writes, reads, capacity, count) => {
      const fds = [makeRing(capacity)];
      const reader = start('reader.cjs', { backend, fds, args: [count, reads] });
      const writer = start('writer.cjs', { backend, fds, args: [count, writes] });
      expect(await Promise.all([reader.ended, writer.ended])).toEqual([ALL, DONE]);
    },
    300_000,
  );

  it('in memory that anybody can make shorter', async () => {
    const count = COUNT / 20;
    const fds = [makeRing(65_536, false)];
    const reader = start('reader.cjs', { backend, fds, args: [count, 'async'] });
    const writer = start('writer.cjs', { backend, fds, args: [count, 'async'] });
    expect(await Promise.all([reader.ended, writer.ended])).toEqual([ALL, DONE]);
  }, 300_000);

  describe.skipIf(!hasCompiler)(`one of them in C${hasCompiler ? '' : ' (no compiler)'}`, () => {
    it.each([65_536, 1_000])(
      'the producer, in %i bytes',
      async (capacity) => {
        const fds = [makeRing(capacity)];
        const reader = start('reader.cjs', { backend, fds, args: [COUNT, 'async'] });
        const writer = startExecutable(compileRingProgram(), ['write', COUNT, capacity], fds);
        expect(await Promise.all([reader.ended, writer.ended])).toEqual([ALL, ALL]);
      },
      300_000,
    );

    it.each([65_536, 1_000])(
      'the consumer, in %i bytes',
      async (capacity) => {
        const fds = [makeRing(capacity)];
        const reader = startExecutable(compileRingProgram(), ['read', COUNT, capacity], fds);
        const writer = start('writer.cjs', { backend, fds, args: [COUNT, 'sync'] });
        expect(await Promise.all([reader.ended, writer.ended])).toEqual([ALL, DONE]);
      },
      300_000,
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
