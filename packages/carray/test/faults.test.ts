import { inspect } from 'node:util';
import type { FaultMark } from '@carray/backend';
import { describe, expect, it } from 'vitest';
import {
  type CArray,
  type FaultKind,
  MAP_PRIVATE,
  type MappedArray,
  type MappingFault,
  type MappingFaultError,
  PROT_READ,
  PROT_WRITE,
  uint8,
  uint32,
} from '../src/index.js';
import { fakeApi, isChecked } from './support/api.js';
import { FAULT, refusal, thrownBy, UNMAPPED } from './support/errors.js';
import { fileOf, pattern } from './support/files.js';

const pageSize = 1 << 12;
const { fake, mapFile, mmap, mapAnonymous } = fakeApi({ pageSize });
const PAGES = 6;

function mapped(): MappedArray<typeof uint8> {
  return mapFile(fileOf(pattern(PAGES * pageSize)), { access: 'copy-on-write' });
}

/** A fault, as a raw view would meet it. */
function fault(array: CArray, page: number, mark: Exclude<FaultMark, 0> = 1): void {
  const region = array.mapping?.region;
  if (region === undefined) throw new Error('nothing is mapped');
  fake.fault(region.id, page * pageSize, mark);
}

function factsOf(action: () => unknown): Partial<MappingFaultError> {
  const { code, kind, byteOffset, index, path } = thrownBy(action) as Error & MappingFaultError;
  return { code, kind, byteOffset, ...(index === undefined ? {} : { index }), ...(path && { path }) };
}

describe('a fault through a raw view', () => {
  it('is told once, by the next call, and then where the page is touched', () => {
    const array = mapped();
    fault(array, 2);
    const { path } = array.mapping;
    const place = { code: 'ERR_MAPPING_FAULT', byteOffset: 2 * pageSize, path };
    expect(factsOf(() => array.get(0))).toMatchObject(place);
    expect(array.get(0)).toBe(pattern(1)[0]);
    expect(factsOf(() => array.get(2 * pageSize + 5))).toMatchObject({
      ...place,
      byteOffset: 2 * pageSize + 5,
      index: 2 * pageSize + 5,
    });
    expect(array.get(2 * pageSize - 1)).toBe(pattern(2 * pageSize).at(-1));
    expect(array.get(3 * pageSize)).toBe(pattern(3 * pageSize + 1).at(-1));
  });

  it.each<[string, (array: CArray<typeof uint8>) => unknown]>([
    ['subarray', (array) => array.subarray(0, 1)],
    ['cast', (array) => array.cast(uint32)],
    ['set', (array) => array.set(0, 1)],
    ['fill', (array) => array.fill(0, 0, 1)],
    ['typedArray', (array) => array.subarray(0, 1).typedArray],
    ['slice', (array) => array.slice(0, 1)],
    ['readString', (array) => array.subarray(0, 1).readString()],
  ])('is told by %s too, of whatever bytes', (_name, use) => {
    const array = mapped();
    fault(array, PAGES - 1);
    expect(refusal(() => use(array))).toBe(FAULT);
    use(array);
  });

  it('is told by the call that touches the page as what it is, and not once more', () => {
    const array = mapped();
    fault(array, 1);
    expect(factsOf(() => array.get(pageSize))).toMatchObject({ index: pageSize });
    expect(array.get(0)).toBe(pattern(1)[0]);
  });

  it('is told by any array of the mapping, and by one alone', () => {
    const array = mapped();
    const other = array.subarray(10);
    fault(array, 1);
    expect(refusal(() => other.get(0))).toBe(FAULT);
    expect(array.get(0)).toBe(pattern(1)[0]);
  });

  it('is not told, and is not lost, by what only looks', () => {
    const array = mapped();
    fault(array, 1);
    expect(inspect(array)).toContain(`CArray<uint8>(${array.length})`);
    expect(inspect(array.subarray.name)).toBe("'subarray'");
    expect([array.length, array.byteLength]).toEqual([PAGES * pageSize, PAGES * pageSize]);
    expect(refusal(() => array.get(0))).toBe(FAULT);
  });

  it('makes inspect say so where it would show the page', () => {
    const array = mapped();
    fault(array, 0);
    expect(inspect(array)).toContain('not readable');
  });
});

