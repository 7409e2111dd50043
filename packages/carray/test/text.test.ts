import { describe, expect, it } from 'vitest';
import {
  type CArray as AnyArray,
  array,
  bchar,
  bool,
  boolOf,
  CArray,
  char,
  type ElementType,
  enumeration,
  int8,
  munmap,
  PROT_READ,
  struct,
  uint8,
  uint16,
  uint32,
  wchar,
  zchar,
} from '../src/index.js';
import { checkedArray, fakeApi } from './support/api.js';
import { NOT_THE_KIND, NOT_THE_VALUE, OUT_OF_RANGE, READ_ONLY, refusal, UNMAPPED } from './support/errors.js';

const FENCE = 0x2a;

/** Elements with a fence of '*' before and behind. */
const ways: [string, (type: ElementType, length: number) => { text: AnyArray; fences: () => number[] }][] = [
  ['heap', (type, length) => fenced(CArray.alloc(uint8, 8 + type.size * length), type, 4)],
  ['unaligned', (type, length) => fenced(CArray.alloc(uint8, 8 + type.size * length), type, 1)],
  ['mapped', (type, length) => fenced(fakeApi().mapAnonymous(uint8, 8 + type.size * length), type, 4)],
  ['checked', (type, length) => fenced(checkedArray(uint8, 8 + type.size * length), type, 4)],
];

function fenced(bytes: AnyArray<typeof uint8>, type: ElementType, start: number) {
  bytes.fill(FENCE);
  const end = bytes.length - 8 + start;
  const fences = () => [...bytes.slice(0, start), ...bytes.slice(end)];
  return { text: bytes.cast(type, start, end - start), fences };
}

const types: [ElementType, number][] = [
  [char, 1],
  [zchar, 1],
  [bchar, 1],
  [wchar, 4],
  [uint8, 1],
  [int8, 1],
];

describe.each(ways)('text in a %s array', (_way, make) => {
  describe.each(types)('of %o', (type, size) => {
    const room = type === zchar ? 1 : 0;

    it.each(['', 'a', 'abc', 'abcde', 'é'])('%o comes back, with zeros behind it', (text) => {
      const { text: array, fences } = make(type, 8);
      const bytes = type === wchar || type === bchar ? text.length : Buffer.byteLength(text);
      expect(array.writeString(text)).toBe(bytes);
      expect([array.readString(), array.readString(undefined, { nullTerminated: true })]).toEqual([
        text,
        text,
      ]);
      expect(array.readString(undefined, { nullTerminated: false })).toBe(
        text.padEnd(text.length + 8 - bytes, '\0'),
      );
      expect(array.toBuffer().subarray(size * bytes)).toEqual(Buffer.alloc(size * (8 - bytes)));
      expect(fences()).toEqual(Array(8).fill(FENCE));
    });

    it('that fills it comes back, and is read no further', () => {
      const { text: array, fences } = make(type, 4 + room);
      expect(array.writeString('abcd')).toBe(4);
      expect(array.readString()).toBe('abcd');
      expect(fences()).toEqual(Array(8).fill(FENCE));
      const { text: terminated } = make(type, 5);
      expect(terminated.writeString('abcd', undefined, { nullTerminated: true })).toBe(4);
      expect(terminated.readString(undefined, { nullTerminated: false })).toBe('abcd\0');
      const { text: open } = make(type, 4);
      expect(open.writeString('abcd', undefined, { nullTerminated: false })).toBe(4);
      expect(open.readString()).toBe('abcd');
    });

    it('that is too long is refused, and changes nothing', () => {
      const { text: array, fences } = make(type, 4);
      const before = array.toBuffer();
      for (const [text, options] of [
        ['abcde', {}],
        ['abcde', { nullTerminated: false }],
        ['abcd', { nullTerminated: true }],
        ...(type === zchar ? ([['abcd', {}]] as const) : []),
      ] as const) {
        expect(refusal(() => array.writeString(text, undefined, options))).toBe(OUT_OF_RANGE);
        expect(array.toBuffer()).toEqual(before);
      }
      expect(fences()).toEqual(Array(8).fill(FENCE));
    });

    it('of an empty array is empty', () => {
      const { text: array } = make(type, 0);
      expect(array.readString()).toBe('');
      if (type === zchar) expect(refusal(() => array.writeString(''))).toBe(OUT_OF_RANGE);
      else expect(array.writeString('')).toBe(0);
      expect(refusal(() => array.writeString('', undefined, { nullTerminated: true }))).toBe(OUT_OF_RANGE);
      expect(refusal(() => array.writeString('a'))).toBe(OUT_OF_RANGE);
    });
  });

  it.each([
    ['é', 2],
    ['€', 3],
    ['😀', 4],
    ['e\u0301', 3],
  ])('never cuts %s', (character, size) => {
    const { text: array, fences } = make(char, 4);
    const fits = 'x'.repeat(4 - size) + character;
    expect(array.writeString(fits)).toBe(4);
    expect(array.readString()).toBe(fits);
    expect(refusal(() => array.writeString(`x${fits}`))).toBe(OUT_OF_RANGE);
    expect([array.readString(), fences()]).toEqual([fits, Array(8).fill(FENCE)]);
  });
});

