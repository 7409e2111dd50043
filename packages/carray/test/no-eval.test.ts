import { afterEach, describe, expect, it, vi } from 'vitest';
import type { CArray as AnyArray } from '../src/index.js';

type Library = typeof import('../src/index.js');

/** What `Function` does under --disallow-code-generation-from-strings; generated-no-eval.test.ts runs with the real flag. */
class Forbidden {
  static attempts = 0;
  constructor() {
    Forbidden.attempts += 1;
    throw new EvalError('Code generation from strings disallowed for this context');
  }
}

/** A copy of the library of its own, that has not generated anything yet. */
async function freshLibrary(): Promise<Library> {
  vi.resetModules();
  return import('../src/index.js');
}

function forbidden<T>(action: () => T): T {
  vi.stubGlobal('Function', Forbidden);
  try {
    return action();
  } finally {
    vi.unstubAllGlobals();
  }
}

afterEach(() => {
  Forbidden.attempts = 0;
});

describe('where code cannot be generated from strings', () => {
  it('arrays work, with the accessors that check step by step', async () => {
    const { CArray, uint32, int64, float32 } = await freshLibrary();
    const arrays: AnyArray[] = forbidden(() => [
      CArray.of(uint32, 1, 2, 3),
      CArray.of(int64, 1n, 2n, 3n),
      CArray.of(float32, 1, 2, 3),
    ]);
    for (const array of arrays) {
      expect(Object.getPrototypeOf(array)).toBe(CArray.prototype);
      expect(array.toArray().map(Number)).toEqual([1, 2, 3]);
      expect([Number(array.get(1)), Number(array.at(-1)), array.bytes.length]).toEqual([
        2,
        3,
        array.byteLength,
      ]);
      array.set(0, array.get(2));
      array.subarray(1, 2).fill(array.get(0));
      expect([...array].map(Number)).toEqual([3, 3, 3]);
      expect(() => array.get(3)).toThrow(RangeError);
      expect(() => Reflect.apply(array.set, array, [0, 'x'])).toThrow(TypeError);
      expect(array.constructor).toBe(CArray);
    }
    expect(() => CArray.of(uint32, 1).set(0, 2 ** 32)).toThrow(RangeError);
  });

  it('it is tried once and never again', async () => {
    const { CArray, uint32, uint8 } = await freshLibrary();
    forbidden(() => {
      for (let round = 0; round < 10; round++) CArray.of(uint32, 1).subarray(0).cast(uint8);
    });
    expect(Forbidden.attempts).toBe(1);
  });

  it('structs work: references, their fields, columns', async () => {
    const { CArray, struct, uint8, uint16be, float64, array: arrayOf } = await freshLibrary();
    const type = struct({ id: uint16be, at: struct({ x: float64 }), tags: arrayOf(uint8, 2) });
    const structs = forbidden(() => CArray.alloc(type, 3));
    forbidden(() => {
      const reference = structs.ref(1);
      reference.id = 513;
      reference.at.x = -1.5;
      reference.tags.set(1, 9);
      structs.field('id').set(2, 7);
      expect(() => Reflect.set(reference, 'id', 65_536)).toThrow(RangeError);
      expect(() => structs.ref(3)).toThrow(RangeError);
      expect([reference.id, reference.at.x, reference.tags.toArray()]).toEqual([513, -1.5, [0, 9]]);
    });
    expect(structs.get(1)).toEqual({ id: 513, at: { x: -1.5 }, tags: [0, 9] });
    expect(structs.field('id').toArray()).toEqual([0, 513, 7]);
    expect(Forbidden.attempts).toBe(1);
  });

  it('mappings work, read-only and unmapped ones too', async () => {
    const { withBackend, uint16, munmap } = await freshLibrary();
    const { createFakeBackend } = await import('@carray/backend/fake');
    const { mapAnonymous } = withBackend(createFakeBackend());
    const array = forbidden(() => mapAnonymous(uint16, 4));
    array.fill(7);
    expect(array.toArray()).toEqual([7, 7, 7, 7]);
    expect([munmap(array), munmap(array)]).toEqual([true, false]);
    expect(() => array.get(0)).toThrow('was unmapped');
  });
});

describe('where code can be generated', () => {
  it('there is one class per element type and kind of memory, however many arrays', async () => {
    const { CArray, uint32, int32 } = await freshLibrary();
    const first = CArray.of(uint32, 1, 2, 3);
    const prototypes = new Set(
      [first, first.subarray(1), CArray.alloc(uint32, 9), first.cast(uint32)].map((array) =>
        Object.getPrototypeOf(array),
      ),
    );
    expect([prototypes.size, prototypes.has(CArray.prototype)]).toEqual([1, false]);
    expect(Object.getPrototypeOf(CArray.of(int32, 1)) === Object.getPrototypeOf(first)).toBe(false);
  });
});
