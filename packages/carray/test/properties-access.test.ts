import { deepStrictEqual } from 'node:assert';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { NOT_THE_KIND, OUT_OF_RANGE } from './support/errors.js';
import { act, call, cases, compare, lay, type Model } from './support/property-model.js';
import { holds, timeout } from './support/property-runs.js';
import { specs } from './support/property-types.js';
import type { Bad, Spec } from './support/property-values.js';
import { ways } from './support/property-ways.js';

interface Command {
  readonly method: 'get' | 'set' | 'at' | 'setAt';
  /** An index of an element is taken by the length, others are used as they are. */
  readonly index: { readonly element: number } | { readonly any: unknown };
  readonly given: Bad | { readonly value: unknown };
}

const strange = [
  ...[0.5, -0.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  ...[2 ** 31, 2 ** 32, 2 ** 32 + 1, 2 ** 53, -(2 ** 32), -0],
  ...['0', '', null, undefined, true, 0n, {}, [0], Symbol('0')],
];

const indexes: fc.Arbitrary<Command['index']> = fc.oneof(
  { weight: 6, arbitrary: fc.nat(1000).map((element) => ({ element })) },
  { weight: 2, arbitrary: fc.integer({ min: -75, max: 75 }).map((any) => ({ any })) },
  { weight: 1, arbitrary: fc.constantFrom(...strange).map((any) => ({ any })) },
);

const commands = (spec: Spec): fc.Arbitrary<Command[]> =>
  fc.array(
    fc.record({
      method: fc.constantFrom('get', 'set', 'at', 'setAt'),
      index: indexes,
      given: fc.oneof(
        { weight: 4, arbitrary: fc.record({ value: spec.values }) },
        { weight: 1, arbitrary: spec.bad },
      ),
    }),
    { minLength: 1, maxLength: 8 },
  );

function indexOf(command: Command, length: number): unknown {
  if ('any' in command.index) return command.index.any;
  return length === 0 ? 0 : command.index.element % length;
}

/** The element that a method means by an index, or the refusal of the index. */
function found(method: string, index: unknown, length: number): number | string {
  if (typeof index !== 'number') return NOT_THE_KIND;
  if (!Number.isInteger(index)) return OUT_OF_RANGE;
  const position = method.startsWith('set') && method !== 'setAt' ? index : fromEnd(method, index, length);
  if (position >= 0 && position < length) return position + 0;
  return method === 'at' ? -1 : OUT_OF_RANGE;
}

const fromEnd = (method: string, index: number, length: number): number =>
  index < 0 && method !== 'get' ? index + length : index;

function follow(model: Model, command: Command): void {
  const { array } = model.bed;
  const { method, given } = command;
  const index = indexOf(command, array.length);
  const at = found(method, index, array.length);
  const run = () => call(array, method, index, given.value);
  if (typeof at === 'string') {
    act(model, run, { refusal: at });
  } else if (method === 'get' || method === 'at') {
    deepStrictEqual(act(model, run), model.values[at]);
  } else {
    const refusal = 'refusal' in given ? given.refusal : undefined;
    const values = refusal === undefined ? model.values.with(at, given.value) : undefined;
    act(model, run, { refusal, values, stores: [[at, at + 1]] });
  }
}

describe('get, set, at and setAt do what a plain Array does, and refuse what it would not', () => {
  it.each(ways)(
    '$name',
    async (way) => {
      const property = fc.property(cases(specs, commands), ({ spec, values, more }) => {
        const model = lay(way, spec, values);
        for (const command of more) follow(model, command);
        compare(model);
      });
      await holds(property);
    },
    timeout,
  );
});
