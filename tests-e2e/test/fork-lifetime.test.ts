import { expect, it } from 'vitest';
import { fileOf } from '../src/files.js';
import { runForking } from '../src/fork/run.js';
import { onBothBackends } from '../src/packed.js';

const names = `
  const { mapAnonymous, mapFile, mmap, munmap, uint8, PROT_READ, MAP_SHARED } = carray;
  const codeOf = (call) => { try { call(); } catch (error) { return error.code; } };`;

// A file's area is gone when no such area is there: where views cannot be emptied, ffi leaves private zeros.
const good = { status: 0, signal: null };

onBothBackends('after a fork', ({ pageSize }, backend) => {
  const run = (body: string) => runForking(backend, names + body, fileOf(Buffer.alloc(pageSize, 'abc')));

  it('a read-only mapping is where it was, with the same protection', () => {
    const result = run(`
      const array = mmap(uint8, ${pageSize}, PROT_READ, MAP_SHARED, process.argv.at(-1));
      const { address } = array.mapping;
      const end = wait(fork(() => {
        if (array.mapping.address !== address || areaAt(address) !== 'r--s') return 1;
        if (array.writable || array.mapping.protection !== PROT_READ) return 2;
        if (codeOf(() => array.set(0, 1)) !== 'ERR_MAPPING_READ_ONLY') return 3;
        return Buffer.from(array.slice(0, 4).bytes).toString() === 'abca' ? 0 : 4;
      }));
      return { end, parent: areaAt(address) };`);
    expect(result).toEqual({ end: good, parent: 'r--s' });
  });

  it('munmap in the child leaves the mapping of the parent', () => {
    const result = run(`
      const arrays = [mapAnonymous(uint8, 8).fill(97), mapFile(process.argv.at(-1), { access: 'read-write' })];
      const { address } = arrays[1].mapping;
      const end = wait(fork(() => {
        if (!arrays.every((array) => munmap(array) && codeOf(() => array.get(0)) === 'ERR_MAPPING_UNMAPPED')) return 1;
        return areaAt(address) === 'rw-s' ? 2 : 0;
      }));
      const values = arrays.map((array) => array.get(0));
      return { end, values, area: areaAt(address), ended: arrays.map(munmap) };`);
    expect(result).toEqual({ end: good, values: [97, 97], area: 'rw-s', ended: [true, true] });
  });

  it('munmap in the parent leaves the mapping of the child', () => {
    const result = run(`
      const array = mapFile(process.argv.at(-1), { access: 'read-write' });
      const { address } = array.mapping;
      const channel = pipe();
      const pid = fork(() => {
        if (channel.receive() !== 'u') return 1;
        if (array.get(0) !== 97 || areaAt(address) !== 'rw-s') return 2;
        array.set(0, 98);
        return munmap(array) && areaAt(address) !== 'rw-s' ? 0 : 3;
      });
      munmap(array);
      const gone = areaAt(address) !== 'rw-s';
      channel.send('u');
      const end = wait(pid);
      return { gone, code: codeOf(() => array.get(0)), end, file: fs.readFileSync(process.argv.at(-1), 'latin1')[0] };`);
    expect(result).toEqual({ gone: true, code: 'ERR_MAPPING_UNMAPPED', end: good, file: 'b' });
  });

  it('a child maps, stores and unmaps memory of its own', () => {
    const result = run(`
      const kept = mapAnonymous(uint8, 8, { shared: true });
      const end = wait(fork(() => {
        const array = mapFile(process.argv.at(-1));
        kept.set(0, array.get(1));
        for (let round = 0; round < 100; round++) munmap(mapAnonymous(uint8, ${pageSize}).fill(round));
        return munmap(array) ? 0 : 1;
      }));
      return { end, stored: kept.get(0) };`);
    expect(result).toEqual({ end: good, stored: 98 });
  });
});