describe('the arrays of a mapping with a fault', () => {
  it('are checked step by step, and fast again after remap', () => {
    const array = mapped();
    expect(isChecked(array)).toBe(false);
    fault(array, 1);
    expect(refusal(() => array.get(0))).toBe(FAULT);
    expect(isChecked(array)).toBe(true);
    array.mapping.remap();
    expect(isChecked(array)).toBe(false);
    expect(array.get(pageSize)).toBe(pattern(pageSize + 1).at(-1));
    expect(array.mapping.faults).toEqual([]);
  });

  it('say what is at fault of references and columns', () => {
    const array = mapped().cast(uint32);
    fault(array, 1);
    expect(refusal(() => array.get(0))).toBe(FAULT);
    expect(factsOf(() => array.at(pageSize / 4))).toMatchObject({
      index: pageSize / 4,
      byteOffset: pageSize,
    });
    expect(factsOf(() => array.subarray(4).reduce((sum) => sum, 0))).toMatchObject({
      index: pageSize / 4 - 4,
      byteOffset: pageSize,
    });
  });

  it('are gone after unmap, as ever', () => {
    const array = mapped();
    fault(array, 1);
    expect(array.mapping.unmap()).toBe(true);
    expect(refusal(() => array.get(0))).toBe(UNMAPPED);
    expect(refusal(() => array.mapping.remap())).toBe(UNMAPPED);
    expect(array.mapping.on('fault', () => {})).toBe(array.mapping);
  });
});

describe('mapping.faults', () => {
  it('has what happened, in order, pages side by side as one', () => {
    const array = mapped();
    fault(array, 4);
    const [first] = array.mapping.faults;
    fault(array, 1);
    fault(array, 2);
    const { address } = array.mapping;
    expect(array.mapping.faults[0]).toBe(first);
    expect(array.mapping.faults.map(({ byteOffset, byteLength }) => [byteOffset, byteLength])).toEqual([
      [4 * pageSize, pageSize],
      [pageSize, 2 * pageSize],
    ]);
    expect(first).toMatchObject({ address: address + BigInt(4 * pageSize) });
    expect(Object.isFrozen(first)).toBe(true);
    expect(Math.abs(Date.now() - (first?.time ?? 0))).toBeLessThan(60_000);
  });

  it('is empty for memory without faults', () => {
    expect(mapAnonymous(uint8, 10).mapping.faults).toEqual([]);
    expect(mapped().mapping.faults).toEqual([]);
  });

  it.each<[Exclude<FaultMark, 0>, FaultKind]>([
    [2, 'read-only'],
    [3, 'no-access'],
  ])('says of mark %i: %s', (mark, kind) => {
    const array = mapped();
    fault(array, 1, mark);
    expect(array.mapping.faults).toMatchObject([{ kind }]);
    expect(factsOf(() => array.get(pageSize))).toMatchObject({ kind });
  });

  it('may be read without taking the word from the next call', () => {
    const array = mapped();
    fault(array, 1);
    expect(array.mapping.faults).toHaveLength(1);
    expect(refusal(() => array.get(0))).toBe(FAULT);
  });
});

describe("the event 'fault'", () => {
  it('comes once for each fault, at the moment that it is noticed', () => {
    const array = mapped();
    const heard: MappingFault[] = [];
    array.mapping.on('fault', (each) => heard.push(each));
    fault(array, 1);
    expect(heard).toEqual([]);
    expect(refusal(() => array.get(0))).toBe(FAULT);
    expect(heard).toEqual(array.mapping.faults);
    expect(refusal(() => array.get(pageSize))).toBe(FAULT);
    expect(heard).toHaveLength(1);
  });

  it('may be heard once, or no more', () => {
    const array = mapped();
    const heard: string[] = [];
    const off = () => heard.push('off');
    array.mapping.once('fault', () => heard.push('once')).on('fault', off);
    array.mapping.off('fault', off);
    fault(array, 1);
    fault(array, 3);
    expect(array.mapping.faults).toHaveLength(2);
    expect(heard).toEqual(['once']);
  });

  it('may unmap: the access ends in an error all the same', () => {
    const array = mapped();
    array.mapping.on('fault', () => array.mapping.unmap());
    fault(array, 1);
    expect(refusal(() => array.get(0))).toMatch(/ERR_MAPPING/);
    expect(refusal(() => array.get(0))).toBe(UNMAPPED);
  });

  it.each(['on', 'once', 'off'] as const)('%s refuses other events, and what is no function', (name) => {
    const { mapping } = mapped();
    expect(refusal(() => Reflect.apply(mapping[name], mapping, ['error', () => {}]))).toBe(
      'TypeError ERR_INVALID_ARG_VALUE',
    );
    expect(refusal(() => Reflect.apply(mapping[name], mapping, ['fault', 1]))).toBe(
      'TypeError ERR_INVALID_ARG_TYPE',
    );
  });
});

