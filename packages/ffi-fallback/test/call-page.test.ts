import { constants } from 'node:os';
import { MADV_DONTNEED } from '@carray/constants';
import { afterEach, describe, expect, it } from 'vitest';
import { CallPage } from '../src/call-page.js';
import { type Libc, loadLibc } from '../src/libc.js';

const real = loadLibc();
const pages: CallPage[] = [];

/** The page is aligned and `local` lies in it. */
const startOf = (page: CallPage): number => page.local - (page.local % real.pageSize);

function mapPage(overrides: Partial<Libc> = {}): { page: CallPage; asked: () => number } {
  let asked = 0;
  const getpid = () => {
    asked++;
    return real.getpid();
  };
  const page = CallPage.map({ ...real, getpid, ...overrides });
  if (typeof page === 'number') throw new Error(`Cannot map: errno is ${-page}`);
  pages.push(page);
  return { page, asked: () => asked };
}

afterEach(() => {
  for (const page of pages.splice(0)) real.munmap(startOf(page), real.pageSize);
});

describe('pid()', () => {
  it.runIf(process.platform === 'linux')('asks the kernel once, and again where the page was wiped', () => {
    const { page, asked } = mapPage();
    expect([page.pid(), page.pid(), page.pid()]).toEqual([process.pid, process.pid, process.pid]);
    expect(asked()).toBe(1);
    // What fork(2) does to the page in the child.
    expect(real.madvise(startOf(page), real.pageSize, MADV_DONTNEED)).toBe(0);
    expect([page.pid(), page.pid()]).toEqual([process.pid, process.pid]);
    expect(asked()).toBe(2);
  });

  it.each([
    ['refuses the advice', () => -constants.errno.EINVAL],
    ['ignores all advice', () => 0],
  ])('asks at each call where the kernel %s', (_, madvise) => {
    const { page, asked } = mapPage({ madvise });
    expect([page.pid(), page.pid()]).toEqual([process.pid, process.pid]);
    expect(asked()).toBe(2);
  });
});

describe('fill()', () => {
  const vectors = (page: CallPage, words: number): number[][] =>
    [page.local, page.remote].map((address) => [...new Uint32Array(real.view(address, 4 * words))]);

  it('writes addresses and lengths past 4 GiB as two words each', () => {
    const { page } = mapPage({ pointerSize: 8 });
    page.fill(0x7fff_1234_5678, 0x1_89ab_cdef, 0x2_0000_0003);
    expect(vectors(page, 4)).toEqual([
      [0x1234_5678, 0x7fff, 3, 2],
      [0x89ab_cdef, 1, 3, 2],
    ]);
  });

  it('writes one word each where a pointer has one', () => {
    const { page } = mapPage({ pointerSize: 4 });
    page.fill(0xfff1_2345, 8, 9);
    expect(vectors(page, 4)).toEqual([
      [0xfff1_2345, 9, 0, 0],
      [8, 9, 0, 0],
    ]);
  });
});

describe('map()', () => {
  it('answers the errno where there is no memory', () => {
    const { ENOMEM } = constants.errno;
    expect(CallPage.map({ ...real, mmap: () => -ENOMEM })).toBe(-ENOMEM);
  });
});
