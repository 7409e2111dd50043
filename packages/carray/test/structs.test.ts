import { describe, expect, it } from 'vitest';
import {
  align,
  array,
  bits,
  CArray,
  char,
  float64,
  int32,
  mprotect,
  munmap,
  PROT_READ,
  pack,
  padding,
  struct,
  uint8,
  uint16,
  uint32,
  uint32le,
  uint64,
  union,
} from '../src/index.js';
import { fakeApi } from './support/api.js';
import { READ_ONLY, refusal, thrownBy, UNMAPPED } from './support/errors.js';
import { everyKind } from './support/kinds.js';

const trade = struct({ id: uint32, price: float64, name: array(char, 8) });
const value = { id: 7, price: 1.5, name: 'ada' };

describe('struct', () => {
  it('has the layout of C, and loads what was stored', () => {
    expect([trade.size, trade.alignment, trade.places.map((place) => place.byteOffset)]).toEqual([
      24,
      8,
      [0, 8, 16],
    ]);
    const trades = CArray.alloc(trade, 3);
    trades.set(1, value);
    expect(trades.toArray()).toEqual([{ id: 0, price: 0, name: '' }, value, { id: 0, price: 0, name: '' }]);
    expect(CArray.of(trade, value).at(-1)).toEqual(value);
  });

  it('never changes what is between its fields', () => {
    const gaps = struct({ a: uint8, gap: padding(2), b: uint8, c: uint32le });
    const bytes = CArray.from(uint8, new Array(8).fill(0xee));
    bytes.cast(gaps).set(0, { a: 1, b: 2, c: 3 });
    expect(bytes.toArray()).toEqual([1, 0xee, 0xee, 2, 3, 0, 0, 0]);
  });

  it.each([
    ['no object', 5, 'TypeError ERR_INVALID_ARG_TYPE'],
    ['null', null, 'TypeError ERR_INVALID_ARG_TYPE'],
    ['a field missing', { id: 1, price: 2 }, 'TypeError ERR_INVALID_ARG_TYPE'],
    ['a field too many', { ...value, more: 1 }, 'TypeError ERR_INVALID_ARG_TYPE'],
    ['a field out of range', { ...value, id: 2 ** 32 }, 'RangeError ERR_OUT_OF_RANGE'],
    ['the last field too long', { ...value, name: 'a name too long' }, 'RangeError ERR_OUT_OF_RANGE'],
    ['a field of the wrong kind', { ...value, price: '1' }, 'TypeError ERR_INVALID_ARG_TYPE'],
  ])('is not torn by %s', (_, bad, expected) => {
    const trades = CArray.of(trade, value);
    const before = trades.toBuffer();
    expect(refusal(() => Reflect.apply(trades.set, trades, [0, bad]))).toBe(expected);
    expect(trades.toBuffer().equals(before)).toBe(true);
  });

  it.each(everyKind(trade))('$name: a refused value is refused with the name of its field', ({ array }) => {
    const store = (field: object) => thrownBy(() => array.set(1, { ...value, ...field })).message;
    expect(store({ name: 'a name too long' })).toBe(
      "In the field 'name': A value of type array(char, 8) must be at most 8 bytes of utf8. Received 'a name too long'",
    );
    expect(store({ id: -1 })).toMatch("In the field 'id': A value of type uint32 must be");
    const reference = array.ref(1) as { name: unknown };
    const assign = () => {
      reference.name = 5;
    };
    expect(thrownBy(assign).message).toMatch(
      "In the field 'name': A value of type array(char, 8) must be a string",
    );
    expect(refusal(assign)).toBe('TypeError ERR_INVALID_ARG_TYPE');
    expect(array.get(1)).toEqual(CArray.alloc(trade, 1).get(0));
  });

  it('names fields in fields, and the members of unions', () => {
    const outer = CArray.alloc(struct({ place: struct({ x: uint8 }), word: union({ byte: uint8 }) }), 1);
    const messageOf = (place: object, word: object) =>
      thrownBy(() => Reflect.apply(outer.set, outer, [0, { place, word }])).message;
    expect(messageOf({ x: 256 }, { byte: 1 })).toMatch("In the field 'place': In the field 'x': A value of");
    expect(messageOf({ x: 1 }, { byte: 'x' })).toMatch(
      "In the field 'word': In the field 'byte': A value of",
    );
    expect(messageOf({}, { byte: 1 })).toBe("In the field 'place': The field 'x' of the struct is missing");
  });

  it('leaves the errors of an iterator as they are', () => {
    const error = Object.assign(new RangeError('mine'), { code: 'MINE' });
    const failing = {
      *[Symbol.iterator]() {
        yield 1;
        throw error;
      },
    };
    const lists = CArray.alloc(struct({ list: array(uint8, 2) }), 1);
    expect(thrownBy(() => lists.set(0, { list: failing }))).toBe(error);
    expect(thrownBy(() => lists.replace([{ list: failing }]))).toBe(error);
  });

  it('takes a getter that stores itself as it comes', () => {
    const trades = CArray.of(trade, value);
    const sneaky = {
      id: 1,
      price: 2,
      get name(): string {
        trades.set(0, { ...value, id: 9 });
        return 'x';
      },
    };
    trades.set(0, sneaky);
    expect(trades.get(0)).toEqual({ id: 1, price: 2, name: 'x' });
  });

  it('ends in an error where a getter takes the memory away, and stores nothing', () => {
    const { mapAnonymous } = fakeApi();
    const unmapped = mapAnonymous(trade, 2);
    const unmapping = {
      ...value,
      get id(): number {
        munmap(unmapped);
        return 1;
      },
    };
    expect(refusal(() => unmapped.set(0, unmapping))).toBe(UNMAPPED);
    const refilled = mapAnonymous(trade, 2);
    const filling = {
      ...value,
      get id(): number {
        munmap(refilled);
        return 1;
      },
    };
    expect(refusal(() => refilled.fill(filling))).toBe(UNMAPPED);
    const sealed = mapAnonymous(trade, 2);
    const sealing = {
      ...value,
      get id(): number {
        mprotect(sealed, PROT_READ);
        return 1;
      },
    };
    expect(refusal(() => sealed.set(0, sealing))).toBe(READ_ONLY);
    expect(sealed.get(0)).toEqual({ id: 0, price: 0, name: '' });
  });

  it('has fields of any name', () => {
    const odd = struct({ ['__proto__']: uint8, constructor: uint8, 'a"];x': uint8, toString: uint8 });
    const stored = Object.fromEntries([
      ['constructor', 2],
      ['a"];x', 3],
      ['toString', 4],
    ]);
    Object.defineProperty(stored, '__proto__', { value: 1, enumerable: true });
    const array = CArray.alloc(odd, 1);
    Reflect.apply(array.set, array, [0, stored]);
    expect(array.toBuffer().toJSON().data).toEqual([1, 2, 3, 4]);
    expect(Object.entries(array.get(0))).toEqual([
      ['__proto__', 1],
      ['constructor', 2],
      ['a"];x', 3],
      ['toString', 4],
    ]);
  });

  it('nests, in arrays too', () => {
    const line = struct({ ends: array(struct({ x: int32, y: int32 }), 2), color: uint16 });
    const lines = CArray.of(line, {
      ends: [
        { x: 1, y: -2 },
        { x: 3, y: 4 },
      ],
      color: 5,
    });
    expect(lines.get(0)).toEqual({
      ends: [
        { x: 1, y: -2 },
        { x: 3, y: 4 },
      ],
      color: 5,
    });
    expect(line.size).toBe(20);
  });

  it.each([
    ['no fields', () => struct({})],
    ['a field that is no type', () => struct({ x: JSON.parse('5') })],
    ['a field named like an index', () => struct({ '0': uint8 })],
    ['pack 3', () => struct({ x: uint8 }, { pack: 3 })],
    ['align 0', () => struct({ x: uint8 }, { align: 0 })],
    ['a bit-field of a float', () => bits(float64, 3)],
    ['a bit-field that is too wide', () => bits(uint8, 9)],
    ['padding of 0 bytes', () => padding(0)],
    ['an array of 0 elements', () => array(uint8, 0)],
  ])('refuses %s: ERR_ELEMENT_TYPE', (_, make) => {
    expect(refusal(make)).toBe('TypeError ERR_ELEMENT_TYPE');
  });

  it('of bits or padding alone cannot be elements', () => {
    for (const type of [bits(uint32, 3), padding(4)]) {
      expect(refusal(() => Reflect.apply(CArray.alloc, CArray, [type, 1]))).toMatch(/^TypeError/);
    }
  });
});

