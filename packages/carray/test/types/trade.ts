import {
  array,
  bits,
  bool,
  CArray,
  char,
  enumeration,
  float32,
  float64,
  int64,
  padding,
  type StoredOf,
  struct,
  uint8,
  uint16,
  uint32,
  union,
  wchar,
  zarray,
} from '../../src/index.js';

export const side = enumeration({ buy: 0, sell: 1 });
export const point = struct({ x: float64, y: float64, weights: array(float32, 2) });
export const trade = struct({
  id: uint32,
  count: int64,
  side,
  urgent: bits(bool, 1),
  lot: bits(uint32, 7),
  wide: bits(int64, 40),
  gap: padding(4),
  name: array(char, 8),
  title: zarray(wchar, 4),
  place: point,
  path: array(point, 2),
  grid: array(array(uint8, 2), 2),
  either: union({ whole: uint32, parts: array(uint16, 2), inner: struct({ deep: int64 }) }),
});
export type Point = { x: number; y: number; weights: number[] };
export interface Trade {
  id: number;
  count: bigint;
  side: 'buy' | 'sell' | number;
  urgent: boolean;
  lot: number;
  wide: bigint;
  name: string;
  title: string;
  place: Point;
  path: Point[];
  grid: number[][];
  either: { whole: number; parts: number[]; inner: { deep: bigint } };
}
export interface StoredPoint {
  readonly x: number;
  readonly y: number;
  readonly weights: Iterable<number>;
}
export const inside: Point = { x: 1, y: 2, weights: [3, 4] };
export const value = {
  id: 1,
  count: 2n,
  side: 'sell',
  urgent: true,
  lot: 100,
  wide: -1n,
  name: 'ada',
  title: 'Dr.',
  place: inside,
  path: [inside, inside],
  grid: [
    [1, 2],
    [3, 4],
  ],
  either: { whole: 7 },
} satisfies StoredOf<typeof trade>;
export const trades = CArray.of(trade, value, value);
export const points = CArray.of(point, inside);
