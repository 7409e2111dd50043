import { describe, expect, it } from 'vitest';
import { int64, MAP_SHARED, PROT_READ, uint64 } from '../src/index.js';
import { SharedCounter } from '../src/sync/index.js';
import {
  FAULT,
  NO_ACCESS,
  NOT_THE_KIND,
  OUT_OF_RANGE,
  READ_ONLY,
  refusal,
  UNMAPPED,
} from './support/errors.js';
import { fileOf } from './support/files.js';
import { faultAt, sharedWords } from './support/shared-words.js';

const { mapAnonymous, mmap } = sharedWords();

describe.each([
  ['int64', int64, -(2n ** 63n), 2n ** 63n - 1n],
  ['uint64', uint64, 0n, 2n ** 64n - 1n],
] as const)('a counter of %s', (_, type, least, most) => {
  const counted = () => {
    const array = mapAnonymous(type as typeof int64, 4, { shared: true });
    return { array, counter: SharedCounter.over(array, 1) };
  };

  it('adds, and answers what was there before', () => {
    const { array, counter } = counted();
    expect([counter.add(5n), counter.add(2n), counter.value, array.get(1)]).toEqual([0n, 5n, 7n, 7n]);
    counter.value = 40n;
    expect([counter.add(0n), array.toArray()]).toEqual([40n, [0n, 40n, 0n, 0n]]);
  });

  it('has the whole range, and wraps around', () => {
    const { counter } = counted();
    counter.value = most;
    expect(counter.add(1n)).toBe(most);
    expect(counter.value).toBe(least);
    counter.value = least;
    expect(counter.add(most)).toBe(least);
  });

  it('refuses what is no value of the type, and changes nothing', () => {
    const { counter } = counted();
    for (const wrong of [1, '1', null, undefined, { valueOf: () => 1n }]) {
      expect(refusal(() => counter.add(wrong as unknown as bigint))).toBe(NOT_THE_KIND);
      expect(
        refusal(() => {
          counter.value = wrong as unknown as bigint;
        }),
      ).toBe(NOT_THE_KIND);
    }
    for (const wrong of [least - 1n, most + 1n]) {
      expect(refusal(() => counter.add(wrong))).toBe(OUT_OF_RANGE);
      expect(
        refusal(() => {
          counter.value = wrong;
        }),
      ).toBe(OUT_OF_RANGE);
    }
    expect(counter.value).toBe(0n);
  });
});

describe('the memory of a counter', () => {
  it('may be read-only: it has a value then', () => {
    const array = mmap(int64, 64, PROT_READ, MAP_SHARED, fileOf(new Uint8Array(64).fill(1, 0, 1)));
    const counter = SharedCounter.over(array, 0);
    for (let round = 0; round < 3; round++) {
      expect(counter.value).toBe(1n);
      expect(refusal(() => counter.add(1n))).toBe(READ_ONLY);
      expect(
        refusal(() => {
          counter.value = 2n;
        }),
      ).toBe(READ_ONLY);
    }
    expect(counter.value).toBe(1n);
  });

  it('may change its protection', () => {
    const array = mapAnonymous(int64, 4, { shared: true });
    const counter = SharedCounter.over(array, 0);
    counter.add(1n);
    array.mapping.protect('read');
    expect(refusal(() => counter.add(1n))).toBe(READ_ONLY);
    expect(counter.value).toBe(1n);
    array.mapping.protect('none');
    expect(refusal(() => counter.value)).toBe(NO_ACCESS);
    array.mapping.protect('read-write');
    expect([counter.add(1n), counter.value]).toEqual([1n, 2n]);
  });

  it('may be unmapped', () => {
    for (const detach of [true, false]) {
      const array = sharedWords({ detach }).mapAnonymous(int64, 4, { shared: true });
      const counter = SharedCounter.over(array, 0);
      expect([counter.add(1n), counter.value]).toEqual([0n, 1n]);
      array.mapping.unmap();
      expect(refusal(() => counter.add(1n))).toBe(UNMAPPED);
      expect(refusal(() => counter.value)).toBe(UNMAPPED);
    }
  });

  it('may be at fault', () => {
    const api = sharedWords();
    const array = api.mapFile(fileOf(new Uint8Array(api.pageSize)), { type: int64, access: 'read-write' });
    const counter = SharedCounter.over(array, 0);
    counter.add(1n);
    faultAt(api, array, 0);
    expect(refusal(() => counter.add(1n))).toBe(FAULT);
    expect(refusal(() => counter.value)).toBe(FAULT);
  });
});

it('is made by over alone', () => {
  const made = SharedCounter as unknown as new (...given: unknown[]) => SharedCounter;
  expect(refusal(() => new made())).toBe(NOT_THE_KIND);
  expect(SharedCounter.name).toBe('SharedCounter');
});
