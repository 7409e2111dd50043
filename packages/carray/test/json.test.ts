import { describe, expect, it } from 'vitest';
import { array, CArray, char, munmap, struct, uint8, uint32, union } from '../src/index.js';
import { fakeApi } from './support/api.js';

const point = struct({ x: uint8, y: uint8 });
const line = struct({
  name: array(char, 4),
  from: point,
  weights: array(uint8, 2),
  either: union({ a: uint8, b: uint8 }),
});
const value = { name: 'ab', from: { x: 1, y: 2 }, weights: [3, 4], either: { a: 5 } };
const loaded = { ...value, either: { a: 5, b: 5 } };

describe('JSON', () => {
  it('of arrays is their elements', () => {
    expect(JSON.stringify(CArray.of(uint32, 1, 2))).toBe('[1,2]');
    expect(JSON.parse(JSON.stringify({ lines: CArray.of(line, value) }))).toEqual({ lines: [loaded] });
    expect(JSON.stringify(CArray.alloc(uint8, 0))).toBe('[]');
  });

  it('of references is their fields, those inside too', () => {
    const lines = CArray.of(line, value, value);
    lines.ref(1).from.x = 9;
    expect(JSON.parse(JSON.stringify(lines.ref(1)))).toEqual({ ...loaded, from: { x: 9, y: 2 } });
    expect(JSON.stringify(lines.field('from').ref(1))).toBe('{"x":9,"y":2}');
  });

  it('of references to unmapped or protected memory is an error', () => {
    const lines = fakeApi().mapAnonymous(line, 2);
    const reference = lines.ref(1);
    munmap(lines);
    const unmapped = expect.objectContaining({ code: 'ERR_MAPPING_UNMAPPED' });
    expect(() => JSON.stringify(reference)).toThrow(unmapped);
    expect(() => JSON.stringify(lines)).toThrow(unmapped);
  });

  it('leaves a field of the name toJSON a field', () => {
    const odds = CArray.of(struct({ toJSON: uint8 }), { toJSON: 7 });
    expect(odds.ref(0).toJSON).toBe(7);
  });

  it('of a field of the name __proto__ has that field', () => {
    const odds = CArray.alloc(struct({ ['__proto__']: uint8 }), 1);
    odds.cast(uint8).fill(8);
    expect(JSON.stringify(odds.ref(0))).toBe('{"__proto__":8}');
  });
});