describe('remap', () => {
  it('does nothing where there was no fault', () => {
    const array = mapped();
    const before = fake.calls.length;
    array.mapping.remap();
    expect(fake.calls.length).toBe(before);
  });

  it('leaves the faults as they were where the kernel refuses', () => {
    const array = mapped();
    fault(array, 1);
    expect(array.mapping.faults).toHaveLength(1);
    fake.failNext('remap', 12);
    expect(thrownBy(() => array.mapping.remap())).toMatchObject({ code: 'ENOMEM', syscall: 'mmap' });
    expect(factsOf(() => array.get(pageSize))).toMatchObject({ byteOffset: pageSize });
    array.mapping.remap();
    expect(array.get(pageSize)).toBe(pattern(pageSize + 1).at(-1));
  });

  it('keeps what private pages that are well have', () => {
    const array = mapped();
    array.set(0, 77);
    fault(array, 1);
    array.mapping.remap();
    expect([array.get(0), array.get(pageSize)]).toEqual([77, pattern(pageSize + 1).at(-1)]);
  });

  it('gives anonymous memory its protection back', () => {
    const array = mapAnonymous(uint8, 2 * pageSize);
    array.mapping.protect('read');
    fault(array, 1, 2);
    expect(array.mapping.faults).toMatchObject([{ kind: 'read-only' }]);
    array.mapping.remap();
    const [call] = fake.calls.slice(-1);
    expect(call?.operation).toBe('protect');
    expect(array.get(pageSize)).toBe(0);
  });
});

describe('what could end the process with a backend that cannot survive it', () => {
  const bare = fakeApi({ pageSize, guards: false });
  const path = fileOf(pattern(2 * pageSize));
  const views = ['typedArray', 'bytes', 'dataView', 'buffer'] as const;

  it.each(views)('is refused: %s of a mapping without PROT_WRITE', (view) => {
    const array = bare.mmap(uint8, 2 * pageSize, PROT_READ, MAP_PRIVATE, path);
    const error = thrownBy(() => array[view]);
    expect([error.code, error.message.includes('unsafe')]).toEqual(['ERR_MAPPING_READ_ONLY', true]);
    expect(array.unsafe[view].byteLength).toBe(2 * pageSize);
  });

  it.each(views)('is allowed: %s of memory that can be stored into, of mapFile, of the heap', (view) => {
    const writable = bare.mmap(uint8, 2 * pageSize, PROT_READ | PROT_WRITE, MAP_PRIVATE, path);
    for (const array of [writable, bare.mapFile(path)]) {
      expect(array[view].byteLength).toBe(2 * pageSize);
      expect(array.unsafe[view].byteLength).toBe(2 * pageSize);
    }
  });

  it('is refused once protect has made it so', () => {
    for (const array of [bare.mapAnonymous(uint8, 2 * pageSize), bare.mapFile(path)]) {
      array.mapping.protect('read');
      expect(refusal(() => array.typedArray)).toBe('TypeError ERR_MAPPING_READ_ONLY');
      expect(array.unsafe.typedArray.length).toBe(2 * pageSize);
    }
  });

  it('is no matter with one that can', () => {
    const array = mmap(uint8, 2 * pageSize, PROT_READ, MAP_PRIVATE, path);
    expect(array.typedArray.length).toBe(2 * pageSize);
  });
});
