import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { array, CArray, char, safeInt64, struct, uint16be, uint32 } from '../src/index.js';
import { OUT_OF_RANGE, refusal } from './support/errors.js';
import { isInStorm, startStorm } from './support/kinds.js';

const methodsOf = (each: CArray) => {
  const { get, set } = Object.getPrototypeOf(each);
  return { get, set };
};

async function untilFast(each: CArray): Promise<void> {
  for (let waited = 0; isInStorm(each); waited += 10) {
    if (waited > 5000) throw new Error('still in the storm after 5 seconds');
    await sleep(10);
  }
}

const setAny = (each: CArray, index: unknown, value: unknown) =>
  Reflect.apply(each.set, each, [index, value]);

describe.each<[string, () => CArray]>([
  ['a typed array', () => CArray.of(uint32, 1, 2, 3)],
  ['a view', () => CArray.of(uint16be, 1, 2, 3)],
])('the generated methods of %s', (_what, make) => {
  const each = make();

  it('are the same while all goes well', async () => {
    await untilFast(each);
    const before = methodsOf(each);
    for (let index = 0; index < 3; index++) setAny(each, index, each.get(index));
    expect(each.at(9)).toBeUndefined();
    expect(methodsOf(each)).toEqual(before);
  });

  it.each<[string, () => unknown]>([
    ['an index out of range', () => each.get(3)],
    ['an index that is no number', () => setAny(each, '0', 1)],
    ['a value out of range', () => setAny(each, 0, -1)],
    ['a value of another kind', () => setAny(each, 0, '1')],
  ])('are made anew after %s, in the same class', async (_error, fail) => {
    await sleep(20); // one may be made per millisecond
    await untilFast(each);
    const before = methodsOf(each);
    const prototype = Object.getPrototypeOf(each);
    refusal(fail);
    const after = methodsOf(each);
    expect([after.get === before.get, after.set === before.set]).toEqual([false, false]);
    expect(Object.getPrototypeOf(each)).toBe(prototype);
    expect(Object.keys(prototype)).toEqual([]);
    expect(each.toArray()).toEqual([1, 2, 3]);
    // Those from before still work, whoever kept them.
    expect([before.get.call(each, 2), refusal(() => before.get.call(each, 3))]).toEqual([3, OUT_OF_RANGE]);
    before.set.call(each, 0, 1);
    expect(refusal(() => before.set.call(each, 0, 2 ** 32))).toBe(OUT_OF_RANGE);
  });
});

describe('a storm of errors', () => {
  const person = struct({ id: uint32, far: safeInt64, name: array(char, 4), at: struct({ x: uint16be }) });
  const value = { id: 7, far: -5, name: 'ada', at: { x: 9 } };

  it('makes the methods compare indexes: all results stay right in it, and it ends', async () => {
    const people = CArray.of(person, value, value, value);
    const early = people.ref(1);
    const keptGet = people.get.bind(people);
    startStorm(people);
    const stormy = methodsOf(people);
    for (let round = 0; round < 50; round++) {
      expect(refusal(() => people.get(3))).toBe(OUT_OF_RANGE);
      expect(refusal(() => people.ref(3))).toBe(OUT_OF_RANGE);
    }
    if (isInStorm(people)) expect(methodsOf(people)).toEqual(stormy);
    startStorm(people);
    const late = people.ref(1);
    late.id = 8;
    late.at.x = 10;
    early.name = 'bob';
    const expected = { id: 8, far: -5, name: 'bob', at: { x: 10 } };
    expect([people.get(1), keptGet(1), people.get(0)]).toEqual([expected, expected, value]);
    expect([early.id, early.at.x, late.name, late.far]).toEqual([8, 10, 'bob', -5]);
    expect(refusal(() => Reflect.set(late, 'id', -1))).toBe(OUT_OF_RANGE);
    expect(refusal(() => Reflect.set(early.at, 'x', 65_536))).toBe(OUT_OF_RANGE);
    expect(isInStorm(people)).toBe(true);
    await untilFast(people);
    expect([people.get(1), keptGet(1), early.id, late.id, late.at.x]).toEqual([expected, expected, 8, 8, 10]);
    late.id = 9;
    expect([early.id, people.ref(1).id, refusal(() => keptGet(3))]).toEqual([9, 9, OUT_OF_RANGE]);
  });

  it('does not leave references behind that always miss', async () => {
    const lonely = struct({ x: uint32, gap: uint32 });
    const only = CArray.alloc(lonely, 2);
    await sleep(30);
    startStorm(only);
    const made = only.ref(0);
    await untilFast(only);
    await sleep(20);
    const before = methodsOf(only);
    made.x = 5;
    expect([made.x, only.get(0).x]).toEqual([5, 5]);
    expect(methodsOf(only).get, 'nothing went wrong, so nothing is made anew').toBe(before.get);
  });
});
