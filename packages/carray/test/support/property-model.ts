import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import fc from 'fast-check';
import { READ_ONLY } from './errors.js';
import type { Spec } from './property-values.js';
import type { Bed, Way } from './property-ways.js';

/** What an action on an array does. */
export interface Effect {
  /** The refusal that it must end in; nothing changes then. */
  readonly refusal?: string | undefined;
  /** The elements afterwards; unchanged by default. */
  readonly values?: readonly unknown[] | undefined;
  /** Indexes of the elements that it stores into, first and end. */
  readonly stores?: readonly (readonly [number, number])[];
}

/** An array, and a plain Array that says what must be in it. */
export interface Model {
  readonly spec: Spec;
  readonly bed: Bed;
  /** All bytes, as they must be. */
  readonly image: Buffer;
  values: readonly unknown[];
}

/** An array that lies in a way, with bytes that are no zeros all around its elements. */
export function lay(way: Way, spec: Spec, initial: readonly unknown[]): Model {
  const bed = way.lay(spec.type, initial.length);
  const image = Buffer.from(bed.snapshot().map((_, at) => (at * 37 + 11) | 1));
  const model: Model = { spec, bed, image, values: initial.map(spec.readBack) };
  paint(model, []);
  bed.put(image);
  return model;
}

function paint({ spec, bed, image, values }: Model, before: readonly unknown[]): void {
  for (const [index, value] of values.entries()) {
    if (index < before.length && Object.is(value, before[index])) continue;
    image.set(spec.bytes(value), bed.start + index * bed.array.stride);
  }
}

/** Class and code of what an action throws, or what it returns. */
export function outcome(action: () => unknown): { refusal?: string; result?: unknown } {
  try {
    return { result: action() };
  } catch (error) {
    ok(error instanceof Error && 'code' in error, `an error without a code: ${error}`);
    return { refusal: `${error.constructor.name} ${error.code}` };
  }
}

/** Does something with the array, and compares every byte. Returns the result. */
export function act(model: Model, action: () => unknown, effect: Effect = {}): unknown {
  const { refusal, result } = outcome(action);
  const isLocked = effect.stores?.some(([from, to]) => touchesLocked(model.bed, from, to)) ?? false;
  strictEqual(refusal, isLocked ? READ_ONLY : effect.refusal); // protection comes before the value
  if (refusal === undefined && effect.values !== undefined) {
    const before = model.values;
    model.values = effect.values.map(model.spec.readBack);
    paint(model, before);
  }
  compareBytes(model);
  return result;
}

function touchesLocked({ array, start, locked }: Bed, from: number, to: number): boolean {
  if (locked === undefined || to <= from) return false;
  const [first, end] = [start + from * array.stride, start + to * array.stride];
  return first < locked[1] && end > locked[0];
}

function compareBytes({ bed, image }: Model): void {
  const bytes = bed.snapshot();
  if (!bytes.equals(image)) deepStrictEqual([...bytes], [...image]);
}

/** Compares every byte, and every element as it is read. */
export function compare(model: Model): void {
  compareBytes(model);
  deepStrictEqual(model.bed.array.toArray(), model.values);
}

/** Calls a method with arguments of any kind. */
export function call(target: object, method: string, ...given: readonly unknown[]): unknown {
  return Reflect.apply(Reflect.get(target, method), target, given);
}

const named = (spec: Spec): Spec => Object.assign(spec, { [fc.toStringMethod]: () => spec.type.name });

/** A type, values of it, and what else a property needs to know. */
export interface Case<T> {
  readonly spec: Spec;
  readonly values: unknown[];
  readonly more: T;
}

export function cases<T>(
  from: readonly Spec[],
  more: (spec: Spec) => fc.Arbitrary<T>,
): fc.Arbitrary<Case<T>> {
  return fc.constantFrom(...from.map(named)).chain((spec) =>
    fc.record({
      spec: fc.constant(spec),
      values: fc.oneof(
        { weight: 2, arbitrary: fc.array(spec.values, { maxLength: 6 }) },
        {
          weight: 1,
          arbitrary: fc.array(spec.values, { maxLength: spec.type.size > 4 ? 16 : 60, size: 'max' }),
        },
      ),
      more: more(spec),
    }),
  );
}
