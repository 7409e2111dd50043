import vm from 'node:vm';
import { describe, expect, it } from 'vitest';
import { CArray, int16, uint8, uint32 } from '../src/index.js';
import { wayOf } from './support/api.js';
import { NOT_THE_KIND, OUT_OF_RANGE, refusal, UNMAPPED } from './support/errors.js';
import { notCounts } from './support/values.js';

describe('CArray.view', () => {
  const bytes = Uint8Array.from({ length: 24 }, (_, at) => at);
  const shared = new SharedArrayBuffer(24);
  new Uint8Array(shared).set(bytes);
  const pooled = Buffer.from(bytes); // starts somewhere in a buffer of the pool
  it.each<[string, ArrayBufferLike | ArrayBufferView, number]>([
    ['an ArrayBuffer', bytes.buffer, 0],
    ['a SharedArrayBuffer', shared, 0],
    ['a Buffer', pooled, 0],
    ['a typed array', bytes.subarray(3), 3],
    ['a typed array of other elements', new Float64Array(bytes.buffer, 8, 2), 8],
    ['a DataView', new DataView(bytes.buffer, 5, 12), 5],
  ])('lies over %s: offset, length, and stores that the other side sees', (_what, buffer, start) => {
    const whole = CArray.view(uint8, buffer);
    expect(whole.toArray()).toEqual([...bytes.subarray(start, start + buffer.byteLength)]);
    const part = CArray.view(int16, buffer, 3n, 2);
    expect([part.length, part.toBuffer().toJSON().data]).toEqual([2, [3, 4, 5, 6].map((at) => at + start)]);
    part.set(1, -1);
    expect(whole.subarray(3, 7).toArray()).toEqual([start + 3, start + 4, 255, 255]);
    part.set(1, (start + 5) | ((start + 6) << 8));
  });

  it.each([
    [0, undefined, 6],
    [1, undefined, 5],
    [3, undefined, 5],
    [24, undefined, 0],
    [24, 0, 0],
    [20, 1n, 1],
    [undefined, 2, 2],
  ])('byteOffset %s and length %s of 24 bytes: %i elements of 4', (byteOffset, length, expected) => {
    expect(CArray.view(uint32, bytes, byteOffset, length).length).toBe(expected);
  });

  it.each([
    [25, undefined],
    [0, 7],
    [1, 6],
    [24, 1],
    [21, 1],
    [2 ** 53, 0],
  ])('refuses byteOffset %s with length %s: it would leave the buffer', (byteOffset, length) => {
    expect(refusal(() => CArray.view(uint32, bytes, byteOffset, length))).toBe(OUT_OF_RANGE);
  });

  it.each(notCounts)('refuses %s as byteOffset and as length: %s', (count, expected) => {
    const view = (...rest: unknown[]) => Reflect.apply(CArray.view, CArray, [uint8, bytes, ...rest]);
    expect(refusal(() => view(count))).toBe(expected);
    expect(refusal(() => view(0, count))).toBe(expected);
  });

  it('refuses what is no memory', () => {
    for (const buffer of [undefined, null, 8, 'bytes', {}, [1, 2], { byteLength: 8 }, CArray.of(uint8, 1)])
      expect(refusal(() => Reflect.apply(CArray.view, CArray, [uint8, buffer]))).toBe(NOT_THE_KIND);
  });

  it('takes buffers of another realm', () => {
    const foreign: unknown = vm.runInNewContext('Uint8Array.of(1, 2, 3, 4).buffer');
    expect(Reflect.apply(CArray.view, CArray, [uint32, foreign]).length).toBe(1);
  });
});

describe('a buffer that goes away under a view', () => {
  it.each([[0], [1]])('at byte %i: errors, never wrong values', (byteOffset) => {
    const buffer = Uint8Array.from({ length: 17 }, (_, at) => at + 1).buffer;
    const array = CArray.view(uint32, buffer, byteOffset);
    const part = array.subarray(1);
    expect([wayOf(array), array.length]).toEqual([byteOffset === 1 ? 'view' : 'typed', 4]);
    structuredClone(buffer, { transfer: [buffer] });
    for (const dead of [array, part]) {
      for (const use of [
        () => dead.get(0),
        () => dead.set(0, 1),
        () => dead.at(-1),
        () => dead.fill(1),
        () => dead.toArray(),
        () => dead.toBuffer(),
        () => dead.slice(),
        () => [...dead],
        () => dead.typedArray,
        () => dead.bytes,
        () => dead.dataView,
      ]) {
        expect(refusal(use), String(use)).toBe(UNMAPPED);
      }
      expect(refusal(() => dead.get(4))).toBe(OUT_OF_RANGE);
    }
  });

  it('refuses a buffer that was gone before, as typed arrays do', () => {
    const buffer = new ArrayBuffer(8);
    const view = new Uint8Array(buffer, 4);
    structuredClone(buffer, { transfer: [buffer] });
    expect(() => new Uint8Array(buffer)).toThrow(TypeError);
    expect(() => CArray.view(uint8, buffer)).toThrow(TypeError);
    expect(() => CArray.view(uint8, view)).toThrow(TypeError);
  });
});
