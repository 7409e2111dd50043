import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { CArray, float64, munmap, safeInt64, struct, uint8, uint16, uint16be, uint32 } from '../src/index.js';
import { checkedArray, fakeApi, wayOf } from './support/api.js';
import { OUT_OF_RANGE, refusal, UNMAPPED } from './support/errors.js';
import { fileOf, pattern } from './support/files.js';

type Use = (array: CArray) => unknown;
type Uses = Readonly<Record<string | symbol, Use>>;

const nobody = 2 ** 31 - 1; // no descriptor: a method that went on to the system would say EBADF

/** What touches the memory, and so must throw once it is gone. */
const touching: Uses = {
  get: (array) => array.get(0),
  set: (array) => array.set(0, 1),
  at: (array) => array.at(-1),
  setAt: (array) => array.setAt(-1, 1),
  subarray: (array) => array.subarray(),
  slice: (array) => array.slice(),
  fill: (array) => array.fill(1),
  replace: (array) => array.replace([1]),
  copyWithin: (array) => array.copyWithin(0, 1),
  reverse: (array) => array.reverse(),
  forEach: (array) => array.forEach(() => {}),
  reduce: (array) => array.reduce((sum) => sum, 0),
  indexOf: (array) => array.indexOf(1),
  lastIndexOf: (array) => array.lastIndexOf(1),
  includes: (array) => array.includes(1),
  equals: (array) => array.equals(array.length === 0 ? array : CArray.alloc(uint8, array.length)),
  toArray: (array) => array.toArray(),
  toJSON: (array) => array.toJSON(),
  toBuffer: (array) => array.toBuffer(),
  toBigInt: (array) => array.toBigInt(),
  values: (array) => [...array.values()],
  entries: (array) => [...array.entries()],
  [Symbol.iterator]: (array) => [...array],
};

/** The same, of elements that lie side by side. */
const touchingRanges: Uses = {
  cast: (array) => array.cast(uint8),
  typedArray: (array) => array.typedArray,
  bytes: (array) => array.bytes,
  dataView: (array) => array.dataView,
  buffer: (array) => array.buffer,
  sharedBuffer: (array) => array.sharedBuffer,
  share: (array) => array.share(),

  writeTo: (array) => array.writeTo(nobody),
  readFrom: (array) => array.readFrom(nobody),
};

/** The same, of structs. */
const touchingStructs: Uses = {
  ref: (array) => array.ref(0),
  field: (array) => Reflect.apply(array.field, array, ['b']),
};

/** The same, of bytes. */
const touchingBytes: Uses = {
  readString: (array) => array.readString(),
  writeString: (array) => array.writeString('x'),
};

/** What speaks of the array alone, and keeps its answer. */
const quiet: Uses = {
  length: (array) => array.length,
  byteLength: (array) => array.byteLength,
  mapping: (array) => array.mapping,
  keys: (array) => [...array.keys()],
  [Symbol.dispose]: (array) => array[Symbol.dispose](),
};

const quietAnswers = (array: CArray): unknown[] => [
  ...Reflect.ownKeys(quiet).map((key) => key !== Symbol.dispose && quiet[key]?.(array)),
  ...[array.type, array.stride],
];

/** What answers otherwise, and is tested below. */
const changing = ['writable', 'unsafe', inspect.custom];
const internal = [
  ...['constructor', 'derive', 'deriveCopy', 'generated', 'checkedMethods', 'requireSideBySide'],
  ...['forEachElement', 'reduceElements', 'copyElements', 'eachElement', 'eachEntry'],
  ...['elementBytes', 'span', 'checkedPosition', 'checkElements', 'settleElements', 'isTaken'],
  ...['atChecked', 'setAtChecked'],
  ...[
    'memoryChanged',
    'memoryResized',
    'openWindow',
    'bind',
    'take',
    'trusted',
    'missed',
    'missedStore',
    'missedReference',
    'storeChecked',
  ],
];

/** The names of an object's methods and getters, those it inherits among them. */
function namesOf(object: object): Set<string | symbol> {
  const names = new Set<string | symbol>();
  for (let each = object; each !== Object.prototype; each = Object.getPrototypeOf(each)) {
    for (const name of Reflect.ownKeys(each)) names.add(name);
  }
  return names;
}

describe('the table of methods', () => {
  const tables = [touching, touchingRanges, touchingStructs, touchingBytes, quiet];
  const known = [...tables.flatMap((table) => Reflect.ownKeys(table)), ...changing, ...internal];
  const sorted = (names: Iterable<string | symbol>) => [...names].map(String).sort();

  it('has every method and getter there is: add a new one to it', () => {
    expect(sorted(namesOf(CArray.prototype))).toEqual(sorted(new Set(known)));
  });

  it('has those that are generated, too', () => {
    const array = CArray.alloc(pair, 1);
    expect(wayOf(array)).toBe('view');
    expect(sorted(namesOf(Object.getPrototypeOf(array)))).toEqual(sorted(new Set(known)));
  });
});

