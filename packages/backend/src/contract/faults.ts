import { MADV_NORMAL } from '@carray/constants';
import { describe, expect, it } from 'vitest';
import type { RegionId } from '../backend.js';
import { expectBytes, pattern } from './bytes.js';
import type { Fixture } from './fixture.js';

const manyPages = 100_000;
const manyMarks = 1_000;

export function faultCases(fixture: Fixture): void {
  const { backend, pageSize } = fixture;

  /** A guarded region of so many bytes. */
  function guarded(byteLength: number): RegionId {
    const region = fixture.anonymous({ byteLength });
    fixture.guard(region);
    return region;
  }

  function mark(region: RegionId, byteOffset: number, byteLength: number): void {
    expect(backend.markFault(region, byteOffset, byteLength)).toBe(0);
  }

  const marksOf = (region: RegionId, pages: number): number[] =>
    Array.from({ length: pages }, (_, page) => backend.faultMark(region, page * pageSize));

  it('are not there at first', () => {
    const region = guarded(3 * pageSize);
    expect(backend.faulted(region, 0, 3 * pageSize)).toBe(-1);
    expect(marksOf(region, 3)).toEqual([0, 0, 0]);
    for (const byteOffset of [0, 1, 3 * pageSize - 1]) {
      expect(backend.faultEnd(region, byteOffset)).toBe(3 * pageSize);
    }
  });

  it.each([0, 1, 3])('are of one page where one page is marked: page %i of 4', (page) => {
    const region = guarded(4 * pageSize);
    const start = page * pageSize;
    mark(region, start, pageSize);
    expect(marksOf(region, 4)).toEqual([0, 1, 2, 3].map((other) => Number(other === page)));
    expect(backend.faulted(region, 0, 4 * pageSize)).toBe(start);
    expect(backend.faultEnd(region, start)).toBe(start + pageSize);
    expect(backend.faultEnd(region, start + pageSize - 1)).toBe(start + pageSize);
    if (page > 0) expect(backend.faultEnd(region, 0)).toBe(start);
    if (page < 3) expect(backend.faultEnd(region, start + pageSize)).toBe(4 * pageSize);
  });

  it.each([
    ['a byte inside a page', 7, 1, [0, 1, 0, 0]],
    ["a page's last byte", -1, 1, [1, 0, 0, 0]],
    ['two bytes at a boundary', -1, 2, [1, 1, 0, 0]],
    ['a page and a byte', 0, 1 + fixture.pageSize, [0, 1, 1, 0]],
    ['no bytes', 7, 0, [0, 0, 0, 0]],
  ])('are of all pages with bytes of the range: %s', (_, fromPageOne, byteLength, expected) => {
    const region = guarded(4 * pageSize);
    mark(region, pageSize + fromPageOne, byteLength);
    expect(marksOf(region, 4)).toEqual(expected);
  });

  it('are found by any byte of a page in the range, as the start of the page', () => {
    const region = guarded(4 * pageSize);
    mark(region, 2 * pageSize, 1);
    const questions: [number, number, number][] = [
      [0, 2 * pageSize, -1],
      [0, 2 * pageSize + 1, 2 * pageSize],
      [2 * pageSize + 9, 1, 2 * pageSize],
      [3 * pageSize - 1, 1, 2 * pageSize],
      [3 * pageSize, pageSize, -1],
      [2 * pageSize + 9, 0, -1],
      [4 * pageSize, 0, -1],
    ];
    for (const [byteOffset, byteLength, answer] of questions) {
      expect(backend.faulted(region, byteOffset, byteLength), `${byteLength} at ${byteOffset}`).toBe(answer);
    }
  });

  it('end with the region, where it has part of its last page', () => {
    const byteLength = 2 * pageSize + 100;
    const region = guarded(byteLength);
    expect(backend.faultEnd(region, 0)).toBe(byteLength);
    mark(region, byteLength - 1, 1);
    expect(backend.faulted(region, 0, byteLength)).toBe(2 * pageSize);
    expect(backend.faultEnd(region, 2 * pageSize)).toBe(byteLength);
    expect(backend.faultMark(region, byteLength - 1)).toBe(1);
  });

  it('are one row where neighbours were marked one after the other, in any order', () => {
    const region = guarded(6 * pageSize);
    for (const page of [3, 1, 2]) mark(region, page * pageSize, pageSize);
    expect(backend.faultEnd(region, pageSize)).toBe(4 * pageSize);
    expect(backend.faultEnd(region, 3 * pageSize)).toBe(4 * pageSize);
  });

  it('are each found among many', () => {
    const region = fixture.reserve(manyPages * pageSize);
    fixture.guard(region);
    const stride = manyPages / manyMarks;
    // 7 has no factor in common with the number of marks: each is set once, out of order.
    for (let index = 0; index < manyMarks; index++) {
      mark(region, ((index * 7) % manyMarks) * stride * pageSize, pageSize);
    }
    const found: number[] = [];
    const end = manyPages * pageSize;
    for (let at = backend.faulted(region, 0, end); at !== -1; ) {
      found.push(at / pageSize);
      expect(backend.faultEnd(region, at)).toBe(at + pageSize);
      at = backend.faulted(region, at + pageSize, end - at - pageSize);
    }
    expect(found).toEqual(Array.from({ length: manyMarks }, (_, index) => index * stride));
  });

  it('can be of a whole long region', () => {
    const region = fixture.reserve(manyPages * pageSize);
    fixture.guard(region);
    mark(region, 0, manyPages * pageSize);
    expect(backend.faultEnd(region, 0)).toBe(manyPages * pageSize);
    expect(backend.faulted(region, (manyPages - 1) * pageSize + 1, 1)).toBe((manyPages - 1) * pageSize);
  });

  it('are counted by call, also where the page was marked before', () => {
    const region = fixture.anonymous({ byteLength: 4 * pageSize });
    const counter = fixture.guard(region);
    const counts: number[][] = [];
    for (const [page, pages] of [
      [0, 1],
      [0, 1],
      [1, 3],
    ] as const) {
      mark(region, page * pageSize, pages * pageSize);
      counts.push([...counter]);
    }
    expect(counts).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });

  it('are not counted by questions and calls of the kernel', () => {
    const region = fixture.anonymous();
    const counter = fixture.guard(region);
    mark(region, 0, 1);
    backend.faulted(region, 0, pageSize);
    backend.faultMark(region, 0);
    backend.faultEnd(region, 0);
    expect(backend.advise(region, 0, pageSize, MADV_NORMAL)).toBe(0);
    expect(counter[0]).toBe(1);
  });

  it('leave the page as it is', () => {
    const region = guarded(2 * pageSize);
    const bytes = fixture.bytes(region, 2 * pageSize);
    bytes.set(pattern(2 * pageSize));
    mark(region, 0, 2 * pageSize);
    expectBytes(bytes, pattern(2 * pageSize));
    bytes[pageSize] = 255;
    expect(bytes[pageSize]).toBe(255);
  });

  describe('forgetFaults()', () => {
    it('forgets all marks and counts from 0 again', () => {
      const region = fixture.anonymous({ byteLength: 4 * pageSize });
      const counter = fixture.guard(region);
      for (const page of [0, 2]) mark(region, page * pageSize, pageSize);
      expect(backend.forgetFaults(region)).toBe(0);
      expect([...counter, ...marksOf(region, 4)]).toEqual([0, 0, 0, 0, 0, 0]);
      expect(backend.faulted(region, 0, 4 * pageSize)).toBe(-1);
      expect(backend.faultEnd(region, 0)).toBe(4 * pageSize);
      mark(region, 3 * pageSize, 1);
      expect([...counter, ...marksOf(region, 4)]).toEqual([1, 1, 0, 0, 0, 1]);
    });

    it('takes a region without marks', () => {
      expect(backend.forgetFaults(guarded(pageSize))).toBe(0);
    });

    it('leaves the marks of another region', () => {
      const [one, other] = [guarded(pageSize), guarded(pageSize)];
      mark(other, 0, 1);
      expect(backend.forgetFaults(one)).toBe(0);
      expect(backend.faultMark(other, 0)).toBe(1);
    });
  });
}
