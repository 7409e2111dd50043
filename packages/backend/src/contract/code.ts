import { constants } from 'node:os';
import { expect, it } from 'vitest';
import { expectBytes, pattern } from './bytes.js';
import type { Fixture } from './fixture.js';
import { insideRangeCases, rangeCases } from './ranges.js';

const { ENOTSUP } = constants.errno;

/** What is executed is for the tests of the backend itself: nothing here can call a function of the machine. */
export function codeCases(fixture: Fixture): void {
  const { backend, pageSize } = fixture;

  rangeCases(fixture, (region, byteOffset, byteLength) =>
    backend.synchronizeCode(region, byteOffset, byteLength),
  );

  it('is done or cannot be, for any bytes, and changes none of them', () => {
    const region = fixture.anonymous({ byteLength: pageSize + 100 });
    const bytes = fixture.bytes(region, pageSize + 100);
    bytes.set(pattern(pageSize + 100));
    const answer = backend.synchronizeCode(region, 0, pageSize + 100);
    expect([0, -ENOTSUP]).toContain(answer);
    const ranges: [number, number][] = [
      [0, 0],
      [1, 1],
      [pageSize - 1, 2],
      [pageSize + 100, 0],
    ];
    for (const range of ranges) expect(backend.synchronizeCode(region, ...range)).toBe(answer);
    expectBytes(bytes, pattern(pageSize + 100));
  });

  insideRangeCases(fixture, (...range) => {
    const answer = backend.synchronizeCode(...range);
    return answer === -ENOTSUP ? 0 : answer;
  });
}