const pair = struct({ a: uint16, b: uint16 });

/** An owner and what is derived from it, with generated accessors of every kind, and a checked array. */
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
      ['bytes', owner.cast(uint8)],
      ['an unaligned cast', owner.cast(float64, 1)],
      ['a subarray of an unaligned cast', owner.cast(uint16, 1).subarray(2)],
      ['a cast without an engine type', owner.cast(safeInt64)],
      ['a cast to the other byte order', owner.cast(uint16be)],
      ['structs', owner.cast(pair)],
      ['a subarray of structs', owner.cast(pair).subarray(1)],
      ['a column', owner.cast(pair).field('b')],
      ['a checked array', checkedArray(uint16, 40)],
      ['checked structs', checkedArray(pair, 20)],
      ['a read-only relative', mapFile(fileOf(pattern(80)))],
    ],
  };
}

const isColumn = ({ stride, type }: CArray) => stride !== type.size;

/** The uses that an array of its kind has. */
function usesOf(array: CArray): [string, Use][] {
  const tables = [touching];
  if (!isColumn(array)) tables.push(touchingRanges);
  if (array.type.name === pair.name) tables.push(touchingStructs);
  if (array.type === uint8) tables.push(touchingBytes);
  return tables.flatMap((table) =>
    Reflect.ownKeys(table).map((key): [string, Use] => [String(key), table[key] ?? (() => 'missing')]),
  );
}

describe.each([true, false])('after unmapping, with detach %s', (detach) => {
  const { owner, all } = family({ detach });
  const before = all.map(([, array]) => quietAnswers(array));
  const views = [owner.typedArray, owner.bytes, owner.cast(uint16, 2).typedArray];
  const lengths = views.map((view) => view.length);
  const elements = owner.values();
  elements.next();

  it('begins with arrays of every kind', () => {
    expect(new Set(all.map(([, array]) => wayOf(array)))).toEqual(new Set(['typed', 'view', 'checked']));
    for (const [what, array] of all) {
      expect(array.writable, what).toBe(what !== 'a read-only relative');
    }
    for (const [, array] of all) array.mapping?.unmap();
  });

  it.each(all)('%s throws from every method that touches memory', (_what, array) => {
    for (const [name, use] of usesOf(array)) {
      expect(
        refusal(() => use(array)),
        name,
      ).toBe(UNMAPPED);
    }
    const alive = CArray.alloc(array.type, array.length);
    expect(refusal(() => alive.equals(array))).toBe(UNMAPPED);
  });

  it('a column says of ranges of bytes that it has none, or that they are gone', () => {
    const column = all.find(([, array]) => isColumn(array))?.[1] ?? CArray.alloc(uint8, 0);
    for (const key of Reflect.ownKeys(touchingRanges)) {
      const expected = key === 'typedArray' ? UNMAPPED : 'Error ERR_UNSUPPORTED';
      expect(refusal(() => touchingRanges[key]?.(column))).toBe(expected);
    }
  });

  it.each(all)('%s: an index out of range is still a RangeError', (_what, array) => {
    for (const index of [array.length, -1, 0.5, Number.NaN]) {
      expect(refusal(() => array.get(index))).toBe(OUT_OF_RANGE);
      expect(refusal(() => array.set(index, 1))).toBe(OUT_OF_RANGE);
      if (array.type.name === pair.name) expect(refusal(() => array.ref(index))).toBe(OUT_OF_RANGE);
    }
    expect(refusal(() => array.at(array.length))).toBe(UNMAPPED);
    expect(refusal(() => array.subarray(0.5))).toBe(OUT_OF_RANGE);
    expect(refusal(() => array.replace([1], [array.length]))).toBe(OUT_OF_RANGE);
    if (isColumn(array)) return;
    expect(refusal(() => array.cast(uint8, array.byteLength + 1))).toBe(OUT_OF_RANGE);
    expect(refusal(() => array.writeTo(nobody, array.byteLength + 1))).toBe(OUT_OF_RANGE);
  });

  it('keeps what does not speak of the memory', () => {
    const after = all.map(([, array]) => quietAnswers(array));
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
    const byIndex = ['get', 'set', 'setAt'];
    munmap(array);
    for (const empty of none) {
      for (const [name, use] of usesOf(empty)) {
        const expected = byIndex.includes(name) ? OUT_OF_RANGE : UNMAPPED;
        if (name === 'values' || name === 'entries' || name === 'Symbol(Symbol.iterator)') continue;
        expect(
          refusal(() => use(empty)),
          name,
        ).toBe(expected);
      }
      expect(refusal(() => empty.get(0))).toBe(OUT_OF_RANGE);
    }
  });
});
