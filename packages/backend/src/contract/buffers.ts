import { constants } from 'node:os';
import { expect, it } from 'vitest';
import { expectBytes, pattern } from './bytes.js';
import type { Fixture } from './fixture.js';
import { rangeCases, tooLongCases } from './ranges.js';

const { EINVAL } = constants.errno;

export function bufferCases(fixture: Fixture): void {
  const { backend, pageSize } = fixture;
  const { sharedPages } = backend.supports;

  rangeCases(fixture, (region, byteOffset, byteLength) => backend.buffer(region, byteOffset, byteLength));

  it('answers an ArrayBuffer of exactly the length asked for', () => {
    for (const byteLength of [1, 100, pageSize, pageSize + 1, 3 * pageSize]) {
      const buffer = fixture.buffer(fixture.anonymous({ byteLength }), 0, byteLength);
      expect(Object.prototype.toString.call(buffer)).toBe('[object ArrayBuffer]');
      expect(buffer.byteLength).toBe(byteLength);
    }
  });

  it.runIf(sharedPages)('is the memory itself, in windows that start anywhere', () => {
    const region = fixture.anonymous({ byteLength: 2 * pageSize });
    const whole = fixture.bytes(region, 2 * pageSize);
    whole.set(pattern(2 * pageSize));
    const inner = new Uint8Array(fixture.buffer(region, 3, pageSize));
    expectBytes(inner, pattern(2 * pageSize).slice(3, 3 + pageSize));
    inner[0] = 255;
    expect(whole[3]).toBe(255);
    whole[pageSize + 2] = 254;
    expect(inner[pageSize - 1]).toBe(254);
  });

  it.runIf(sharedPages)('is the same memory in two buffers', () => {
    const region = fixture.anonymous();
    const [one, other] = [fixture.bytes(region), fixture.bytes(region)];
    one[pageSize - 1] = 7;
    expect(other[pageSize - 1]).toBe(7);
  });

  it.runIf(sharedPages)('is a window up to the last byte', () => {
    const region = fixture.anonymous();
    fixture.bytes(region)[pageSize - 1] = 7;
    expectBytes(new Uint8Array(fixture.buffer(region, pageSize - 1, 1)), Uint8Array.of(7));
  });

  it.skipIf(sharedPages)('refuses part of a region: EINVAL', () => {
    const region = fixture.anonymous({ byteLength: 2 * pageSize });
    expect(backend.buffer(region, 0, pageSize)).toBe(-EINVAL);
    expect(backend.buffer(region, pageSize, pageSize)).toBe(-EINVAL);
  });

  tooLongCases(fixture, (region, byteOffset, byteLength) => backend.buffer(region, byteOffset, byteLength));
}
