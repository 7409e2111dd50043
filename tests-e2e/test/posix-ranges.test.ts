import { readFileSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { codeOf, fileOf } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';
import { runProgram } from '../src/program.js';

const { MAP_ANONYMOUS, MAP_FIXED, MAP_LOCKED, MAP_PRIVATE, MAP_SHARED } = carray;
const { MS_ASYNC, MS_INVALIDATE, MS_SYNC, PROT_NONE, PROT_READ, PROT_WRITE, uint8 } = carray;
const READ_WRITE = PROT_READ | PROT_WRITE;

// mprotect to EACCES is in posix-open-modes.test.ts.
onBothBackends('ranges', ({ madvise, mmap, mprotect, msync, munmap, pageSize }, backend) => {
  const map = (prot: number, flags: number, path?: string, addr = 0n) => {
    const array = mmap(uint8, 2 * pageSize, prot, flags, path, 0, addr);
    onTestFinished(() => {
      munmap(array);
    });
    return array;
  };
  const anonymous = (flags = 0) => map(READ_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | flags);

  it('EINVAL: an offset inside a page; the message names the page size', () => {
    const array = anonymous();
    for (const call of [
      () => mprotect(array, PROT_READ, 1),
      () => madvise(array, carray.MADV_NORMAL, pageSize - 1),
      () => msync(array, MS_SYNC, pageSize + 1),
    ]) {
      expect(codeOf(call)).toBe('EINVAL');
      expect(call).toThrow(`page size, ${pageSize} bytes`);
    }
    array.fill(1);
    expect(array.at(-1)).toBe(1);
  });

  it('EINVAL: bits, advice and flags that the system does not know; nothing has changed', () => {
    const array = anonymous().fill(1);
    expect(codeOf(() => mprotect(array, 0x100))).toBe('EINVAL');
    expect(codeOf(() => madvise(array, 9999))).toBe('EINVAL');
    expect(codeOf(() => msync(array, 0x100))).toBe('EINVAL');
    expect(codeOf(() => msync(array, MS_SYNC | MS_ASYNC))).toBe('EINVAL');
    expect([array.mapping.protection, array.writable, array.get(0)]).toEqual([READ_WRITE, true, 1]);
  });

  it('EINVAL: advice for another kind of memory', () => {
    const file = map(PROT_READ, MAP_SHARED, fileOf(Buffer.alloc(2 * pageSize)));
    expect(codeOf(() => madvise(file, carray.MADV_FREE))).toBe('EINVAL');
    expect(codeOf(() => madvise(file, carray.MADV_WIPEONFORK))).toBe('EINVAL');
    expect(codeOf(() => madvise(file, carray.MADV_POPULATE_WRITE))).toBe('EINVAL');
    expect(codeOf(() => madvise(anonymous(MAP_LOCKED), carray.MADV_DONTNEED))).toBe('EINVAL');
  });

  it('EFAULT: populating past the end of the file', () => {
    const array = map(PROT_READ, MAP_SHARED, fileOf(Buffer.alloc(pageSize)));
    expect(madvise(array, carray.MADV_POPULATE_READ, 0, pageSize)).toBe(true);
    expect(codeOf(() => madvise(array, carray.MADV_POPULATE_READ))).toBe('EFAULT');
  });

  it('EBUSY: MS_INVALIDATE on locked pages', () => {
    const path = fileOf(Buffer.alloc(2 * pageSize));
    expect(msync(map(READ_WRITE, MAP_SHARED, path), MS_SYNC | MS_INVALIDATE)).toBe(true);
    const locked = map(READ_WRITE, MAP_SHARED | MAP_LOCKED, path);
    expect(codeOf(() => msync(locked, MS_SYNC | MS_INVALIDATE))).toBe('EBUSY');
  });

  it('EBUSY: a reservation does nothing to what is mapped inside of it', () => {
    const reservation = map(PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS);
    const { address } = reservation.mapping;
    const inside = map(READ_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, undefined, address).fill(7);
    expect(codeOf(() => mprotect(reservation, PROT_READ))).toBe('EBUSY');
    expect(codeOf(() => madvise(reservation, carray.MADV_DONTNEED))).toBe('EBUSY');
    expect(codeOf(() => msync(reservation, MS_SYNC))).toBe('EBUSY');
    inside.set(0, 8);
    expect([inside.get(0), inside.at(-1)]).toEqual([8, 7]);
  });

  it('whole pages are changed: one byte of size is a page; size 0 at the end is nothing', () => {
    const array = anonymous().fill(1);
    mprotect(array, PROT_READ, 0, 1);
    expect(codeOf(() => array.set(pageSize - 1, 2))).toBe('ERR_MAPPING_READ_ONLY');
    array.set(pageSize, 2);
    expect(mprotect(array, PROT_NONE, 2 * pageSize, 0)).toBe(true);
    expect([array.get(0), array.get(pageSize), array.at(-1)]).toEqual([1, 2, 1]);
  });

  it('PROT_GROWSDOWN: the pages in front change too, and set knows', () => {
    const program = `
      const { mmap, mprotect, pageSize, uint8, ...c } = require('carray');
      const codeOf = (call) => { try { call(); return 'done'; } catch (error) { return error.code; } };
      const flags = c.MAP_PRIVATE | c.MAP_ANONYMOUS | c.MAP_GROWSDOWN;
      const array = mmap(uint8, 4 * pageSize, c.PROT_READ | c.PROT_WRITE, flags);
      const change = codeOf(() => mprotect(array, c.PROT_READ | c.PROT_GROWSDOWN, 3 * pageSize));
      const stores = [0, pageSize, 3 * pageSize].map((index) => codeOf(() => array.set(index, 1)));
      console.log(change, stores.join());`;
    const refused = Array(3).fill('ERR_MAPPING_READ_ONLY').join();
    expect(runProgram(program, { backend })).toMatchObject({ signal: null, stdout: `done ${refused}\n` });
  });

  it('msync without flags is accepted by Linux; on private pages it does nothing', () => {
    const path = fileOf(Buffer.alloc(2 * pageSize, 1));
    const array = map(READ_WRITE, MAP_PRIVATE, path).fill(7);
    for (const flags of [0, MS_ASYNC, MS_SYNC, MS_INVALIDATE]) expect(msync(array, flags)).toBe(true);
    expect(readFileSync(path).equals(Buffer.alloc(2 * pageSize, 1))).toBe(true);
  });
});
