import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { CArray, float64, munmap, safeInt64, uint8, uint16, uint32 } from '../src/index.js';
import { fakeApi, isChecked } from './support/api.js';
import { OUT_OF_RANGE, refusal, UNMAPPED } from './support/errors.js';
import { fileOf, pattern } from './support/files.js';

type Use = (array: CArray) => unknown;

/** What touches the memory, and so must throw once it is gone. */
const touching: Record<string | symbol, Use> = {
  get: (array) => array.get(0),
  set: (array) => array.set(0, 1),
  at: (array) => array.at(-1),
  setAt: (array) => array.setAt(-1, 1),
  subarray: (array) => array.subarray(),
  slice: (array) => array.slice(),
  cast: (array) => array.cast(uint8),
  fill: (array) => array.fill(1),
  toArray: (array) => array.toArray(),
  toBuffer: (array) => array.toBuffer(),
  values: (array) => [...array.values()],
  entries: (array) => [...array.entries()],
  [Symbol.iterator]: (array) => [...array],
  typedArray: (array) => array.typedArray,
  bytes: (array) => array.bytes,
  dataView: (array) => array.dataView,
  buffer: (array) => array.buffer,
};

/** What speaks of the array alone, and keeps its answer. */
const quiet: Record<string | symbol, Use> = {
  byteLength: (array) => array.byteLength,
  stride: (array) => array.stride,
  mapping: (array) => array.mapping,
  keys: (array) => [...array.keys()],
  [Symbol.dispose]: (array) => array[Symbol.dispose](),
};

/** What answers otherwise, and is tested below. */
const changing = ['writable', inspect.custom];
const internal = ['constructor', 'memoryChanged', 'missed', 'missedStore'];

describe('the table of methods', () => {
  it('has every method and getter there is: add a new one to it', () => {
    const known = [...Reflect.ownKeys(touching), ...Reflect.ownKeys(quiet), ...changing, ...internal];
    expect(new Set(Reflect.ownKeys(CArray.prototype))).toEqual(new Set(known));
  });
});

/** An owner and what is derived from it, with generated accessors and with checked ones. */
function family(options: { detach: boolean }): { owner: CArray; all: [string, CArray][] } {
  const { mapFile } = fakeApi(options);
  const owner = mapFile(fileOf(pattern(80)), { type: uint16, access: 'read-write' });
  return {
    owner,
    all: [
      ['the owner', owner],
      ['a subarray', owner.subarray(4, 20)],
      ['a subarray of a subarray', owner.subarray(4, 20).subarray(1)],
      ['an aligned cast', owner.cast(uint32, 4)],
      ['an unaligned cast', owner.cast(float64, 1)],
      ['a subarray of an unaligned cast', owner.cast(uint16, 1).subarray(2)],
      ['a cast without an engine type', owner.cast(safeInt64)],
      ['a read-only relative', mapFile(fileOf(pattern(80)))],
    ],
  };
}

describe.each([true, false])('after unmapping, with detach %s', (detach) => {
  const { owner, all } = family({ detach });
  const before = all.map(([, array]) =>
    Reflect.ownKeys(quiet).map((key) => key !== Symbol.dispose && quiet[key]?.(array)),
  );
  const views = [owner.typedArray, owner.bytes, owner.cast(uint16, 2).typedArray];
  const lengths = views.map((view) => view.length);
  const elements = owner.values();
  elements.next();

  it('begins with arrays of both kinds', () => {
    expect(new Set(all.map(([, array]) => isChecked(array)))).toEqual(new Set([true, false]));
    expect(all.map(([, array]) => array.writable)).toEqual([...Array(all.length - 1).fill(true), false]);
    for (const [, array] of all) array.mapping?.unmap();
  });

  it.each(all)('%s throws from every method that touches memory', (_what, array) => {
    for (const key of Reflect.ownKeys(touching)) {
      expect(
        refusal(() => touching[key]?.(array)),
        String(key),
      ).toBe(UNMAPPED);
    }
  });

  it.each(all)('%s: an index out of range is still a RangeError', (_what, array) => {
    for (const index of [array.length, -1, 0.5, Number.NaN]) {
      expect(refusal(() => array.get(index))).toBe(OUT_OF_RANGE);
      expect(refusal(() => array.set(index, 1))).toBe(OUT_OF_RANGE);
    }
    expect(refusal(() => array.at(array.length))).toBe(UNMAPPED);
    expect(refusal(() => array.subarray(0.5))).toBe(OUT_OF_RANGE);
    expect(refusal(() => array.cast(uint8, array.byteLength + 1))).toBe(OUT_OF_RANGE);
  });

  it('keeps what does not speak of the memory', () => {
    const after = all.map(([, array]) =>
      Reflect.ownKeys(quiet).map((key) => key !== Symbol.dispose && quiet[key]?.(array)),
    );
    expect(after).toEqual(before);
    expect(all.map(([, array]) => [array.writable, array.mapping?.unmapped])).toEqual(
      all.map(() => [false, true]),
    );
    for (const [, array] of all) expect(inspect(array)).toContain('unmapped');
  });

  it('leaves raw views empty, or of zeros where nothing can be detached', () => {
    expect(lengths).toEqual([40, 80, 39]);
    const contents = views.map((view) => Array.from({ length: view.length }, (_, at) => view[at]));
    expect(contents).toEqual(lengths.map((length) => Array(detach ? 0 : length).fill(0)));
  });

  it('ends an iterator that was made before', () => {
    expect(refusal(() => elements.next())).toBe(UNMAPPED);
  });

  it('throws from empty subarrays too', () => {
    const array = fakeApi({ detach }).mapAnonymous(uint8, 8);
    const none = [array.subarray(0, 0), array.subarray(3, 3), array.subarray(8)];
    munmap(array);
    for (const empty of none) {
      for (const name of [
        'at',
        'subarray',
        'slice',
        'cast',
        'fill',
        'toArray',
        'toBuffer',
        'bytes',
        'buffer',
      ]) {
        expect(
          refusal(() => touching[name]?.(empty)),
          name,
        ).toBe(UNMAPPED);
      }
      expect(refusal(() => empty.get(0))).toBe(OUT_OF_RANGE);
    }
  });
});
