import { describe, expect, it } from 'vitest';
import {
  array,
  type CArray,
  mprotect,
  munmap,
  PROT_READ,
  struct,
  uint8,
  uint32,
  withBackend,
} from '../src/index.js';
import { fakeApi } from './support/api.js';
import { NOT_THE_KIND, OUT_OF_RANGE, READ_ONLY, refusal, UNMAPPED } from './support/errors.js';
import { createWindowedBackend } from './support/windowed-backend.js';

const inner = struct({ y: uint32, list: array(uint8, 2) });
const record = struct({ x: uint32, inner });
type Records = CArray<typeof record>;

const good = { x: 1, inner: { y: 2, list: [3, 4] } };

/** Values with code of the caller in them, which does something in the middle of their conversion. */
const sly = (act: () => void): [string, unknown][] => [
  [
    'a getter',
    {
      ...good,
      get x() {
        act();
        return 1;
      },
    },
  ],
  [
    'a getter of a nested struct',
    {
      x: 1,
      inner: {
        y: 2,
        get list() {
          act();
          return [3, 4];
        },
      },
    },
  ],
  [
    'an iterator',
    {
      x: 1,
      inner: {
        y: 2,
        list: {
          *[Symbol.iterator]() {
            yield 3;
            act();
            yield 4;
          },
        },
      },
    },
  ],
  [
    'a proxy',
    new Proxy(good, {
      get(target, name) {
        act();
        return Reflect.get(target, name);
      },
    }),
  ],
];
const slyNames = sly(() => {}).map(([name], index): [string, number] => [name, index]);

const makers: [string, () => { owner: CArray; records: Records }][] = [
  [
    'structs',
    () => {
      const owner = fakeApi().mapAnonymous(record, 4);
      return { owner, records: owner };
    },
  ],
  [
    'structs without detach',
    () => {
      const owner = fakeApi({ detach: false }).mapAnonymous(record, 4);
      return { owner, records: owner };
    },
  ],
  [
    'a column',
    () => {
      const owner = fakeApi().mapAnonymous(struct({ head: uint8, record }), 4);
      return { owner, records: owner.field('record') };
    },
  ],
  [
    'windowed structs',
    () => {
      const owner = withBackend(createWindowedBackend(256, 1024)).mapAnonymous(record, 200);
      return { owner, records: owner };
    },
  ],
];

/** Each way to store a value of a struct. */
const stores: [string, (records: Records) => (value: unknown) => unknown][] = [
  ['set', (records) => (value) => Reflect.apply(records.set, records, [1, value])],
  ['setAt', (records) => (value) => Reflect.apply(records.setAt, records, [-1, value])],
  ['fill', (records) => (value) => Reflect.apply(records.fill, records, [value])],
  ['replace', (records) => (value) => Reflect.apply(records.replace, records, [[good, value, good]])],
  [
    'replace by indexes',
    (records) => (value) =>
      Reflect.apply(records.replace, records, [
        [good, value],
        [0, 2],
      ]),
  ],
  [
    'a field of a reference',
    (records) => {
      const reference = records.ref(1);
      return (value) => Reflect.set(reference, 'inner', Reflect.get(Object(value), 'inner'));
    },
  ],
];

describe.each(makers)('code of the caller in a store into %s', (_what, make) => {
  describe.each(stores)('by %s', (storeName, storeInto) => {
    const actsOn = (index: number) => !(storeName === 'a field of a reference' && index === 0);

    it.each(slyNames)('%s that unmaps: an error', (_name, index) => {
      const { owner, records } = make();
      const store = storeInto(records);
      let acted = false;
      const value = sly(() => {
        acted = true;
        munmap(owner);
      })[index]?.[1];
      if (!actsOn(index)) return;
      expect(refusal(() => store(value))).toBe(UNMAPPED);
      expect([acted, refusal(() => records.get(0))]).toEqual([true, UNMAPPED]);
    });

    it.each(slyNames)('%s that protects: an error, and nothing changes', (_name, index) => {
      const { owner, records } = make();
      const store = storeInto(records);
      const before = records.toBuffer();
      const value = sly(() => mprotect(owner, PROT_READ))[index]?.[1];
      if (!actsOn(index)) return;
      expect(refusal(() => store(value))).toBe(READ_ONLY);
      expect(records.toBuffer().equals(before)).toBe(true);
    });
  });

  it('an index or a number is never made by it', () => {
    const { owner, records } = make();
    const act = () => {
      munmap(owner);
      return 1;
    };
    const convertible = { valueOf: act, toString: () => String(act()), [Symbol.toPrimitive]: act };
    const reference = records.ref(0);
    const column = records.field('x');
    for (const use of [
      () => Reflect.apply(records.get, records, [convertible]),
      () => Reflect.apply(records.ref, records, [convertible]),
      () => Reflect.apply(records.set, records, [convertible, good]),
      () => Reflect.set(reference, 'x', convertible),
      () => Reflect.set(reference.inner, 'y', convertible),
      () => Reflect.apply(column.set, column, [0, convertible]),
      () => Reflect.apply(column.fill, column, [convertible]),
      () => Reflect.apply(column.replace, column, [[convertible]]),
    ]) {
      expect(refusal(use), String(use)).toBe(NOT_THE_KIND);
    }
    expect(refusal(() => records.get(-1))).toBe(OUT_OF_RANGE);
    expect(records.get(0).x).toBe(0);
  });

  it('the iterator of a list of indexes may unmap', () => {
    const { owner, records } = make();
    function* indexes() {
      yield 0;
      munmap(owner);
      yield 1;
    }
    expect(refusal(() => records.replace([good, good], indexes()))).toBe(UNMAPPED);
  });

  it('a callback may unmap, and the loop ends', () => {
    for (const loop of [
      (records: Records, act: () => void) => records.forEach(act),
      (records: Records, act: () => void) => records.reduce(() => act(), undefined),
      (records: Records, act: () => void) => {
        for (const _ of records) act();
      },
      (records: Records, act: () => void) => records.field('x').forEach(act),
    ]) {
      const { owner, records } = make();
      expect(refusal(() => loop(records, () => munmap(owner)))).toBe(UNMAPPED);
    }
  });
});
