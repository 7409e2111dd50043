import { constants } from 'node:os';
import { PROT_NONE } from '@carray/constants';
import { expect, it } from 'vitest';
import { expectBytes, pattern } from './bytes.js';
import { type Fixture, reserving } from './fixture.js';
import { rangeCases, tooLongCases } from './ranges.js';

const { EBUSY, ENOMEM, ENOTSUP } = constants.errno;

export function sharedBufferCases(fixture: Fixture): void {
  const { backend, pageSize, files } = fixture;
  if (!backend.supports.sharedBuffers) {
    it('refuses everything where there is none: ENOTSUP', () => {
      const unmapped = fixture.anonymous();
      fixture.unmap(unmapped);
      for (const region of [fixture.anonymous(), unmapped, 0, -1]) {
        for (const byteLength of [0, 1, pageSize, 2 * pageSize]) {
          expect(backend.sharedBuffer(region, 0, byteLength)).toBe(-ENOTSUP);
        }
      }
    });
    return;
  }

  rangeCases(fixture, (region, byteOffset, byteLength) =>
    backend.sharedBuffer(region, byteOffset, byteLength),
  );

  it('answers a SharedArrayBuffer of exactly the length asked for', () => {
    for (const byteLength of [1, 100, pageSize, pageSize + 1, 3 * pageSize]) {
      const buffer = fixture.sharedBuffer(fixture.anonymous({ byteLength }), 0, byteLength);
      expect(Object.prototype.toString.call(buffer)).toBe('[object SharedArrayBuffer]');
      expect([buffer instanceof SharedArrayBuffer, buffer.byteLength]).toEqual([true, byteLength]);
    }
  });

  it('is the memory itself, as ArrayBuffers and other shared ones over it are', () => {
    const region = fixture.anonymous({ byteLength: 2 * pageSize });
    const whole = fixture.bytes(region, 2 * pageSize);
    whole.set(pattern(2 * pageSize));
    const shared = [0, 1].map(() => new Uint8Array(fixture.sharedBuffer(region, 8, pageSize)));
    for (const bytes of shared) expectBytes(bytes, pattern(2 * pageSize).slice(8, 8 + pageSize));
    shared[0]?.fill(9);
    expect([whole[7], whole[8], whole[pageSize + 7], shared[1]?.[pageSize - 1]]).toEqual([
      ...[pattern(8)[7], 9, 9, 9],
    ]);
  });

  it('stores to the file, and shows what others store there', () => {
    const path = files.create(pageSize);
    const bytes = new Uint8Array(fixture.sharedBuffer(fixture.file(path), 0, pageSize));
    bytes.set(pattern(pageSize));
    expectBytes(files.read(path), pattern(pageSize));
    files.write(path, Uint8Array.of(250, 251), 3);
    expect([...bytes.subarray(3, 5)]).toEqual([250, 251]);
  });

  it('can be waited on, as memory of the engine can', () => {
    const words = new Int32Array(fixture.sharedBuffer(fixture.anonymous(), 0, pageSize));
    expect([Atomics.wait(words, 1, 5), Atomics.wait(words, 1, 0, 1)]).toEqual(['not-equal', 'timed-out']);
    expect(Atomics.notify(words, 1)).toBe(0);
  });

  it('is no business of detach', () => {
    const buffer = fixture.sharedBuffer(fixture.anonymous(), 0, pageSize);
    expect(Reflect.apply(backend.detach, backend, [buffer])).toBe(-constants.errno.EINVAL);
    expect(buffer.byteLength).toBe(pageSize);
  });

  it('refuses bytes of another region that is inside: EBUSY', () => {
    const reservation = fixture.reserve(4 * pageSize);
    fixture.inside(reservation, pageSize);
    expect(backend.sharedBuffer(reservation, pageSize, pageSize)).toBe(-EBUSY);
    expect(backend.sharedBuffer(reservation, 0, 4 * pageSize)).toBe(-EBUSY);
  });

  tooLongCases(fixture, (region, byteOffset, byteLength) =>
    backend.sharedBuffer(region, byteOffset, byteLength),
  );

  it('is as long as a reservation of a terabyte', ({ skip }) => {
    const byteLength = 2 ** 40;
    if (byteLength > backend.maxBufferBytes) skip('no buffer is that long');
    const region = backend.map(0, byteLength, PROT_NONE, reserving, -1, 0);
    if (region === -ENOMEM) skip('the system cannot reserve a region that long');
    expect(fixture.sharedBuffer(fixture.adopt(region), 0, byteLength).byteLength).toBe(byteLength);
  });
}
