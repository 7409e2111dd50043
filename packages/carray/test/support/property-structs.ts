import fc from 'fast-check';
import {
  array,
  bchar,
  bits,
  bool,
  char,
  type ElementType,
  type Field,
  int8,
  int16,
  int32,
  int64,
  padding,
  type RecordType,
  struct,
  uint8,
  uint16,
  uint32,
  uint64,
  union,
  wchar,
  zarray,
} from '../../src/index.js';
import { specs, textOf } from './property-types.js';
import { type Bad, badValues } from './property-values.js';

/** A field of a struct, and its values; padding has none. */
interface Part {
  readonly field: Field;
  readonly values?: fc.Arbitrary<unknown>;
  readonly bad?: fc.Arbitrary<Bad>;
  readBack(value: unknown): unknown;
}

/** A struct type and its values. */
export interface StructPart extends Part {
  readonly type: RecordType<object>;
  readonly values: fc.Arbitrary<object>;
  /** The fields with a value, by name, and values that they must refuse. */
  readonly bads: readonly (readonly [string, fc.Arbitrary<Bad>])[];
}

const same = (value: unknown): unknown => value;

const texts: readonly Part[] = [
  { field: zarray(char, 6), values: textOf(5), bad: badValues(['abcdef'], [5]), readBack: same },
  {
    field: array(bchar, 3),
    values: fc.array(fc.constantFrom('a', 'é', 'ÿ'), { maxLength: 3 }).map((list) => list.join('')),
    bad: badValues(['Ā', 'abcd'], [null]),
    readBack: same,
  },
  {
    field: array(wchar, 2),
    values: fc.array(fc.constantFrom('a', '😀'), { maxLength: 2 }).map((list) => list.join('')),
    bad: badValues(['😀😀😀'], [null]),
    readBack: same,
  },
];

const leaves: readonly Part[] = [...specs.map((spec): Part => ({ ...spec, field: spec.type })), ...texts];

const bases = [int8, uint8, int16, uint16, int32, uint32, int64, uint64];

/** A bit-field of a number, with the limits of its width often among its values. */
function bitsPart(base: ElementType<number> | ElementType<bigint>, width: number): Part {
  const signed = base.name.startsWith('int');
  const [min, max] = signed
    ? [-(2n ** BigInt(width - 1)), 2n ** BigInt(width - 1) - 1n]
    : [0n, 2n ** BigInt(width) - 1n];
  const big = base.size === 8;
  const exact = (value: bigint): unknown => (big ? value : Number(value));
  return {
    field: bits<number | bigint>(base as ElementType<number | bigint>, width),
    values: fc.oneof(fc.constantFrom(min, max), fc.bigInt({ min, max })).map(exact),
    bad: badValues([exact(min - 1n), exact(max + 1n)], [big ? 0 : 0n, null, true]),
    readBack: same,
  };
}

const bitParts: fc.Arbitrary<Part> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(fc.constantFrom(...bases), fc.nat(63))
      .map(([base, width]) => bitsPart(base, 1 + (width % (8 * base.size)))),
  },
  {
    weight: 1,
    arbitrary: fc.constant<Part>({
      field: bits(bool, 1),
      values: fc.boolean(),
      bad: badValues([], [1]),
      readBack: same,
    }),
  },
);

const leafParts = fc.constantFrom(...leaves);
/** Not of characters: arrays of those are texts. */
const itemParts = fc.constantFrom(...leaves.filter(({ field }) => field !== char));

const listOf = (part: Part, count: number): Part => ({
  field: array(part.field as ElementType, count),
  values: fc.array(part.values ?? fc.constant(0), { minLength: count, maxLength: count }),
  bad: badValues([], [5, null, Array(count + 1).fill(0)]),
  readBack: (value) => (value as unknown[]).map((item) => part.readBack(item)),
});

/** A union of one member: of more, not all can be stored. */
const onlyOf = (part: Part): Part => ({
  field: union({ only: part.field as ElementType }),
  values: (part.values ?? fc.constant(0)).map((only) => ({ only })),
  bad: badValues([], [{}, { other: 1 }, 5]),
  readBack: (value) => ({ only: part.readBack((value as { only: unknown }).only) }),
});

function partsAt(depth: number): fc.Arbitrary<Part> {
  const noPart: Part = { field: padding(3), readBack: same };
  const count = fc.integer({ min: 1, max: 3 });
  const flat = [
    { weight: 5, arbitrary: leafParts },
    { weight: 5, arbitrary: bitParts },
    { weight: 1, arbitrary: fc.constant(noPart) },
    { weight: 1, arbitrary: leafParts.map(onlyOf) },
    { weight: 1, arbitrary: fc.tuple(itemParts, count).map(([part, length]) => listOf(part, length)) },
  ];
  if (depth === 2) return fc.oneof(...flat);
  const nested = structParts(depth + 1);
  return fc.oneof(
    ...flat,
    { weight: 2, arbitrary: nested },
    { weight: 1, arbitrary: fc.tuple(nested, count).map(([part, length]) => listOf(part, length)) },
  );
}

function structOf(parts: readonly Part[], options: { pack?: number; align?: number }): StructPart {
  const fields = parts.map((part, index) => [`f${index}`, part] as const);
  const valued = fields.flatMap(([name, { values, bad, readBack }]) =>
    values && bad ? [{ name, values, bad, readBack }] : [],
  );
  const type = struct(Object.fromEntries(fields.map(([name, { field }]) => [name, field])), options);
  return {
    type,
    field: type,
    values: fc
      .record(Object.fromEntries(valued.map(({ name, values }) => [name, values])))
      .map((value) => ({ ...value })),
    bad: badValues([], [{}, 5, null]),
    bads: valued.map(({ name, bad }) => [name, bad] as const),
    readBack: (value) =>
      Object.fromEntries(
        valued.map(({ name, readBack }) => [name, readBack(Reflect.get(value as object, name))]),
      ),
  };
}

function structParts(depth: number): fc.Arbitrary<StructPart> {
  const layout = fc.constantFrom({}, {}, {}, { pack: 1 }, { pack: 2 }, { align: 8 }, { pack: 1, align: 4 });
  const first = fc.oneof(leafParts, bitParts);
  const others = fc.array(partsAt(depth), { maxLength: depth === 0 ? 5 : 3 });
  return fc.tuple(first, others, layout).map(([one, more, options]) => structOf([one, ...more], options));
}

/** Struct types of every kind of field, nested up to two deep. */
export const structs: fc.Arbitrary<StructPart> = structParts(0);
