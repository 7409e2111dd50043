import { constants } from 'node:os';
import { MADV_DONTNEED, MADV_NORMAL, MADV_RANDOM, MADV_SEQUENTIAL, MADV_WILLNEED } from '@carray/constants';
import { expect, it } from 'vitest';
import { expectBytes, filled, pattern } from './bytes.js';
import type { Fixture } from './fixture.js';
import { pageRangeCases } from './ranges.js';

const { EINVAL } = constants.errno;
const unknownAdvice = 9999;

export function adviseCases(fixture: Fixture): void {
  const { backend, pageSize } = fixture;

  pageRangeCases(fixture, (region, byteOffset, byteLength) =>
    backend.advise(region, byteOffset, byteLength, MADV_WILLNEED),
  );

  it.each([
    ['normal', MADV_NORMAL],
    ['random', MADV_RANDOM],
    ['sequential', MADV_SEQUENTIAL],
    ['willneed', MADV_WILLNEED],
  ])('takes %s, and the bytes stay', (_, advice) => {
    const content = pattern(2 * pageSize);
    const region = fixture.file(fixture.files.create(content), { byteLength: content.byteLength });
    expect(backend.advise(region, 0, content.byteLength, advice)).toBe(0);
    expect(backend.advise(region, pageSize, pageSize, advice)).toBe(0);
    expectBytes(fixture.bytes(region, content.byteLength), content);
  });

  it.runIf(backend.supports.sharedPages)(
    'dontneed zeroes private anonymous memory, in the range alone',
    () => {
      const region = fixture.anonymous({ byteLength: 3 * pageSize });
      const bytes = fixture.bytes(region, 3 * pageSize).fill(1);
      expect(backend.advise(region, pageSize, pageSize, MADV_DONTNEED)).toBe(0);
      expectBytes(bytes, filled(3 * pageSize, 1).fill(0, pageSize, 2 * pageSize));
    },
  );

  it('refuses an advice that does not exist: EINVAL', () => {
    const region = fixture.anonymous();
    for (const advice of [unknownAdvice, -1]) {
      expect(backend.advise(region, 0, pageSize, advice)).toBe(-EINVAL);
    }
  });
}
