import { constants } from 'node:os';
import { expect, it } from 'vitest';
import type { ShareToken } from '../backend.js';
import type { Fixture } from './fixture.js';

const { EINVAL, ENOENT } = constants.errno;

export function shareRefusalCases(fixture: Fixture): void {
  const { backend } = fixture;
  const attach = (value: unknown): number => backend.attach(value as ShareToken);

  it('refuses to share a region that is not held: EINVAL', () => {
    const [unmapped, kept] = [fixture.anonymous(), fixture.anonymous()];
    fixture.bytes(kept);
    for (const region of [unmapped, kept]) fixture.unmap(region);
    for (const region of [unmapped, kept, Number.MAX_SAFE_INTEGER, 0, -1]) {
      expect(backend.share(region)).toBe(-EINVAL);
    }
  });

  it('refuses what is no token: EINVAL', () => {
    const nothings = [undefined, null, {}, [], 0, 1, -1, Number.NaN, 1n, '', 'token', true, Symbol('token')];
    for (const value of [...nothings, () => 1, new Uint8Array(8), new SharedArrayBuffer(32)]) {
      expect(attach(value)).toBe(-EINVAL);
    }
    expect(fixture.live).toBe(0);
  });

  it('refuses a token that lacks something or has something else in its place: EINVAL', () => {
    const token = fixture.share(fixture.anonymous());
    for (const key of Object.keys(token)) {
      const others = [undefined, null, {}, 'x', 0.5, Number.NaN, 2 ** 60, new SharedArrayBuffer(32)];
      for (const other of others) expect(attach({ ...token, [key]: other })).toBe(-EINVAL);
    }
    expect(fixture.live).toBe(1);
  });

  it('refuses a token with a changed number', () => {
    const token = fixture.share(fixture.anonymous());
    fixture.share(fixture.anonymous());
    for (const [key, value] of Object.entries(token)) {
      if (typeof value !== 'number') continue;
      const refusal = key === 'process' ? -ENOENT : -EINVAL;
      for (const other of [value + 1, value - 1, -value]) {
        expect(attach({ ...token, [key]: other })).toBe(refusal);
      }
    }
    expect(fixture.live).toBe(2);
  });

  it('refuses a token of another backend: EINVAL', () => {
    const token = fixture.share(fixture.anonymous());
    expect(attach({ ...token, backend: `${backend.name}2` })).toBe(-EINVAL);
  });
}