describe('encodings', () => {
  const bytes = CArray.of(uint8, 0x41, 0xc3, 0xa9, 0);

  it('are those of the characters, or those that are named', () => {
    expect([bytes.readString(), bytes.readString('utf8'), bytes.readString('utf-8')]).toEqual([
      'Aé',
      'Aé',
      'Aé',
    ]);
    expect([bytes.readString('latin1'), bytes.cast(bchar).readString()]).toEqual(['AÃ©', 'AÃ©']);
    expect([bytes.cast(bchar).readString('utf8'), bytes.cast(char).readString('latin1')]).toEqual([
      'Aé',
      'AÃ©',
    ]);
    const target = CArray.alloc(uint8, 4);
    expect([target.writeString('é', 'latin1'), target.toArray()]).toEqual([1, [0xe9, 0, 0, 0]]);
    expect([target.writeString('é', 'utf8'), target.toArray()]).toEqual([2, [0xc3, 0xa9, 0, 0]]);
    const wide = CArray.alloc(wchar, 2);
    expect([wide.writeString('é😀', 'utf32'), wide.toArray(), wide.readString('utf32')]).toEqual([
      2,
      ['é', '😀'],
      'é😀',
    ]);
  });

  it.each(['utf16le', 'ucs2', 'hex', 'base64', 'ascii', 'UTF8', '', 'binary'])(
    '%o is none: refused',
    (encoding) => {
      for (const array of [bytes, bytes.cast(char), CArray.alloc(wchar, 2)]) {
        expect(refusal(() => array.readString(encoding))).toBe(NOT_THE_VALUE);
        expect(refusal(() => array.writeString('a', encoding))).toBe(NOT_THE_VALUE);
      }
    },
  );

  it('are for elements of their size', () => {
    const wide = CArray.alloc(wchar, 2);
    for (const encoding of ['utf8', 'latin1'])
      expect(refusal(() => wide.readString(encoding))).toBe(NOT_THE_VALUE);
    expect(refusal(() => bytes.readString('utf32'))).toBe(NOT_THE_VALUE);
    expect(refusal(() => bytes.writeString('a', 'utf32'))).toBe(NOT_THE_VALUE);
  });

  it('refuse other kinds', () => {
    const target = CArray.alloc(char, 4);
    for (const encoding of [null, 8, {}, ['utf8'], Symbol('utf8')]) {
      expect(refusal(() => Reflect.apply(target.readString, target, [encoding]))).toBe(NOT_THE_KIND);
      expect(refusal(() => Reflect.apply(target.writeString, target, ['a', encoding]))).toBe(NOT_THE_KIND);
    }
    for (const text of [undefined, null, 5, ['a'], {}, Buffer.from('a'), Object('a')]) {
      expect(refusal(() => Reflect.apply(target.writeString, target, [text]))).toBe(NOT_THE_KIND);
    }
    for (const nullTerminated of [null, 0, 'no']) {
      const given = [undefined, { nullTerminated }];
      expect(refusal(() => Reflect.apply(target.readString, target, given))).toBe(NOT_THE_KIND);
      expect(refusal(() => Reflect.apply(target.writeString, target, ['a', ...given]))).toBe(NOT_THE_KIND);
    }
    for (const [options, expected] of [
      [null, NOT_THE_KIND],
      ['utf8', NOT_THE_KIND],
      [{ nulTerminated: true }, NOT_THE_VALUE],
    ]) {
      expect(refusal(() => Reflect.apply(target.readString, target, [undefined, options]))).toBe(expected);
      expect(refusal(() => Reflect.apply(target.writeString, target, ['a', undefined, options]))).toBe(
        expected,
      );
    }
    expect(target.toArray()).toEqual(['\0', '\0', '\0', '\0']);
  });
});

