import { ok } from 'node:assert';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { NOT_THE_KIND, OUT_OF_RANGE } from './support/errors.js';
import { itemsOf, sourceOf } from './support/property-items.js';
import { act, call, cases, compare, type Effect, lay, type Model } from './support/property-model.js';
import { anyPositions, positionRefusal, range } from './support/property-positions.js';
import { holds, timeout } from './support/property-runs.js';
import { specs } from './support/property-types.js';
import type { Spec } from './support/property-values.js';
import { ways } from './support/property-ways.js';

const noList = (from: unknown): boolean => typeof from !== 'object' || from === null;
const withRange = (spec: Spec) => fc.tuple(itemsOf(spec), anyPositions.filter(noList), anyPositions);

/** What a splice leaves of an Array whose length stays: the rest is cut, or zeros come in. */
function spliced({ values, spec }: Model, items: readonly unknown[], from: number, to: number): unknown[] {
  const all = [...values.slice(0, from), ...items, ...values.slice(to)].slice(0, values.length);
  return [...all, ...Array(values.length - all.length).fill(spec.zero)];
}

describe('replace of a range is a splice that keeps the length', () => {
  it.each(ways)(
    '$name',
    async (way) => {
      const property = fc.property(cases(specs, withRange), ({ spec, values, more: [items, from, to] }) => {
        const model = lay(way, spec, values);
        const { array } = model.bed;
        const wrong = positionRefusal(from, to);
        const [first, end] = wrong === undefined ? range(values.length, from, to) : [0, 0];
        const room = values.length - first;
        const source = sourceOf(items, array, model.values, room);
        const taken = source.values.slice(0, room);
        const refusal = wrong ?? (source.bad && source.bad.at < room ? source.bad.refusal : undefined);
        act(model, () => call(array, 'replace', source.items, from, to), {
          refusal,
          values: refusal === undefined ? spliced(model, taken, first, end) : undefined,
          stores: wrong === undefined ? [[first, values.length]] : [],
        });
        ok(source.ended(), 'the iterator was not told to end');
        compare(model);
      });
      await holds(property);
    },
    timeout,
  );
});

/** Indexes of elements, from both ends, and now and then what is none. */
const indexes = fc.array(
  fc.oneof(
    { weight: 12, arbitrary: fc.integer({ min: -20, max: 19 }).map((element) => ({ element })) },
    { weight: 1, arbitrary: fc.constantFrom(100, -100, 0.5, '0', null, 1n).map((any) => ({ any })) },
  ),
  { maxLength: 8 },
);

function indexRefusal(index: unknown, length: number): string | undefined {
  if (typeof index !== 'number') return NOT_THE_KIND;
  return Number.isInteger(index) && index < length && index >= -length ? undefined : OUT_OF_RANGE;
}

describe('replace at a list of indexes stores item by item', () => {
  it.each(ways)(
    '$name',
    async (way) => {
      const more = (spec: Spec) => fc.tuple(itemsOf(spec), indexes);
      const property = fc.property(cases(specs, more), ({ spec, values, more: [items, given] }) => {
        const model = lay(way, spec, values);
        const { array } = model.bed;
        const { length } = values;
        const list = given.map((each) => ('any' in each ? each.any : length && each.element % length));
        const wrong = list.map((index) => indexRefusal(index, length)).find((each) => each !== undefined);
        const source = sourceOf(items, array, model.values, list.length);
        act(model, () => call(array, 'replace', source.items, list), effectOf(model, list, source, wrong));
        ok(source.ended(), 'the iterator was not told to end');
        compare(model);
      });
      await holds(property);
    },
    timeout,
  );
});

function effectOf(
  model: Model,
  list: readonly unknown[],
  source: ReturnType<typeof sourceOf>,
  wrong: string | undefined,
): Effect {
  if (wrong !== undefined) return { refusal: wrong };
  const places = list.map((index) =>
    Number(index) < 0 ? Number(index) + model.values.length : Number(index),
  );
  const stores = places.map((place) => [place, place + 1] as const);
  if (source.bad && source.bad.at < list.length) return { refusal: source.bad.refusal, stores };
  const values = [...model.values];
  for (const [index, item] of source.values.slice(0, list.length).entries())
    values[places[index] ?? 0] = item;
  return { values, stores };
}
