import { describe, expect, it } from 'vitest';
import {
  type ArrayToken,
  CArray,
  type MappingFaultError,
  struct,
  uint8,
  uint32,
  withBackend,
} from '../src/index.js';
import { fakeApi, isChecked } from './support/api.js';
import { FAULT, NOT_MAPPED, NOT_THE_KIND, refusal, thrownBy, UNMAPPED } from './support/errors.js';
import { fileOf, pattern } from './support/files.js';

const pageSize = 1 << 12;
const api = fakeApi({ pageSize });
const { fake, attach, mapFile } = api;

/** A token as another thread gets it. */
const sent = (array: CArray): ArrayToken => structuredClone(array.share());

describe('share and attach', () => {
  it('give an array of the same elements, of a type that is asked for', () => {
    const array = api.mapAnonymous(uint32, 10);
    array.set(3, 0x01020304);
    const other = attach(sent(array.subarray(2)), uint32);
    expect([other.length, other.get(1)]).toEqual([8, 0x01020304]);
    const bytes = attach(sent(array));
    expect([bytes.type, bytes.length]).toEqual([uint8, 40]);
    expect(attach(sent(array), struct({ a: uint32, b: uint32, c: uint32 })).length).toBe(3);
  });

  it('know what the mapping is', () => {
    const path = fileOf(pattern(3 * pageSize));
    const array = mapFile(path, { byteOffset: pageSize + 8 });
    const other = attach(sent(array));
    const { mapping } = other;
    expect([mapping.path, mapping.fileOffset, mapping.access]).toEqual([path, pageSize, 'read']);
    expect([mapping.byteLength, mapping.protection, mapping.flags]).toEqual([
      array.mapping.byteLength,
      array.mapping.protection,
      array.mapping.flags,
    ]);
    expect([other.length, other.get(0), other.writable]).toEqual([array.length, array.get(0), false]);
  });

  it('keep the pages until both have unmapped', () => {
    const before = fake.liveRegions();
    const array = api.mapAnonymous(uint8, 10);
    const other = attach(sent(array));
    expect(array.mapping.unmap()).toBe(true);
    other.set(0, 5);
    expect([other.get(0), fake.liveRegions()]).toEqual([5, before + 1]);
    expect(refusal(() => array.get(0))).toBe(UNMAPPED);
    other.mapping.unmap();
    expect(fake.liveRegions()).toBe(before);
  });

  it('are over once the last holder let go', () => {
    const array = api.mapAnonymous(uint8, 10);
    const token = sent(array);
    array.mapping.unmap();
    expect(refusal(() => attach(token))).toBe(UNMAPPED);
    expect(refusal(() => array.share())).toBe(UNMAPPED);
  });

  it('know the protection of each page, which cannot be changed from then on', () => {
    const array = api.mapAnonymous(uint8, 2 * pageSize);
    array.mapping.protect('read', 0, pageSize);
    const other = attach(sent(array));
    expect(refusal(() => other.set(0, 1))).toBe('TypeError ERR_MAPPING_READ_ONLY');
    other.set(pageSize, 1);
    for (const { mapping } of [array, other]) {
      expect(refusal(() => mapping.protect('none'))).toBe('Error ERR_UNSUPPORTED');
      mapping.advise('random');
    }
    expect(other.get(pageSize)).toBe(1);
  });

  it('work for the mapping of an empty file', () => {
    expect(attach(sent(mapFile(fileOf(new Uint8Array(0))))).length).toBe(0);
  });

  it('refuse what is not mapped, and what is no token', () => {
    expect(refusal(() => CArray.alloc(uint8, 1).share())).toBe(NOT_MAPPED);
    const points = api.mapAnonymous(struct({ x: uint8, y: uint8 }), 4);
    expect(refusal(() => points.field('x').share())).toBe('Error ERR_UNSUPPORTED');
    const parts = [
      {},
      { backend: 'fake' },
      { backend: 'fake', mapping: null },
      { backend: 'fake', mapping: {} },
    ];
    const incomplete = parts.map((some) => ({ kind: 'carray', ...some }));
    for (const token of [undefined, null, 1, 'token', {}, { kind: 'other' }, ...incomplete]) {
      expect(refusal(() => Reflect.apply(attach, undefined, [token]))).toBe(NOT_THE_KIND);
    }
    const token = sent(points);
    expect(refusal(() => Reflect.apply(attach, undefined, [token, 'uint8']))).toBe(NOT_THE_KIND);
    expect(refusal(() => attach({ ...token, backend: 'another' }))).toBe('TypeError ERR_INVALID_ARG_VALUE');
  });

  it('leave nothing mapped where the array cannot be made', () => {
    const array = mapFile(fileOf(pattern(10)));
    const token = sent(array);
    fake.failNext('guard', 12);
    expect(thrownBy(() => attach(token))).toMatchObject({ code: 'ENOMEM' });
    array.mapping.unmap();
    expect(refusal(() => attach(token))).toBe(UNMAPPED);
  });
});

describe('faults of pages that are shared', () => {
  function both() {
    const array = mapFile(fileOf(pattern(4 * pageSize)), { access: 'copy-on-write' });
    const other = attach(sent(array));
    const region = array.mapping.region?.id ?? 0;
    return { array, other, fault: () => fake.fault(region, pageSize, 1) };
  }

  it('are told to each for its own', () => {
    const { array, other, fault } = both();
    fault();
    for (const each of [array, other]) {
      const { byteOffset } = thrownBy(() => each.get(pageSize + 1)) as Error & MappingFaultError;
      expect([byteOffset, each.mapping.faults.length]).toEqual([pageSize + 1, 1]);
    }
  });

  it('are healed for all by one, and then all are fast again', () => {
    const { array, other, fault } = both();
    fault();
    for (const each of [array, other]) expect(refusal(() => each.get(pageSize))).toBe(FAULT);
    other.mapping.remap();
    for (const each of [array, other]) {
      expect([each.get(0), each.mapping.faults]).toEqual([pattern(1)[0], []]);
      expect(isChecked(each)).toBe(false);
    }
    fault();
    for (const each of [array, other]) expect(refusal(() => each.get(pageSize))).toBe(FAULT);
  });
});

describe('a token', () => {
  it('is attached with its own backend', () => {
    const token = sent(withBackend(fake).mapAnonymous(uint8, 3));
    expect(withBackend(fake).attach(token).length).toBe(3);
  });
});
