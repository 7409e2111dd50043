import { closeSync, openSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { codeOf, fileOf } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';
import { runProgram } from '../src/program.js';

const { MADV_NORMAL, MAP_SHARED, MS_SYNC, PROT_READ, PROT_WRITE, uint8, uint32 } = carray;
const READ_WRITE = PROT_READ | PROT_WRITE;

onBothBackends('the end of a mapping', ({ madvise, mmap, mprotect, msync, munmap, pageSize }, backend) => {
  const pages = (count: number) => Buffer.alloc(count * pageSize, 1);

  it('M14: munmap removes the pages; the second one is false; every later reference is an error', () => {
    const path = fileOf(pages(2));
    const array = mmap(uint32, 2 * pageSize, READ_WRITE, MAP_SHARED, path);
    const part = array.subarray(1);
    const areas = () => readFileSync('/proc/self/maps', 'latin1').split(path).length - 1;
    expect(areas()).toBe(1);
    expect([munmap(array), areas(), munmap(array), munmap(array)]).toEqual([true, 0, false, false]);
    for (const call of [
      () => array.get(0),
      () => array.set(0, 1),
      () => part.get(0),
      () => part.fill(1),
      () => array.typedArray,
      () => mprotect(array, PROT_READ),
      () => madvise(array, MADV_NORMAL),
      () => msync(array, MS_SYNC),
    ]) {
      expect(codeOf(call)).toBe('ERR_MAPPING_UNMAPPED');
    }
    expect(readFileSync(path).equals(pages(2))).toBe(true);
  });

  it('M15: closing the descriptor leaves the mapping', () => {
    const path = fileOf(pages(1));
    const fd = openSync(path, 'r+');
    const array = mmap(uint8, pageSize, READ_WRITE, MAP_SHARED, fd);
    closeSync(fd);
    array.fill(7);
    expect([array.at(-1), readFileSync(path).at(-1)]).toEqual([7, 7]);
    munmap(array);
  });

  it('M15: the end of the process is the end of its mappings, and shared stores are in the file', () => {
    const path = fileOf(pages(1));
    const program = `
    const { mmap, uint8, PROT_READ, PROT_WRITE, MAP_SHARED } = require('carray');
    globalThis.kept = mmap(uint8, ${pageSize}, PROT_READ | PROT_WRITE, MAP_SHARED, process.argv.at(-1)).fill(8);`;
    const ended = runProgram(program, { backend, args: [path] });
    expect(ended).toEqual({ status: 0, signal: null, stdout: '', stderr: '' });
    expect(readFileSync(path).equals(Buffer.alloc(pageSize, 8))).toBe(true);
  });
});
