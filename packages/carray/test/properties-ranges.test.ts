import { deepStrictEqual, strictEqual } from 'node:assert';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import type { CArray } from '../src/index.js';
import { act, call, cases, compare, lay, outcome } from './support/property-model.js';
import { anyPositions, positionRefusal, positions, range } from './support/property-positions.js';
import { holds, timeout } from './support/property-runs.js';
import { specs } from './support/property-types.js';
import { ways } from './support/property-ways.js';

const pairs = fc.tuple(anyPositions, anyPositions);

describe('subarrays of subarrays lie where those of an Array would, and share their bytes', () => {
  it.each(ways)(
    '$name',
    async (way) => {
      const more = (spec: (typeof specs)[number]) =>
        fc.record({
          chain: fc.array(fc.tuple(positions, positions), { minLength: 1, maxLength: 4 }),
          bad: pairs,
          given: spec.values,
          index: fc.nat(100),
        });
      const property = fc.property(
        cases(specs, more),
        ({ spec, values, more: { chain, bad, given, index } }) => {
          const model = lay(way, spec, values);
          let array: CArray = model.bed.array;
          let start = 0;
          for (const [from, to] of chain) {
            const [first, end] = range(array.length, from, to);
            array = call(array, 'subarray', from, to) as CArray;
            start += first;
            strictEqual(array.length, end - first);
            deepStrictEqual(array.toArray(), model.values.slice(start, start + array.length));
          }
          strictEqual(outcome(() => call(array, 'subarray', ...bad)).refusal, positionRefusal(...bad));
          if (array.length === 0) return;
          const at = index % array.length;
          const effect = { values: model.values.with(start + at, given) };
          act(model, () => array.set(at, given), { ...effect, stores: [[start + at, start + at + 1]] });
          compare(model);
          deepStrictEqual(array.get(at), model.values[start + at]);
        },
      );
      await holds(property);
    },
    timeout,
  );
});

describe('slice and toBuffer copy what slice of an Array does', () => {
  it.each(ways)(
    '$name',
    async (way) => {
      const more = (spec: (typeof specs)[number]) => fc.tuple(anyPositions, anyPositions, spec.values);
      const property = fc.property(cases(specs, more), ({ spec, values, more: [from, to, given] }) => {
        const model = lay(way, spec, values);
        const refusal = positionRefusal(from, to);
        const copy = act(model, () => call(model.bed.array, 'slice', from, to), { refusal });
        if (refusal !== undefined) return;
        const slice = copy as CArray;
        const expected = model.values.slice(...range(values.length, from, to));
        deepStrictEqual(slice.toArray(), expected);
        deepStrictEqual(slice.toBuffer(), Buffer.concat(expected.map(spec.bytes)));
        deepStrictEqual(model.bed.array.toBuffer(), Buffer.concat(model.values.map(spec.bytes)));
        if (slice.length > 0) act(model, () => slice.set(0, given));
        compare(model);
      });
      await holds(property);
    },
    timeout,
  );
});

describe('fill stores what fill of an Array does', () => {
  it.each(ways)(
    '$name',
    async (way) => {
      const more = (spec: (typeof specs)[number]) =>
        fc.record({
          given: fc.oneof(
            { weight: 5, arbitrary: fc.record({ value: spec.values }) },
            { weight: 1, arbitrary: spec.bad },
          ),
          places: pairs,
        });
      const property = fc.property(cases(specs, more), ({ spec, values, more: { given, places } }) => {
        const model = lay(way, spec, values);
        const wrong = positionRefusal(...places);
        const refusal = wrong ?? ('refusal' in given ? given.refusal : undefined);
        const stores = wrong === undefined ? range(values.length, ...places) : undefined;
        act(model, () => call(model.bed.array, 'fill', given.value, ...places), {
          refusal,
          values: stores && [...model.values].fill(given.value, ...stores),
          stores: stores === undefined ? [] : [stores],
        });
        compare(model);
      });
      await holds(property);
    },
    timeout,
  );
});

describe('copyWithin copies what copyWithin of an Array does', () => {
  it.each(ways)(
    '$name',
    async (way) => {
      const more = () => fc.tuple(anyPositions, anyPositions, anyPositions);
      const property = fc.property(cases(specs, more), ({ spec, values, more: [target, from, to] }) => {
        const model = lay(way, spec, values);
        const refusal = positionRefusal(target, from, to);
        const run = () => call(model.bed.array, 'copyWithin', target, from, to);
        if (refusal !== undefined) {
          act(model, run, { refusal });
          return;
        }
        const [goal] = range(values.length, target, undefined);
        const [first, end] = range(values.length, from, to);
        const count = Math.min(end - first, values.length - goal);
        const expected = [...model.values].copyWithin(goal, first, end);
        act(model, run, { values: expected, stores: [[goal, goal + count]] });
        compare(model);
      });
      await holds(property);
    },
    timeout,
  );
});

describe('reverse, twice, is nothing; once is reverse of an Array', () => {
  it.each(ways)(
    '$name',
    async (way) => {
      const property = fc.property(
        cases(specs, () => fc.constant(null)),
        ({ spec, values }) => {
          const model = lay(way, spec, values);
          for (const _ of [1, 2]) {
            const expected = [...model.values].reverse();
            const stores = [[0, values.length]] as const;
            act(model, () => model.bed.array.reverse(), { values: expected, stores });
          }
          compare(model);
        },
      );
      await holds(property);
    },
    timeout,
  );
});
