import { constants } from 'node:os';
import { isAvailable, MADV_NOHUGEPAGE, PROT_NONE, PROT_READ } from '@carray/constants';
import { describe, expect, it } from 'vitest';
import type { RegionId } from '../backend.js';
import { filled, zeros } from './bytes.js';
import type { Fixture } from './fixture.js';
import { insideRangeCases, pageRangeCases } from './ranges.js';

const { EFAULT, EINVAL } = constants.errno;
/** More than the kernel looks at in one go. */
const manyPages = 5_000;
const untouched = 0xaa;

export function residencyCases(fixture: Fixture): void {
  const { backend, pageSize, files } = fixture;

  /** The lowest bits for whole pages of a region, from its start on. */
  function residentPages(region: RegionId, count: number): Uint8Array {
    const pages = filled(count, untouched);
    expect(backend.residency(region, 0, count * pageSize, pages)).toBe(0);
    return pages.map((page) => page & 1);
  }

  const look = (region: RegionId, byteOffset: number, byteLength: number): number =>
    backend.residency(region, byteOffset, byteLength, new Uint8Array(8));

  pageRangeCases(fixture, look);
  insideRangeCases(fixture, look);

  it('says of each page that was stored to that it is there, and nothing of others', () => {
    const region = fixture.anonymous({ byteLength: 3 * pageSize });
    fixture.bytes(region, 3 * pageSize).fill(1);
    const pages = filled(8, untouched);
    expect(backend.residency(region, pageSize, 2 * pageSize, pages.subarray(3))).toBe(0);
    expect(pages.map((page, index) => (index === 3 || index === 4 ? page & 1 : page))).toEqual(
      filled(8, untouched).fill(1, 3, 5),
    );
  });

  it('answers into shared memory, too', () => {
    const region = fixture.anonymous();
    fixture.bytes(region).fill(1);
    const pages = new Uint8Array(new SharedArrayBuffer(1));
    expect(backend.residency(region, 0, pageSize, pages)).toBe(0);
    expect((pages[0] ?? 0) & 1).toBe(1);
  });

  it('refuses fewer bytes than there are pages, and writes none of them: EINVAL', () => {
    const region = fixture.anonymous({ byteLength: 3 * pageSize });
    for (const [byteLength, needed] of [
      [1, 1],
      [pageSize, 1],
      [pageSize + 1, 2],
      [3 * pageSize, 3],
    ] as const) {
      const pages = filled(needed - 1, untouched);
      expect(backend.residency(region, 0, byteLength, pages), `${byteLength} bytes`).toBe(-EINVAL);
      expect(pages).toEqual(filled(needed - 1, untouched));
      expect(backend.residency(region, 0, byteLength, filled(needed, untouched))).toBe(0);
    }
    expect(backend.residency(region, 0, 0, new Uint8Array(0))).toBe(0);
  });

  it('writes nothing where it refuses', () => {
    const region = fixture.anonymous({ byteLength: pageSize });
    const pages = filled(8, untouched);
    expect(backend.residency(region, 1, 1, pages)).toBe(-EINVAL);
    expect(backend.residency(region, 0, 2 * pageSize, pages)).toBe(-EINVAL);
    expect(backend.residency(0, 0, pageSize, pages)).toBe(-EINVAL);
    expect(pages).toEqual(filled(8, untouched));
  });

  it('says of pages past the end of the file that they are not there', () => {
    const region = fixture.file(files.create(filled(pageSize, 1)), { byteLength: 3 * pageSize });
    expect(residentPages(region, 3).slice(1)).toEqual(zeros(2));
  });

  describe.runIf(backend.supports.physicalMemory)('of the memory of the machine', () => {
    /** Anonymous memory of single pages. */
    function singlePages(count: number): RegionId {
      const region = fixture.anonymous({ byteLength: count * pageSize });
      if (isAvailable('MADV_NOHUGEPAGE')) {
        expect([0, -EINVAL]).toContain(backend.advise(region, 0, count * pageSize, MADV_NOHUGEPAGE));
      }
      return region;
    }

    it('tells the pages that were touched from those that were not, and touches none', () => {
      const region = singlePages(manyPages);
      const bytes = fixture.bytes(region, manyPages * pageSize);
      expect(residentPages(region, manyPages)).toEqual(zeros(manyPages));
      const touched = zeros(manyPages);
      for (let page = 3; page < manyPages; page += 7) {
        bytes[page * pageSize] = 1;
        touched[page] = 1;
      }
      for (let look = 0; look < 2; look++) expect(residentPages(region, manyPages)).toEqual(touched);
    });

    it('takes pages without access', () => {
      const region = fixture.anonymous({ byteLength: 2 * pageSize, protection: PROT_NONE });
      expect(residentPages(region, 2)).toEqual(zeros(2));
    });

    it('refuses to answer into memory that cannot be written: EFAULT', () => {
      const region = fixture.anonymous();
      const pages = fixture.bytes(fixture.anonymous({ protection: PROT_READ }));
      expect(backend.residency(region, 0, pageSize, pages)).toBe(-EFAULT);
    });
  });
}