describe('what is no text', () => {
  it.each(['\ud800', 'a\udfff', '\udc00\ud800', '😀\ud83d'])(
    '%j, with half a character, is refused',
    (text) => {
      for (const type of [char, zchar, bchar, uint8, int8]) {
        const target: AnyArray = CArray.alloc<ElementType>(type, 16);
        expect(refusal(() => target.writeString(text))).toBe(OUT_OF_RANGE);
        expect(target.toBuffer()).toEqual(Buffer.alloc(16));
      }
    },
  );

  it('half a character in a wchar array is a code point, and comes back', () => {
    const wide = CArray.alloc(wchar, 2);
    expect([wide.writeString('\ud800'), wide.readString(), wide.get(0)]).toEqual([1, '\ud800', '\ud800']);
  });

  it('is refused by Latin-1 beyond U+00FF', () => {
    const target = CArray.alloc(bchar, 4);
    expect([target.writeString('ÿ'), target.readString()]).toEqual([1, 'ÿ']);
    for (const text of ['Ā', '€', '😀', 'a\u0301'])
      expect(refusal(() => target.writeString(text))).toBe(OUT_OF_RANGE);
    expect(target.readString()).toBe('ÿ');
  });

  it('reads as U+FFFD, but a number that is no code point is an error', () => {
    expect(CArray.of(uint8, 0x61, 0xff, 0xc3).readString()).toBe('a\ufffd\ufffd');
    const wide = CArray.of(uint32, 0x61, 0x11_0000, 0).cast(wchar);
    expect(refusal(() => wide.readString())).toBe(OUT_OF_RANGE);
    expect(wide.subarray(0, 1).readString()).toBe('a');
    const behind = CArray.of(uint32, 0x61, 0, 0xffff_ffff).cast(wchar);
    expect(behind.readString()).toBe('a');
    expect(refusal(() => behind.readString(undefined, { nullTerminated: false }))).toBe(OUT_OF_RANGE);
  });

  it.each([
    uint16,
    uint32,
    bool,
    boolOf(uint8),
    enumeration({ a: 1 }, uint8),
    array(char, 4),
    struct({ c: char }),
  ])('elements of %o: ERR_ELEMENT_TYPE', (type) => {
    const elements: AnyArray = CArray.alloc<ElementType>(type, 2);
    expect(refusal(() => elements.readString())).toBe('TypeError ERR_ELEMENT_TYPE');
    expect(refusal(() => elements.writeString('a'))).toBe('TypeError ERR_ELEMENT_TYPE');
    expect(elements.toBuffer()).toEqual(Buffer.alloc(2 * type.size));
  });
});

describe('text in a column', () => {
  it('touches nothing between', () => {
    const structs = CArray.alloc(struct({ head: uint8, letter: char, tail: uint8 }), 4);
    structs.cast(uint8).fill(FENCE);
    const letters = structs.field('letter');
    expect([letters.writeString('abc'), letters.readString()]).toEqual([3, 'abc']);
    expect([...structs.toBuffer()].filter((byte) => byte !== FENCE)).toEqual([97, 98, 99, 0]);
    expect(refusal(() => letters.writeString('abcde'))).toBe(OUT_OF_RANGE);
    expect(letters.readString()).toBe('abc');
  });
});

describe('text in a mapping', () => {
  it('needs memory that is there, and writable', () => {
    const text = fakeApi().mapAnonymous(char, 8);
    text.writeString('abc');
    text.mapping.protect(PROT_READ);
    expect([text.readString(), refusal(() => text.writeString('x'))]).toEqual(['abc', READ_ONLY]);
    munmap(text);
    expect([refusal(() => text.readString()), refusal(() => text.writeString('x'))]).toEqual([
      UNMAPPED,
      UNMAPPED,
    ]);
  });

  it('ends in an error where an option takes the memory away', () => {
    const text = fakeApi().mapAnonymous(char, 8);
    const options = {
      get nullTerminated() {
        munmap(text);
        return false;
      },
    };
    expect(refusal(() => text.writeString('x', undefined, options))).toBe(UNMAPPED);
    expect(refusal(() => text.readString(undefined, options))).toBe(UNMAPPED);
  });
});
