import { describe, expect, it } from 'vitest';
import { CArray, munmap, uint8, uint16, uint32, withBackend } from '../src/index.js';
import { fakeApi, wayOf } from './support/api.js';
import { OUT_OF_RANGE, refusal, thrownBy, UNMAPPED } from './support/errors.js';
import { createWindowedBackend } from './support/windowed-backend.js';

const PAGE = 256;
const LONGEST = 4 * PAGE;
const TOTAL = 21 * PAGE + 37;

/** A mapping of many buffers' length, each byte of it different from its neighbours. */
function longMapping() {
  const backend = createWindowedBackend(PAGE, LONGEST);
  const array = withBackend(backend).mapAnonymous(uint8, TOTAL);
  const expected = Uint8Array.from({ length: TOTAL }, (_, at) => (at * 31 + (at >> 8)) & 0xff);
  for (const [at, value] of expected.entries()) {
    array.set(at, value);
    backend.settle();
  }
  return { backend, array, expected };
}

describe('a mapping longer than one buffer', () => {
  const { backend, array, expected } = longMapping();

  it('has every byte at its place', () => {
    expect([array.length, wayOf(array), array.writable]).toEqual([TOTAL, 'windowed typed', true]);
    expect(Buffer.compare(backend.memory, expected)).toBe(0);
    for (const [at, value] of expected.entries()) expect(array.get(at)).toBe(value);
    expect(array.at(-1)).toBe(expected.at(-1));
  });

  it('makes no buffer twice, none longer than allowed, each at a page', () => {
    expect(new Set(backend.buffers.map(String)).size).toBe(backend.buffers.length);
    expect(backend.buffers.length).toBeGreaterThanOrEqual(Math.ceil(TOTAL / LONGEST));
    for (const [start, length] of backend.buffers) {
      expect([start % PAGE, length <= LONGEST, start + length <= TOTAL]).toEqual([0, true, true]);
    }
  });

  it('reads and stores elements that straddle the buffers, aligned or not', () => {
    const view = new DataView(expected.buffer);
    for (const shift of [0, 1, 3]) {
      const words = array.cast(uint32, shift);
      expect(wayOf(words)).toBe(shift === 0 ? 'windowed typed' : 'windowed view');
      for (let at = 0; at < words.length; at++)
        expect(words.get(at)).toBe(view.getUint32(4 * at + shift, true));
      for (let at = 0; at < words.length; at += 7) {
        words.set(at, 0xdeadbeef);
        view.setUint32(4 * at + shift, 0xdeadbeef, true);
        backend.settle();
      }
      expect(Buffer.compare(backend.memory, expected)).toBe(0);
    }
  });

  it.each([
    [0, TOTAL],
    [0, LONGEST],
    [1, LONGEST + 1],
    [PAGE - 1, 9 * PAGE + 1],
    [2 * PAGE, 2 * PAGE + LONGEST],
    [TOTAL - LONGEST, TOTAL],
    [TOTAL - 1, TOTAL],
  ])('copies bytes %i to %i', (from, to) => {
    backend.settle();
    const part = array.subarray(from, to);
    expect(Buffer.compare(part.toBuffer(), expected.subarray(from, to))).toBe(0);
    expect(part.slice().toArray()).toEqual([...expected.subarray(from, to)]);
    expect(part.toArray()).toEqual([...expected.subarray(from, to)]);
    expect([...part]).toEqual([...expected.subarray(from, to)]);
  });

  it('fills across the buffers', () => {
    array.fill(77, PAGE + 1, 11 * PAGE + 3);
    expected.fill(77, PAGE + 1, 11 * PAGE + 3);
    expect(Buffer.compare(backend.memory, expected)).toBe(0);
  });

  it('gives a raw view of what fits into one buffer, wherever it starts', () => {
    for (const [start, length] of [
      [0, LONGEST - PAGE],
      [PAGE - 1, LONGEST - PAGE],
      [5 * PAGE + 77, 2 * PAGE],
      [TOTAL - 100, 100],
    ] as const) {
      backend.settle();
      const part = array.subarray(start, start + length);
      expect([...part.bytes]).toEqual([...expected.subarray(start, start + length)]);
      expect([part.typedArray.length, part.dataView.byteLength, wayOf(part)]).toEqual([
        length,
        length,
        'typed',
      ]);
      part.bytes[length - 1] = 1;
      expected[start + length - 1] = 1;
      backend.settle();
      expect(array.get(start + length - 1)).toBe(1);
    }
  });

  it('refuses a longer raw view, and names subarray', () => {
    for (const long of [array, array.subarray(1), array.cast(uint16)]) {
      for (const view of [() => long.typedArray, () => long.bytes, () => long.dataView, () => long.buffer]) {
        expect(refusal(view)).toBe(OUT_OF_RANGE);
        expect(thrownBy(view).message).toContain('take a subarray');
      }
    }
  });

  it('is gone after one unmap, all its buffers with it', () => {
    const views = [
      array.subarray(0, 10).bytes,
      array.subarray(TOTAL - 10).bytes,
      array.subarray(3000, 3010).bytes,
    ];
    const part = array.subarray(4000, 4010);
    expect([munmap(array), munmap(array), backend.liveRegions()]).toEqual([true, false, 0]);
    expect(views.map((view) => view.length)).toEqual([0, 0, 0]);
    for (const dead of [() => array.get(0), () => part.get(0), () => array.toBuffer(), () => array.fill(0)])
      expect(refusal(dead)).toBe(UNMAPPED);
  });
});

describe('a mapping as long as one buffer', () => {
  it('has one buffer, one byte more has several', () => {
    const { mapAnonymous } = fakeApi({ pageSize: 4096, maxBufferBytes: 16_384 });
    const array = mapAnonymous(uint8, 16_384);
    expect([wayOf(array), array.bytes.length]).toEqual(['typed', 16_384]);
    const longer = withBackend(createWindowedBackend(4096, 16_384)).mapAnonymous(uint8, 16_385);
    expect([wayOf(longer), longer.cast(uint16, 1).length]).toEqual(['windowed typed', 8192]);
    expect(CArray.alloc(uint8, 20_000).bytes.length).toBe(20_000);
  });
});
