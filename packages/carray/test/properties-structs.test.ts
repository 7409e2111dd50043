import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import type { CArray, ElementType } from '../src/index.js';
import { outcome } from './support/property-model.js';
import { assign, mask, read } from './support/property-references.js';
import { holds, timeout } from './support/property-runs.js';
import { type StructPart, structs } from './support/property-structs.js';
import type { Bad } from './support/property-values.js';
import { type Bed, columnWays, plainWays, type Way } from './support/property-ways.js';

interface StructCase {
  readonly part: StructPart;
  readonly before: readonly object[];
  readonly after: readonly object[];
  readonly bad: readonly [string, Bad];
}

const named = <T extends object>(thing: T, name: string): T =>
  Object.assign(thing, { [fc.toStringMethod]: () => name });

const structCases: fc.Arbitrary<StructCase> = structs.chain((part) =>
  fc.integer({ min: 1, max: 3 }).chain((length) => {
    const values = fc.array(part.values, { minLength: length, maxLength: length });
    const bad = fc.constantFrom(...part.bads).chain(([name, bads]) => fc.tuple(fc.constant(name), bads));
    return fc.record({ part: fc.constant(named(part, part.type.name)), before: values, after: values, bad });
  }),
);

type Store = (bed: Bed, index: number, value: object, names: readonly string[]) => void;

/** The three ways to store a struct. */
const stores: readonly Store[] = [
  ({ array }, index, value) => array.set(index, value),
  ({ array, settle }, index, value) =>
    assign(array.ref(index) as object, array.type as StructPart['type'], value, settle),
  ({ array, settle }, index, value, names) => {
    for (const name of names) {
      array.field(name as never).set(index, Reflect.get(value, name) as never);
      settle?.();
    }
  },
];

/** The three ways to load it. */
const loads = [
  (array: CArray, index: number) => array.get(index),
  (array: CArray, index: number) => read(array.ref(index) as object, array.type as StructPart['type']),
  (array: CArray, index: number, names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, array.field(name as never).get(index)])),
];

function bedFor(way: Way, { type }: StructPart, length: number): Bed {
  const bed = way.lay(type, length);
  bed.put(bed.snapshot().map((_, at) => at * 37 + 11));
  return bed;
}

/** Stores a value into each element, and compares all the bits that belong to none. */
function storeAll(bed: Bed, store: Store, values: readonly object[], names: readonly string[]): void {
  const before = bed.snapshot();
  for (const [index, value] of values.entries()) store(bed, index, value, names);
  checkUntouched(bed, before, bed.array.type);
}

function checkUntouched(bed: Bed, before: Buffer, type: ElementType): void {
  const after = bed.snapshot();
  const touched = Buffer.alloc(after.length);
  for (let index = 0; index < bed.array.length; index++) {
    mask(touched, bed.start + index * bed.array.stride, type);
  }
  const [was, is] = [before, after].map((bytes) => bytes.map((byte, at) => byte & ~(touched[at] ?? 0)));
  deepStrictEqual(is, was);
}

function fills(bed: Bed, { type, readBack }: StructPart, value: object): void {
  const before = bed.snapshot();
  bed.array.fill(value);
  checkUntouched(bed, before, type);
  deepStrictEqual(bed.array.toArray(), Array(bed.array.length).fill(readBack(value)));
}

function refuses(bed: Bed, value: object, [name, bad]: StructCase['bad']): void {
  const before = bed.snapshot();
  const { array } = bed;
  const index = array.length - 1;
  const refused = [
    () => array.set(index, { ...value, [name]: bad.value }),
    () => array.fill({ ...value, [name]: bad.value }),
    () => array.replace([value, { ...value, [name]: bad.value }].slice(-array.length)),
    () => array.field(name as never).set(index, bad.value as never),
    () => Reflect.set(array.ref(index) as object, name, bad.value),
  ];
  for (const action of refused) strictEqual(outcome(action).refusal, bad.refusal);
  ok(bed.snapshot().equals(before), 'something was stored of what was refused');
}

// One way a time: methods are generated for each new struct type, which takes longer than all else here.
const anyWay = fc.constantFrom(...[...plainWays, ...columnWays].map((way) => named(way, way.name)));

describe('structs, in any way to lie in memory,', () => {
  it(
    'come back as they were stored by set, through ref and by column, and nothing else changes',
    async () => {
      const property = fc.property(anyWay, structCases, (way, { part, before, after, bad }) => {
        const names = part.type.places.map((place) => place.name);
        const beds = stores.map(() => bedFor(way, part, before.length));
        for (const values of [before, after]) {
          for (const [index, store] of stores.entries()) storeAll(beds[index] as Bed, store, values, names);
          const [first, ...others] = beds.map((bed) => bed.snapshot());
          for (const other of others) deepStrictEqual(other, first);
          for (const [index, load] of loads.entries()) {
            const { array } = beds[index] as Bed;
            const loaded = values.map((_, at) => load(array, at, names));
            deepStrictEqual(loaded, values.map(part.readBack));
          }
        }
        for (const bed of beds) refuses(bed, after[0] ?? {}, bad);
        for (const bed of beds) fills(bed, part, before[0] ?? {});
      });
      await holds(property);
    },
    timeout,
  );
});
