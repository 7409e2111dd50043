import { deepStrictEqual, strictEqual } from 'node:assert';
import { endianness } from 'node:os';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import {
  CArray,
  float32,
  float64be,
  int8,
  int16be,
  int32,
  uint8,
  uint16le,
  uint32,
  uint64,
} from '../src/index.js';
import { NOT_THE_KIND, OUT_OF_RANGE } from './support/errors.js';
import { call, outcome } from './support/property-model.js';
import { holds, timeout } from './support/property-runs.js';
import { columnWays, plainWays } from './support/property-ways.js';

const little = endianness() === 'LE';

type Load = (view: DataView, at: number) => unknown;

/** Types, and how a DataView reads them. */
const targets = [
  [uint8, (view, at) => view.getUint8(at)],
  [int8, (view, at) => view.getInt8(at)],
  [int16be, (view, at) => view.getInt16(at)],
  [uint16le, (view, at) => view.getUint16(at, true)],
  [int32, (view, at) => view.getInt32(at, little)],
  [uint32, (view, at) => view.getUint32(at, little)],
  [float32, (view, at) => view.getFloat32(at, little)],
  [float64be, (view, at) => view.getFloat64(at)],
  [uint64, (view, at) => view.getBigUint64(at, little)],
] as const satisfies readonly (readonly [unknown, Load])[];

const types = targets.map(([type]) => type);
const counts = fc.oneof(
  { weight: 8, arbitrary: fc.nat(90) },
  { weight: 2, arbitrary: fc.nat(90).map(BigInt) },
  { weight: 3, arbitrary: fc.constant(undefined) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      -1,
      0.5,
      Number.NaN,
      2 ** 53,
      -1n,
      2n ** 64n,
      Number.MAX_SAFE_INTEGER,
      '1',
      null,
    ),
  },
);

const fields = fc.record({
  type: fc.constantFrom(...types),
  target: fc.constantFrom(...targets),
  bytes: fc.uint8Array({ maxLength: 96, size: 'max' }),
  byteOffset: counts,
  byteLength: counts,
});

function countRefusal(...given: readonly unknown[]): string | undefined {
  for (const each of given) {
    if (each === undefined) continue;
    if (typeof each !== 'number' && typeof each !== 'bigint') return NOT_THE_KIND;
    if (each < 0 || each > Number.MAX_SAFE_INTEGER || !Number.isInteger(Number(each))) return OUT_OF_RANGE;
  }
  return undefined;
}

/** The bytes that a cast covers, or the refusal that it must meet. */
function covered(total: number, byteOffset: unknown, byteLength: unknown): [number, number] | string {
  const refusal = countRefusal(byteOffset, byteLength);
  if (refusal !== undefined) return refusal;
  const start = Number(byteOffset ?? 0);
  const length = byteLength === undefined ? total - start : Number(byteLength);
  return start > total || start + length > total ? OUT_OF_RANGE : [start, length];
}

describe('casts read and store the bytes that a DataView does, at any offset', () => {
  it.each(plainWays)(
    '$name',
    async (way) => {
      const property = fc.property(
        fields,
        ({ type, target: [target, load], bytes, byteOffset, byteLength }) => {
          const length = Math.floor(bytes.length / type.size);
          const bed = way.lay(type, length);
          const image = Buffer.from(bed.snapshot().fill(0xa5));
          image.set(bytes.subarray(0, length * type.size), bed.start);
          bed.put(image);
          const expected = covered(length * type.size, byteOffset, byteLength);
          const cast = outcome(() => call(bed.array, 'cast', target, byteOffset, byteLength));
          if (typeof expected === 'string') {
            strictEqual(cast.refusal, expected);
            return;
          }
          const array = cast.result as CArray;
          const [start, size] = expected;
          const view = new DataView(Uint8Array.from(image).buffer, bed.start + start, size);
          strictEqual(array.length, Math.floor(size / target.size));
          const values = Array.from({ length: array.length }, (_, at) => load(view, at * target.size));
          deepStrictEqual(array.toArray(), values);
          deepStrictEqual(
            values.map((_, at) => array.get(at)),
            values,
          );
          const reversed = CArray.from<typeof target>(target, values.reverse() as never[]).toBuffer();
          for (const [at, value] of values.entries()) array.set(at, value);
          image.set(reversed, bed.start + start);
          // A NaN's other bits are the engine's business.
          if (!values.some(Number.isNaN)) deepStrictEqual([...bed.snapshot()], [...image]);
          deepStrictEqual(array.toArray(), values);
        },
      );
      await holds(property);
    },
    timeout,
  );
});

describe('a column has no cast', () => {
  it.each(columnWays)('$name', (way) => {
    const { array } = way.lay(uint32, 3);
    for (const target of types)
      strictEqual(outcome(() => array.cast(target)).refusal, 'Error ERR_UNSUPPORTED');
  });
});
