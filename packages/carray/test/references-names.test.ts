import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  array,
  CArray,
  char,
  type ElementType,
  type Fields,
  munmap,
  safeInt64,
  struct,
  uint8,
  uint16be,
  uint32,
  union,
  zarray,
} from '../src/index.js';
import { checkedArray, fakeApi } from './support/api.js';
import { OUT_OF_RANGE, refusal, UNMAPPED } from './support/errors.js';

const names = [
  ...['__proto__', 'constructor', 'toString', 'valueOf', 'hasOwnProperty', 'prototype', 'then', 'toJSON'],
  ...[
    'a"];x',
    "a'];x",
    '`$' + '{x}`',
    '\\',
    '\\u0022',
    '\n',
    '\r\n',
    '\0',
    '\u2028',
    '\u2029',
    '\ud800',
    '*/',
    '//',
  ],
  ...['', ' ', 'get', 'set', 'this', 'value', 'view', 'at', 'array', 'window', 'binding', '#array', 'class'],
  ...[
    'Reference0',
    'ownView',
    'only0',
    'noWindow',
    'inField',
    'constant0',
    '__defineGetter__',
    '-1',
    '1.5',
    'NaN',
    '01',
  ],
  ...['length', 'name', 'arguments', 'caller', 'eval', 'async', 'static', 'await', 'é', '名', '😀'],
];

/** `__proto__` among them as an own property. */
function fieldsOf(each: readonly string[], type: ElementType): Fields {
  const fields = {};
  for (const name of each) Object.defineProperty(fields, name, { value: type, enumerable: true });
  return fields;
}

const makers: [string, (type: ElementType, length: number) => CArray][] = [
  ['generated', (type, length) => CArray.alloc(type, length)],
  ['checked', (type, length) => checkedArray(type, length)],
];

describe.each(makers)('fields of any name, %s', (_way, make) => {
  it.each([
    ['numbers', uint8],
    ['numbers of several bytes', uint16be],
  ])('%s: each is its own property of a reference', (_what, type) => {
    const structs = make(struct(fieldsOf(names, type)), 2);
    const reference = Object(structs.ref(1));
    for (const [index, name] of names.entries()) reference[name] = index + 1;
    for (const [index, name] of names.entries()) expect(reference[name], name).toBe(index + 1);
    expect(Object.entries(Object(structs.get(1)))).toEqual(names.map((name, index) => [name, index + 1]));
    expect(Object.entries(Object(structs.get(0)))).toEqual(names.map((name) => [name, 0]));
    for (const name of names) {
      expect(
        refusal(() => Reflect.set(reference, name, 2 ** 16)),
        name,
      ).toBe(OUT_OF_RANGE);
      const column: CArray = Reflect.apply(structs.field, structs, [name]);
      expect(column.toArray(), name).toEqual([0, names.indexOf(name) + 1]);
    }
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });

  it.each(names)('%j: alone, of a union, and nested', (name) => {
    const inner = struct(fieldsOf([name], uint32));
    for (const type of [struct(fieldsOf([name], inner)), union(fieldsOf([name], inner))]) {
      const reference = Object(make(type, 2).ref(1));
      reference[name][name] = 7;
      expect([reference[name][name], inspect(reference).includes('7')]).toEqual([7, true]);
    }
  });
});

const person = struct({
  id: uint32,
  name: array(char, 8),
  at: struct({ x: uint16be, tags: array(uint8, 2) }),
});
const value = { id: 7, name: 'ada', at: { x: 513, tags: [1, 2] } };

describe.each(makers)('a reference, %s', (_way, make) => {
  const people = make(person, 2) as CArray<typeof person>;
  people.set(1, value);
  const reference = people.ref(1);

  it('has no properties but its fields', () => {
    for (const name of ['x', 'ID', 'array', 'window', 'at2', 'binding', 'byteOffset', '0', '']) {
      expect(Reflect.get(reference, name), name).toBeUndefined();
    }
    expect([Object.keys(reference), JSON.stringify(Object.keys(reference.at))]).toEqual([[], '[]']);
    for (const each of [reference, reference.at]) {
      expect(Reflect.ownKeys(each)).toEqual([]);
      const inherited: string[] = [];
      for (const name in each) inherited.push(name);
      expect(inherited).toEqual([]);
    }
    expect(['id' in reference, 'x' in reference]).toEqual([true, false]);
  });

  it('shows its values to console.log, as get gives them', () => {
    const shown = inspect(reference, { depth: 9 });
    for (const part of ['id: 7', "name: 'ada'", 'x: 513', '1, 2']) expect(shown).toContain(part);
    for (const part of ['Symbol', 'binding', 'memory', 'DataView']) expect(shown).not.toContain(part);
    expect({
      id: reference.id,
      name: reference.name,
      x: reference.at.x,
      tags: reference.at.tags.toArray(),
    }).toEqual({
      id: 7,
      name: 'ada',
      ...value.at,
    });
    expect(String(reference)).toBe('[object Object]');
  });

  it('stays on its element, whatever happens around it', () => {
    const reversed = people.slice();
    const own = reversed.ref(1);
    reversed.reverse();
    expect([own.id, reversed.ref(0).id]).toEqual([0, 7]);
    own.id = 5;
    expect([reversed.get(1).id, reversed.get(0).id, people.get(1).id]).toEqual([5, 7, 7]);
  });
});

describe('inspect of a reference', () => {
  const odd = struct({ far: safeInt64, toString: uint8, inner: struct({ toString: uint8 }) });
  const hidden = { showHidden: true, depth: 9 };

  it('never throws of what cannot be loaded', () => {
    const structs = CArray.alloc(odd, 2);
    structs.cast(uint8).fill(0x7f);
    expect(inspect(structs.ref(1), hidden)).toContain('no number holds exactly');
  });

  it.each([true, false])('never throws after unmap, with detach %s', (detach) => {
    const structs = fakeApi({ detach }).mapAnonymous(odd, 2);
    const reference = Object(structs.ref(1));
    const { inner } = reference;
    munmap(structs);
    expect(refusal(() => reference.toString)).toBe(UNMAPPED);
    for (const each of [reference, inner, [reference], { reference }]) {
      expect(() => inspect(each, hidden)).not.toThrow();
    }
  });

  it('never throws of what only inherits from one', () => {
    for (const type of [person, odd]) {
      const structs: CArray = CArray.alloc(type, 2);
      const reference = Object(structs.ref(1));
      expect(() => inspect(Object.getPrototypeOf(structs), hidden)).not.toThrow();
      expect(() => inspect(Object.create(reference), hidden)).not.toThrow();
      expect(() => inspect(Object.getPrototypeOf(reference))).not.toThrow();
    }
  });

  it('not even a text without room for a character is read from memory that is gone', () => {
    for (const detach of [true, false]) {
      const structs = fakeApi({ detach }).mapAnonymous(struct({ none: zarray(char, 1), x: uint8 }), 2);
      const references = [structs.ref(0), structs.ref(1)];
      expect(references.map(({ none }) => none)).toEqual(['', '']);
      munmap(structs);
      for (const reference of references) expect(refusal(() => reference.none)).toBe(UNMAPPED);
    }
  });

  it('says of each field that the memory is gone', () => {
    const people = fakeApi().mapAnonymous(person, 2);
    const reference = people.ref(0);
    munmap(people);
    expect(inspect(reference)).toMatch(/id: '<.*unmapped.*>'/);
  });
});
