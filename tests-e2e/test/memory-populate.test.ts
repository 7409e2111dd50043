import { truncateSync } from 'node:fs';
import { setTimeout as after } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { sumOf } from '../src/areas.js';
import { codeOf, fileOf, fileOfHoles } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';
import { writtenFile } from '../src/page-cache.js';
import { runProgram } from '../src/program.js';

const { uint8 } = carray;
const much = 2 ** 28;

const codeOfPromise = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  );

/** How often a timer of 5 ms has fired until a promise is settled. */
async function firedDuring(promise: Promise<unknown>): Promise<number> {
  let fired = 0;
  const timer = setInterval(() => fired++, 5);
  await promise.finally(() => clearInterval(timer));
  return fired;
}

onBothBackends('populate', ({ mapAnonymous, mapFile, munmap, pageSize }, backend) => {
  const total = 16 * pageSize;
  const methods = ['populateSync', 'populate'] as const;

  it.each(methods)('%s: memory without a file is made ready for stores', async (method) => {
    for (const shared of [false, true]) {
      const array = mapAnonymous(uint8, total, { shared });
      array.mapping.advise('nohugepage');
      await array.mapping[method](pageSize + 1, pageSize);
      expect(array.mapping.stats()).toMatchObject({ resident: 2 * pageSize, dirty: 2 * pageSize });
      await array.mapping[method]();
      expect(array.mapping.stats()).toMatchObject({ resident: total, private: total });
      munmap(array);
    }
  });

  it.each(methods)('%s: of a file the pages are read: none is dirty, none is copied', async (method) => {
    for (const access of ['read', 'read-write', 'copy-on-write'] as const) {
      const array = mapFile(writtenFile(Buffer.alloc(total, 1)), { access });
      array.mapping.evict();
      expect(sumOf(array.mapping, 'Rss')).toBe(0);
      await array.mapping[method]();
      expect(array.mapping.stats()).toMatchObject({ resident: total, dirty: 0 });
      expect(sumOf(array.mapping, 'Anonymous')).toBe(0);
      munmap(array);
    }
  });

  it.each(methods)(
    '%s past the end of the file names the byte, and nothing is at fault by it',
    async (method) => {
      const path = fileOf(Buffer.alloc(5 * pageSize + 1, 1));
      const array = mapFile(path, { length: total, allowPastEnd: true });
      const populated = (async () => array.mapping[method]())();
      await expect(populated).rejects.toMatchObject({
        ...{ code: 'ERR_MAPPING_FAULT', kind: 'past-end', path, byteOffset: 6 * pageSize },
      });
      await expect(populated).rejects.toThrow(`Cannot access byte ${6 * pageSize} of '${path}'`);
      expect(array.mapping.stats().resident).toBe(6 * pageSize);
      await array.mapping[method](0, 6 * pageSize);
      truncateSync(path, total);
      await array.mapping[method]();
      expect([array.mapping.faults, array.get(total - 1)]).toEqual([[], 0]);
      munmap(array);
    },
  );

  it.each(methods)('%s of a file that was made shorter: the kind says so', async (method) => {
    const path = fileOf(Buffer.alloc(total, 1));
    const array = mapFile(path);
    truncateSync(path, 3 * pageSize);
    const populated = (async () => array.mapping[method](pageSize + 5))();
    await expect(populated).rejects.toMatchObject({ kind: 'truncated', byteOffset: 3 * pageSize });
    munmap(array);
  });

  it.each(methods)('%s of what cannot be read', async (method) => {
    const array = mapAnonymous(uint8, total);
    array.mapping.protect('none', 3 * pageSize, pageSize);
    expect(await codeOfPromise((async () => array.mapping[method]())())).toBe('ERR_MAPPING_NO_ACCESS');
    await array.mapping[method](0, 3 * pageSize);
    array.mapping.protect('read');
    await array.mapping[method](); // pages of zeros, in common with all who only read
    munmap(array);
    expect(await codeOfPromise((async () => array.mapping[method]())())).toBe('ERR_MAPPING_UNMAPPED');
  });

  it('256 MiB of memory: a timer of 5 ms goes on firing', async () => {
    const array = mapAnonymous(uint8, much);
    expect(await firedDuring(array.mapping.populate())).toBeGreaterThan(0);
    expect(array.mapping.stats().resident).toBe(much);
    munmap(array);
  });

  it('256 MiB of a file: a timer of 5 ms goes on firing', async () => {
    const array = mapFile(fileOfHoles(much));
    expect(await firedDuring(array.mapping.populate())).toBeGreaterThan(0);
    expect(array.mapping.stats()).toMatchObject({ resident: much, dirty: 0 });
    munmap(array);
  });

  it('flush of 256 MiB that are dirty: a timer of 5 ms goes on firing', async () => {
    const array = mapFile(fileOfHoles(much), { access: 'read-write' }).fill(1);
    expect(array.mapping.stats().dirty).toBe(much);
    expect(await firedDuring(array.mapping.flush())).toBeGreaterThan(0);
    munmap(array);
  });

  it('unmapped while it is under way: rejects, and the process lives on', async () => {
    const array = mapAnonymous(uint8, much);
    const populated = codeOfPromise(array.mapping.populate());
    await after(5);
    const ends = munmap(array);
    expect([ends, await populated]).toEqual([true, 'ERR_MAPPING_UNMAPPED']);
  });

  it('many at once, of many mappings, dropped and unmapped: in a process of its own', () => {
    const source = `
      const { mapAnonymous, munmap, uint8 } = require('carray');
      const arrays = Array.from({ length: 20 }, () => mapAnonymous(uint8, 2 ** 25));
      const settled = Promise.allSettled(arrays.map((array) => array.mapping.populate()));
      arrays.forEach((array, index) => index % 2 === 0 && munmap(array));
      settled.then((results) => {
        const odd = results.filter((_, index) => index % 2 === 1);
        const even = results.filter((_, index) => index % 2 === 0);
        console.log(odd.every(({ status }) => status === 'fulfilled'), even.every(({ reason }) => reason.code === 'ERR_MAPPING_UNMAPPED'));
        console.log(arrays[1].mapping.residency().resident === arrays[1].mapping.residency().total);
      });`;
    const { status, signal, stdout, stderr } = runProgram(source, { backend });
    expect({ status, signal, stdout, stderr }).toEqual({
      ...{ status: 0, signal: null, stderr: '' },
      stdout: 'true true\ntrue\n',
    });
  });

  it('the process may end while it is under way', () => {
    const source = `
      const { mapAnonymous, uint8 } = require('carray');
      mapAnonymous(uint8, 2 ** 29).mapping.populate();
      setTimeout(() => process.exit(7), 5);`;
    const { status, signal, stderr } = runProgram(source, { backend });
    expect({ status, signal, stderr }).toEqual({ status: 7, signal: null, stderr: '' });
  });

  it('takes ranges as all do', async () => {
    const array = mapAnonymous(uint8, total);
    expect(codeOf(() => array.mapping.populateSync(total + 1))).toBe('ERR_OUT_OF_RANGE');
    expect(await codeOfPromise(array.mapping.populate(1, total))).toBe('ERR_OUT_OF_RANGE');
    munmap(array);
    const empty = mapFile(fileOf(Buffer.alloc(0)));
    expect([empty.mapping.populateSync(), await empty.mapping.populate()]).toEqual([undefined, undefined]);
  });
});
