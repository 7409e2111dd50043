import { expect, it, vi } from 'vitest';
import { noticeMoves } from '../src/moves.js';

const names = ['transfer', 'transferToFixedLength'] as const;
type Movable = ArrayBuffer & Partial<Record<(typeof names)[number], (length?: unknown) => ArrayBuffer>>;
const isMovable = 'transfer' in ArrayBuffer.prototype;

it.skipIf(!isMovable).each(names)('%s is noticed once it has moved something', (name) => {
  const buffer: Movable = new ArrayBuffer(8);
  const moved = vi.fn();
  noticeMoves(buffer, moved);
  expect(() => buffer[name]?.(-1)).toThrow(RangeError);
  expect([moved.mock.calls.length, buffer.byteLength]).toEqual([0, 8]);
  expect(buffer[name]?.(4).byteLength).toBe(4);
  expect([moved.mock.calls.length, buffer.byteLength]).toEqual([1, 0]);
  expect(Object.keys(buffer)).toEqual([]);
});

it.skipIf(isMovable)('a runtime without the methods gets none', () => {
  const buffer: Movable = new ArrayBuffer(8);
  noticeMoves(buffer, () => expect.unreachable());
  expect(names.map((name) => name in buffer)).toEqual([false, false]);
});
