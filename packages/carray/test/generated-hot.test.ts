import { describe, expect, it } from 'vitest';
import { CArray, struct, uint8 } from '../src/index.js';
import { refusal } from './support/errors.js';
import { generatedKinds, type Kind } from './support/kinds.js';
import { numberCases } from './support/numbers.js';
import { type TypeCase, typeCases } from './support/type-cases.js';

const ROUNDS = 30_000;

/** Loops of their own for each case, so that the engine compiles them for its class alone. */
function compileLoops() {
  const make = new Function(`return {
    store(array, value, rounds) { for (let i = 0, j = 0; i < rounds; i++, j = j + 1 === array.length ? 0 : j + 1) array.set(j, value); },
    load(array, rounds) { let last; for (let i = 0, j = 0; i < rounds; i++, j = j + 1 === array.length ? 0 : j + 1) last = array.get(j); return last; },
    storeAt(array, index, value) { array.set(index, value); },
    loadAt(array, index) { return array.get(index); },
  }`);
  return make();
}

const indexes = [-1, 0.5, 1e-20, -1e-20, 5e-324, 2 ** 31, 2 ** 32, 2 ** 32 + 1, 2 ** 53, 1e300, Number.NaN];
const numbers = new Set(numberCases.map(({ name }) => name));
const cases = typeCases.filter(({ name }) => numbers.has(name) || name.endsWith('be') || name === 'bool');

function expectRefusals({ array, bytes }: Kind, loops: ReturnType<typeof compileLoops>, typeCase: TypeCase) {
  const [value] = typeCase.fits[0] ?? [0];
  const before = bytes();
  for (const index of [...indexes, array.length]) {
    expect(refusal(() => loops.loadAt(array, index))).toContain('ERR_OUT_OF_RANGE');
    expect(refusal(() => loops.storeAt(array, index, value))).toContain('ERR_OUT_OF_RANGE');
  }
  for (const bad of typeCase.beyond) {
    expect(refusal(() => loops.storeAt(array, 0, bad))).toContain('ERR_OUT_OF_RANGE');
  }
  for (const bad of typeCase.wrong) {
    expect(refusal(() => loops.storeAt(array, 0, bad))).toContain('ERR_INVALID_ARG_TYPE');
  }
  expect(bytes().equals(before)).toBe(true);
}

describe.each(cases)('code that the engine has optimized, for $name', (typeCase) => {
  it.each(['heap', 'unaligned', 'column', 'windowed'])('%s: refuses what it refused before', (name) => {
    const kind = generatedKinds(typeCase.type).find((each) => each.name === name);
    if (kind === undefined) throw new Error(`no ${name}`);
    const loops = compileLoops();
    for (const [value, loaded] of typeCase.fits.slice(0, 2)) {
      for (let warm = 0; warm < ROUNDS; warm += 5) loops.storeAt(kind.array, warm % kind.array.length, value);
      for (let warm = 0; warm < ROUNDS; warm += 5) loops.loadAt(kind.array, warm % kind.array.length);
      loops.store(kind.array, value, ROUNDS);
      kind.settle();
      expect(loops.load(kind.array, ROUNDS)).toEqual(loaded);
    }
    expectRefusals(kind, loops, typeCase);
    for (const [value, loaded] of typeCase.fits) {
      loops.store(kind.array, value, kind.array.length);
      kind.settle();
      expect(loops.load(kind.array, kind.array.length)).toEqual(loaded);
    }
  });
});

describe('references in code that the engine has optimized', () => {
  it('refuse what they refused before', () => {
    for (const { name, type, fits, beyond, wrong } of cases) {
      const structs = CArray.alloc(struct({ before: uint8, x: type, after: uint8 }), 4);
      const add = new Function('ref', 'value', 'ref.x = value; return ref.x;');
      const [value, loaded] = fits[1] ?? [0, 0];
      for (let index = 0; index < ROUNDS; index++) add(structs.ref(index & 3), value);
      expect(add(structs.ref(3), value)).toEqual(loaded);
      const before = structs.toBuffer();
      for (const bad of [...beyond, ...wrong])
        expect(
          refusal(() => add(structs.ref(2), bad)),
          name,
        ).toContain('ERR_');
      expect(structs.toBuffer().equals(before), name).toBe(true);
      for (const [good, back] of fits) expect(add(structs.ref(1), good), name).toEqual(back);
    }
  });
});
