import { readFileSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { codeOf, fileOf } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';
import { runProgram } from '../src/program.js';

const { MAP_ANONYMOUS, MAP_FIXED, MAP_FIXED_NOREPLACE, MAP_PRIVATE, MAP_SHARED } = carray;
const { PROT_READ, PROT_WRITE, uint8 } = carray;
const READ_WRITE = PROT_READ | PROT_WRITE;
const ANONYMOUS = MAP_PRIVATE | MAP_ANONYMOUS;

/** An address in the middle of the widest gap of the address space, where the system puts nothing by itself. */
function freeAddress(pageSize: number): bigint {
  const areas = readFileSync('/proc/self/maps', 'latin1').matchAll(/^([0-9a-f]+)-([0-9a-f]+) /gm);
  let [before, widest] = [0, { start: 0, size: 0 }];
  for (const [, start = '', end = ''] of areas) {
    const size = Number.parseInt(start, 16) - before;
    if (Number.parseInt(end, 16) < 2 ** 47 && size > widest.size) widest = { start: before, size };
    before = Number.parseInt(end, 16);
  }
  const middle = widest.start + widest.size / 2;
  return BigInt(middle - (middle % pageSize));
}

onBothBackends('where a mapping goes', ({ mmap, munmap, pageSize }, backend) => {
  const pages = (count: number) => BigInt(count * pageSize);
  /** Private anonymous memory of some pages; unmapped when the test ends. */
  const place = (addr: bigint, flags = MAP_FIXED, count = 1) => {
    const array = mmap(uint8, count * pageSize, READ_WRITE, ANONYMOUS | flags, undefined, 0, addr);
    onTestFinished(() => {
      munmap(array);
    });
    return array;
  };
  const isBusy = (addr: bigint, flags = MAP_FIXED, count = 1) =>
    expect(codeOf(() => place(addr, flags, count))).toBe('EEXIST');

  it('M1: maps the bytes of a file from an offset on, at a true address: whole pages, never 0', () => {
    const path = fileOf(Buffer.concat([Buffer.alloc(pageSize, 1), Buffer.alloc(pageSize, 2)]));
    const array = mmap(uint8, pageSize, PROT_READ, MAP_SHARED, path, pageSize);
    expect([...new Set(array.toArray())]).toEqual([2]);
    for (const { address } of [array.mapping, place(0n, 0).mapping]) {
      expect(address).toBeGreaterThan(0n);
      expect(address % pages(1)).toBe(0n);
    }
    munmap(array);
  });

  it('M1: a hint is taken where nothing is', () => {
    const hint = freeAddress(pageSize);
    expect(place(hint, 0).mapping.address).toBe(hint);
  });

  it('M1: a hint inside a page ends on a page', () => {
    const { address } = place(freeAddress(pageSize) + 1n, 0).mapping;
    expect(address % pages(1)).toBe(0n);
  });

  it('M1: a hint where something is gives another place, and what is there stays', () => {
    const taken = place(0n, 0).fill(7);
    const other = place(taken.mapping.address, 0).fill(9);
    expect(other.mapping.address).not.toBe(taken.mapping.address);
    expect([taken.get(0), taken.at(-1)]).toEqual([7, 7]);
  });

  it.each([
    ['MAP_FIXED', MAP_FIXED],
    ['MAP_FIXED_NOREPLACE', MAP_FIXED_NOREPLACE],
  ])('M3: %s takes exactly the address, or fails: EEXIST over anything of ours', (_, flags) => {
    const wanted = freeAddress(pageSize);
    const array = place(wanted, flags, 2).fill(7);
    expect(array.mapping.address).toBe(wanted);
    const file = mmap(uint8, pageSize, PROT_READ, MAP_SHARED, fileOf(Buffer.alloc(pageSize, 5)));
    for (const page of [0, 1, -1]) isBusy(wanted + pages(page), flags, 2);
    isBusy(file.mapping.address, flags);
    expect([array.get(0), array.at(-1), file.get(0)]).toEqual([7, 7, 5]);
    munmap(file);
  });

  it('M3: MAP_FIXED over what others have mapped is EEXIST, and the process lives on', () => {
    const program = `
      const { mmap, uint8, PROT_READ, MAP_PRIVATE, MAP_ANONYMOUS, MAP_FIXED } = require('carray');
      const answers = new Set();
      const areas = require('node:fs').readFileSync('/proc/self/maps', 'latin1').split('\\n');
      const taken = areas.filter((line) => /(node|[.]so[^ ]*|stack\\]|heap\\])$/.test(line));
      for (const line of taken) {
        const addr = BigInt('0x' + line.split('-')[0]);
        try { mmap(uint8, 1, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, null, 0, addr); answers.add('mapped'); }
        catch (error) { answers.add(error.code); }
      }
      console.log(taken.length > 5, [...answers].join());`;
    expect(runProgram(program, { backend })).toMatchObject({
      status: 0,
      signal: null,
      stdout: 'true EEXIST\n',
    });
  });

  it('M1, M3: address 0 is refused, by root too: no mapping is ever at 0', () => {
    const program = `
      const { mmap, uint8, PROT_READ, MAP_PRIVATE, MAP_ANONYMOUS, MAP_FIXED } = require('carray');
      try { console.log(mmap(uint8, 1, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, null, 0, 0).mapping.address); }
      catch (error) { console.log(error.syscall, ['EINVAL', 'EPERM'].includes(error.code)); }`;
    expect(runProgram(program, { backend })).toMatchObject({
      status: 0,
      signal: null,
      stdout: 'mmap true\n',
    });
  });

  it('M3: an address inside a page is EINVAL, and the message names the page size', () => {
    const wrong = () => place(freeAddress(pageSize) + 1n);
    expect(codeOf(wrong)).toBe('EINVAL');
    expect(wrong).toThrow(`page size, ${pageSize} bytes`);
  });
});
