import { deepStrictEqual, strictEqual } from 'node:assert';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { CArray } from '../src/index.js';
import { act, call, cases, lay, type Model } from './support/property-model.js';
import { anyPositions, engine, positionRefusal } from './support/property-positions.js';
import { holds, timeout } from './support/property-runs.js';
import { specs } from './support/property-types.js';
import type { Spec } from './support/property-values.js';
import { ways } from './support/property-ways.js';

const foreign = [undefined, null, '', 'x', 1, 1n, true, {}, [], Number.NaN];
const hasParts = (spec: Spec): boolean => typeof spec.zero === 'object';

/** What is in a value, as text: the same for 0 and -0, whatever the order of the fields and the prototype. */
function contentOf(value: unknown): string | undefined {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === 'number') return `number ${part}`; // NaN and the infinities too
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    return Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1));
  });
}

const sameContent = (one: unknown, other: unknown): boolean =>
  Array.isArray(one) === Array.isArray(other) && contentOf(one) === contentOf(other);

interface Search {
  readonly value: { readonly element: number } | { readonly any: unknown };
  readonly from: readonly unknown[];
}

const searches = (spec: Spec): fc.Arbitrary<Search> =>
  fc.record({
    value: fc.oneof(
      { weight: 3, arbitrary: fc.nat(100).map((element) => ({ element })) },
      { weight: 3, arbitrary: spec.values.map((any) => ({ any })) },
      { weight: 1, arbitrary: fc.constantFrom(...foreign).map((any) => ({ any })) },
    ),
    from: fc.oneof(
      { weight: 3, arbitrary: fc.tuple(anyPositions) },
      { weight: 1, arbitrary: fc.constant([]) },
    ),
  });

/** The indexes that the methods of an Array find; things with parts are found by them. */
function expectedOf({ spec, values }: Model, value: unknown, from: readonly unknown[]) {
  const withParts = hasParts(spec) && typeof value === 'object' && value !== null;
  const sought = withParts ? Symbol('sought') : value;
  const merged = withParts ? values.map((each) => (sameContent(each, value) ? sought : each)) : values;
  const start = engine(from[0]);
  return {
    indexOf: merged.indexOf(sought, start),
    // An Array takes `undefined` for 0 here.
    lastIndexOf: start === undefined ? merged.lastIndexOf(sought) : merged.lastIndexOf(sought, start),
    includes: merged.includes(sought, start),
  };
}

describe('indexOf, lastIndexOf and includes find what those of an Array find', () => {
  it.each(ways)(
    '$name',
    async (way) => {
      const property = fc.property(cases(specs, searches), ({ spec, values, more: { value, from } }) => {
        const model = lay(way, spec, values);
        const sought =
          'any' in value ? value.any : model.values[value.element % Math.max(1, model.values.length)];
        const refusal = positionRefusal(...from);
        const expected = refusal === undefined ? expectedOf(model, sought, from) : undefined;
        for (const method of ['indexOf', 'lastIndexOf', 'includes'] as const) {
          const found = act(model, () => call(model.bed.array, method, sought, ...from), { refusal });
          strictEqual(found, expected?.[method], method);
        }
      });
      await holds(property);
    },
    timeout,
  );
});

const isEqual = (one: unknown, other: unknown): boolean =>
  one === other ||
  (Number.isNaN(one) && Number.isNaN(other)) ||
  (typeof one === 'object' && sameContent(one, other));

describe('equals compares length and elements, forEach, reduce and iterators see them all', () => {
  it.each(ways)(
    '$name',
    async (way) => {
      const others = (spec: Spec) =>
        fc.record({
          list: fc.array(spec.values, { maxLength: 6 }),
          isSame: fc.boolean(),
          changed: fc.option(fc.tuple(fc.nat(100), spec.values)),
        });
      const property = fc.property(cases(specs, others), ({ spec, values, more }) => {
        const model = lay(way, spec, values);
        const { array } = model.bed;
        const other = more.isSame ? [...model.values] : more.list.map(spec.readBack);
        if (more.changed && other.length > 0) {
          other[more.changed[0] % other.length] = spec.readBack(more.changed[1]);
        }
        const copy = CArray.from(spec.type, other);
        const expected =
          other.length === model.values.length && other.every((each, at) => isEqual(each, model.values[at]));
        strictEqual(array.equals(copy), expected);
        strictEqual(copy.equals(array), expected);
        const entries = [...model.values.entries()];
        const seen: unknown[] = [];
        array.forEach((value, index) => {
          seen.push([index, value]);
        });
        deepStrictEqual(seen, entries);
        const reduced = array.reduce<unknown[]>((all, value, index) => all.concat([[index, value]]), []);
        deepStrictEqual(reduced, entries);
        deepStrictEqual([...array.entries()], entries);
        deepStrictEqual([...array], model.values);
      });
      await holds(property);
    },
    timeout,
  );
});