describe('bit-fields', () => {
  const flags = struct({ low: bits(uint8, 3), signed: bits(int32, 5), big: bits(uint64, 33) });

  it.each([[{ low: 7, signed: -16, big: 2n ** 33n - 1n }], [{ low: 0, signed: 15, big: 0n }]])(
    'hold their limits: %o',
    (limits) => {
      expect(CArray.of(flags, limits).get(0)).toEqual(limits);
    },
  );

  it.each([
    [{ low: 8, signed: 0, big: 0n }],
    [{ low: 0, signed: 16, big: 0n }],
    [{ low: 0, signed: -17, big: 0n }],
    [{ low: 0, signed: 0, big: 2n ** 33n }],
    [{ low: -1, signed: 0, big: 0n }],
  ])('refuse one beyond: %o', (beyond) => {
    expect(refusal(() => CArray.of(flags, beyond))).toBe('RangeError ERR_OUT_OF_RANGE');
  });

  it('leave their neighbours alone', () => {
    const array = CArray.of(flags, { low: 7, signed: -1, big: 2n ** 33n - 1n });
    array.set(0, { low: 0, signed: -1, big: 2n ** 33n - 1n });
    expect(array.get(0)).toEqual({ low: 0, signed: -1, big: 2n ** 33n - 1n });
  });
});

