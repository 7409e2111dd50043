import { readFileSync } from 'node:fs';
import { expect, it, onTestFinished } from 'vitest';
import { codeOf, fileOf } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';
import { runProgram } from '../src/program.js';
import { emptiesViews } from '../src/runtimes.js';

const { MAP_ANONYMOUS, MAP_FIXED, MAP_PRIVATE, MAP_SHARED, PROT_NONE, PROT_READ, PROT_WRITE, uint8 } = carray;
const READ_WRITE = PROT_READ | PROT_WRITE;

onBothBackends('M3: MAP_FIXED inside a reservation', ({ mmap, mprotect, munmap, pageSize }, backend) => {
  const pages = (count: number) => BigInt(count * pageSize);
  /** Private anonymous memory of some pages; unmapped when the test ends. */
  const map = (prot: number, flags: number, count: number, addr: bigint) => {
    const array = mmap(uint8, count * pageSize, prot, MAP_PRIVATE | MAP_ANONYMOUS | flags, null, 0, addr);
    onTestFinished(() => {
      munmap(array);
    });
    return array;
  };
  const reserve = (count: number) => map(PROT_NONE, 0, count, 0n);
  const place = (addr: bigint, count = 1) => map(READ_WRITE, MAP_FIXED, count, addr);
  const isBusy = (addr: bigint, count = 1) => expect(codeOf(() => place(addr, count))).toBe('EEXIST');

  it('maps there, side by side, files too', () => {
    const { address } = reserve(8).mapping;
    const one = place(address + pages(2)).fill(1);
    const path = fileOf(Buffer.alloc(pageSize, 2));
    const flags = MAP_SHARED | MAP_FIXED;
    const two = mmap(uint8, pageSize, READ_WRITE, flags, path, 0, address + pages(3));
    expect([one.mapping.address, two.mapping.address]).toEqual([address + pages(2), address + pages(3)]);
    two.fill(3);
    expect([one.at(-1), two.get(0), readFileSync(path)[0]]).toEqual([1, 3, 3]);
    munmap(two);
  });

  it('not over a part of what is inside already, nor over the edges: EEXIST', () => {
    // Far from everything else: what lies beyond the edges belongs to nobody.
    const { address } = map(PROT_NONE, 0, 8, reserve(1).mapping.address - 2n ** 36n).mapping;
    const inner = place(address + pages(2), 2).fill(7);
    for (const page of [1, 2, 3]) isBusy(address + pages(page), 2);
    isBusy(address + pages(7), 2);
    isBusy(address - pages(1), 2);
    expect(codeOf(() => place(address + pages(5) + 1n))).toBe('EINVAL');
    expect([inner.get(0), inner.at(-1)]).toEqual([7, 7]);
    expect(place(address + pages(1)).mapping.address).toBe(address + pages(1));
  });

  it('not where the reservation has been given access: EEXIST', () => {
    const array = reserve(4);
    mprotect(array, READ_WRITE, 0, pageSize);
    array.set(0, 7);
    isBusy(array.mapping.address);
    isBusy(array.mapping.address + pages(2));
    expect(array.get(0)).toBe(7);
  });

  it('maps again where what was inside has been unmapped, zero filled', () => {
    // Where ffi cannot empty views, the addresses stay taken until the old array is collected.
    const atOnce = emptiesViews(backend);
    const program = `
      const { mmap, munmap, pageSize, uint8, ...c } = require('carray');
      const map = (prot, flags, size, addr) =>
        mmap(uint8, size, prot, c.MAP_PRIVATE | c.MAP_ANONYMOUS | flags, null, 0, addr);
      const reservation = map(c.PROT_NONE, 0, 4 * pageSize, 0);
      const inside = () => map(c.PROT_READ | c.PROT_WRITE, c.MAP_FIXED, pageSize, reservation.mapping.address);
      const attempt = () => { try { return inside().get(0); } catch (error) { return error.code; } };
      munmap(inside().fill(7));
      (async () => {
        const answers = new Set([attempt()]);
        for (let round = 0; round < 50 && !answers.has(0); round++) {
          globalThis.gc();
          await new Promise(setImmediate);
          answers.add(attempt());
        }
        console.log([...answers].join());
      })();`;
    const ended = runProgram(program, { backend, flags: ['--expose-gc'] });
    expect(ended).toMatchObject({ status: 0, signal: null, stdout: atOnce ? '0\n' : 'EEXIST,0\n' });
  });
});
