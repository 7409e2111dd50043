import { constants } from 'node:os';
import { MAP_ANONYMOUS, MAP_FIXED, MAP_FIXED_NOREPLACE, MAP_PRIVATE } from '@carray/constants';
import { expect, it } from 'vitest';
import { expectBytes, filled } from './bytes.js';
import { type Fixture, readWrite } from './fixture.js';

const { EEXIST, EINVAL, ENOMEM } = constants.errno;
const attempts = 20;

export function placeCases(fixture: Fixture): void {
  const { backend, pageSize } = fixture;
  const mapAt = (address: number, flags = 0): number =>
    backend.map(address, pageSize, readWrite, MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);

  it('is an address on a page boundary, never 0', () => {
    for (const byteLength of [1, pageSize, 3 * pageSize]) {
      const address = backend.addressOf(fixture.anonymous({ byteLength }));
      expect(address).toSatisfy(Number.isSafeInteger);
      expect(address).toBeGreaterThan(0);
      expect(address % pageSize).toBe(0);
    }
  });

  it('does not overlap another region', () => {
    const byteLength = 2 * pageSize;
    const one = backend.addressOf(fixture.anonymous({ byteLength }));
    const other = backend.addressOf(fixture.anonymous({ byteLength }));
    expect(Math.abs(one - other)).toBeGreaterThanOrEqual(byteLength);
  });

  it('is the hinted address where that is free', () => {
    // Another thread may take the gap first, so that one miss means nothing.
    let hits = 0;
    for (let attempt = 0; attempt < attempts && hits === 0; attempt++) {
      const first = fixture.anonymous();
      const hint = backend.addressOf(first);
      fixture.unmap(first);
      const second = fixture.adopt(mapAt(hint));
      if (backend.addressOf(second) === hint) hits += 1;
      fixture.unmap(second);
    }
    expect(hits).toBe(1);
  });

  it('is another one where the hinted address is taken, whose memory stays as it is', () => {
    const taken = fixture.anonymous();
    const bytes = fixture.bytes(taken).fill(7);
    const region = fixture.adopt(mapAt(backend.addressOf(taken)));
    expect(backend.addressOf(region)).not.toBe(backend.addressOf(taken));
    fixture.bytes(region).fill(9);
    expectBytes(bytes, filled(pageSize, 7));
  });

  it('is on a page boundary though the hint is not', () => {
    const hint = backend.addressOf(fixture.anonymous()) + 1;
    expect(backend.addressOf(fixture.adopt(mapAt(hint))) % pageSize).toBe(0);
  });

  // Cut to 32 bits it would be the address of somebody else's memory, or of none.
  it('is another one where the hint lies past all addresses, and refused where it is exact: ENOMEM', () => {
    const taken = fixture.anonymous();
    const beyond = 2 ** 52 + backend.addressOf(taken);
    expect(backend.addressOf(fixture.adopt(mapAt(beyond)))).not.toBe(beyond);
    const bytes = fixture.bytes(taken).fill(7);
    expect(mapAt(beyond, MAP_FIXED)).toBe(-ENOMEM);
    expectBytes(bytes, filled(pageSize, 7));
  });

  it.runIf(MAP_FIXED_NOREPLACE !== 0)('refuses an exact address that is taken: EEXIST', () => {
    const address = backend.addressOf(fixture.anonymous());
    expect(mapAt(address, MAP_FIXED_NOREPLACE)).toBe(-EEXIST);
  });

  it('is unknown for a region that is not held: EINVAL', () => {
    const region = fixture.anonymous();
    fixture.unmap(region);
    for (const stale of [region, Number.MAX_SAFE_INTEGER, 0, -1]) {
      expect(backend.addressOf(stale)).toBe(-EINVAL);
    }
  });
}