describe('union', () => {
  const either = union({ bytes: array(uint8, 8), number: float64, short: uint16 });

  it('is as large as its largest member, and shows each', () => {
    expect([either.size, either.alignment]).toEqual([8, 8]);
    const array = CArray.of(either, { number: 1 });
    const one = Float64Array.of(1).buffer; // in the order of this processor
    const short = new Uint16Array(one)[0];
    expect(array.get(0)).toEqual({ bytes: [...new Uint8Array(one)], number: 1, short });
    array.set(0, { short: 0x0102 });
    const stored = new Uint8Array(Uint16Array.of(0x0102, 0, 0, 0).buffer);
    expect(array.get(0).bytes).toEqual([...stored]);
  });

  it.each([[{}], [{ number: 1, short: 2 }], [{ other: 1 }]])('takes exactly one member: not %o', (bad) => {
    const array = CArray.of(either, { number: 1 });
    expect(refusal(() => Reflect.apply(array.set, array, [0, bad]))).toBe('TypeError ERR_INVALID_ARG_TYPE');
    expect(array.get(0).number).toBe(1);
  });
});

describe('pack and align', () => {
  it('freeze what they make, as all types are', () => {
    const type = struct({ a: uint8, b: uint32 });
    for (const made of [type, pack(type), align(type, 8), pack(uint32), align(uint32, 8)]) {
      expect(Object.isFrozen(made)).toBe(true);
    }
  });

  const plain = struct({ a: uint8, b: uint32 });
  it('lay a struct out anew', () => {
    expect([plain.size, pack(plain).size, pack(plain, 2).size, align(plain, 16).size]).toEqual([8, 5, 6, 16]);
    expect([pack(plain).alignment, align(plain, 16).alignment]).toEqual([1, 16]);
    const packed = CArray.of(pack(struct({ a: uint8, b: uint32le })), { a: 1, b: 2 });
    expect(packed.toBuffer().toJSON().data).toEqual([1, 2, 0, 0, 0]);
  });
  it('change the alignment of a number alone', () => {
    expect([pack(uint32).alignment, pack(uint32).size, align(uint8, 4).alignment]).toEqual([1, 4, 4]);
    expect(struct({ a: uint8, b: pack(uint32) }).size).toBe(5);
  });
});
