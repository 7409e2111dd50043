import { expect, it } from 'vitest';
import { fileOf } from '../src/files.js';
import { onBothBackends } from '../src/packed.js';
import { probes, runProgram } from '../src/program.js';

onBothBackends('nothing is left behind', ({ pageSize }, backend) => {
  const run = (body: string) => {
    const path = fileOf(Buffer.alloc(16 * pageSize, 1));
    const source = `${probes} const { mapFile, mapAnonymous, munmap, uint8 } = require('carray');
      const path = process.argv.at(-1);
      (async () => { ${body} })().then((result) => console.log(JSON.stringify(result)));`;
    const ended = runProgram(source, { backend, flags: ['--expose-gc'], args: [path] });
    expect({ ...ended, stdout: '' }).toEqual({ status: 0, signal: null, stdout: '', stderr: '' });
    return JSON.parse(ended.stdout);
  };

  it('after 10,000 times map and unmap: mappings, descriptors and memory as before', () => {
    const result = run(`
      const round = async (count) => {
        for (let index = 0; index < count; index++) {
          const array = mapFile(path, { access: 'read-write' });
          array.set(index % array.length, 1);
          munmap(array);
          if (index % 500 === 499) await collect(undefined, 2);
        }
        await collect(undefined, 10);
      };
      const lines = () => fs.readFileSync('/proc/self/maps', 'latin1').split('\\n').length;
      await round(2000);
      const before = { lines: lines(), fds: fds(), rss: process.memoryUsage.rss() };
      await round(10000);
      return { before, after: { lines: lines(), fds: fds(), rss: process.memoryUsage.rss() }, ofFile: maps(path) };
    `);
    expect(result.ofFile).toBe(0);
    expect(result.after.fds).toBe(result.before.fds);
    // The engine's own heap comes and goes by some dozens; a leak would be thousands.
    expect(result.after.lines - result.before.lines).toBeLessThan(300);
    expect(result.after.rss - result.before.rss).toBeLessThan(16 * 2 ** 20);
  });

  it('after 200 mappings that were dropped without unmap', () => {
    const result = run(`
      (() => { for (let index = 0; index < 200; index++) mapFile(path).get(0); })();
      const dropped = maps(path);
      await collect(() => maps(path) <= 1);
      return { dropped, left: maps(path) };
    `);
    expect(result.dropped).toBe(200);
    expect(result.left).toBeLessThanOrEqual(1); // a stray reference on the stack may keep the last one
  });

  it('but what a subarray, a cast or a raw view alone still shows', () => {
    const result = run(`
      const keepers = [(a) => a.subarray(1), (a) => a.cast(uint8, 1), (a) => a.typedArray, (a) => a.bytes.subarray(1), (a) => a.buffer];
      const kept = keepers.map((keep) => keep(mapFile(path)));
      await collect(undefined, 10);
      const alive = maps(path);
      const values = [kept[0].get(0), kept[1].get(0), kept[2][0], kept[3][0], new Uint8Array(kept[4])[0]];
      kept.length = 0;
      await collect(() => maps(path) <= 1);
      return { alive, values, left: maps(path) };
    `);
    expect(result).toEqual({ alive: 5, values: [1, 1, 1, 1, 1], left: expect.any(Number) });
    expect(result.left).toBeLessThanOrEqual(1);
  });
});
