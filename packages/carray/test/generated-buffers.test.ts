import { describe, expect, it } from 'vitest';
import { array, CArray, char, type ElementType, struct, uint8, uint16be, uint32 } from '../src/index.js';
import { wayOf } from './support/api.js';
import { refusal, UNMAPPED } from './support/errors.js';

const inner = struct({ z: uint16be });
const record = struct({ x: uint32, text: array(char, 4), inner, list: array(uint8, 2) });
const outer = struct({ head: uint8, record });

interface Resizable extends ArrayBuffer {
  resize(byteLength: number): void;
}

/** A buffer that can be made shorter: a newer method than the compiler's library knows. */
function resizable(byteLength: number): Resizable {
  return Reflect.construct(ArrayBuffer, [byteLength, { maxByteLength: 2 * byteLength }]);
}

const LENGTH = 4;
const makers: [string, (buffer: ArrayBuffer) => CArray, ElementType, number][] = [
  ['structs', (buffer) => CArray.view(record, buffer, 0, LENGTH), record, 0],
  ['unaligned structs', (buffer) => CArray.view(record, buffer, 3, LENGTH), record, 3],
  ['a column', (buffer) => CArray.view(outer, buffer, 0, LENGTH).field('record'), outer, 0],
  ['a subarray', (buffer) => CArray.view(record, buffer, 0, LENGTH + 1).subarray(1), record, record.size],
];

/** Every use of the last element, and of what was kept of it. */
function keep(array: CArray) {
  const last = array.length - 1;
  const reference = Object(array.ref(last));
  const nested = reference.inner;
  const { list } = reference;
  const column: CArray = Reflect.apply(array.field, array, ['x']);
  const [get, set, ref] = [array.get.bind(array), array.set.bind(array), array.ref.bind(array)];
  const value = { x: 1, text: 'a', inner: { z: 1 }, list: [1, 2] };
  const element = {
    get: () => get(last),
    set: () => set(last, value),
    ref: () => ref(last),
    at: () => array.at(-1),
  };
  const whole = {
    toArray: () => array.toArray(),
    slice: () => array.slice(),
    fill: () => array.fill(value),
    values: () => [...array],
    bytes: () => (array.stride === array.type.size ? array.bytes : array.toBuffer()),
  };
  const fields = {
    x: () => reference.x,
    text: () => reference.text,
    nested: () => nested.z,
    again: () => reference.inner.z,
    list: () => list.get(1),
    lists: () => reference.list.toArray(),
    column: () => column.get(last),
    'all of a column': () => column.toArray(),
    'x =': () => Reflect.set(reference, 'x', 1),
    'text =': () => Reflect.set(reference, 'text', 'b'),
    'nested =': () => Reflect.set(nested, 'z', 1),
    'inner =': () => Reflect.set(reference, 'inner', { z: 1 }),
    'list =': () => list.set(0, 1),
    'column =': () => column.set(last, 1),
  };
  return { element, whole, fields };
}

describe.each(makers)('a resizable buffer under %s', (_what, make, type, start) => {
  const total = start + LENGTH * type.size;

  it.each([
    ['without the last byte', total - 1, false],
    ['without the last element', total - type.size, true],
    ['of no bytes', 0, true],
  ])('made shorter, %s: errors with a code, and what is left works', (_how, byteLength, allFields) => {
    const buffer = resizable(total);
    const each = make(buffer);
    expect(wayOf(each)).toBe('view');
    const first = Object(each.ref(0));
    first.x = 77;
    const { element, whole, fields } = keep(each);
    buffer.resize(byteLength);
    for (const [what, use] of Object.entries({ ...element, ...whole, ...(allFields ? fields : {}) })) {
      expect(refusal(use), what).toBe(UNMAPPED);
    }
    if (byteLength === 0) return;
    expect([first.x, Object(each.get(0)).x, Object(each.ref(0)).x]).toEqual([77, 77, 77]);
    first.x = 78;
    each.set(1, { x: 9, text: 'b', inner: { z: 2 }, list: [3, 4] });
    expect([first.x, Object(each.get(1)).text, Object(each.at(1)).list]).toEqual([78, 'b', [3, 4]]);
    buffer.resize(total);
    expect([Object(each.get(LENGTH - 1)).x, first.x, fields.x()]).toEqual([
      Object(each.at(-1)).x,
      78,
      fields.x(),
    ]);
    fields['x =']();
    expect([fields.x(), Object(each.at(-1)).x]).toEqual([1, 1]);
  });

  it('made longer: nothing changes', () => {
    const buffer = resizable(total);
    const each = make(buffer);
    const { fields } = keep(each);
    buffer.resize(2 * total);
    fields['x =']();
    expect([each.length, fields.x(), wayOf(each)]).toEqual([LENGTH, 1, 'view']);
  });

  it('transferred: every use is an error with a code', () => {
    const buffer = new ArrayBuffer(total);
    const { element, whole, fields } = keep(make(buffer));
    structuredClone(buffer, { transfer: [buffer] });
    for (const [what, use] of Object.entries({ ...fields, ...element, ...whole })) {
      expect(refusal(use), what).toBe(UNMAPPED);
    }
  });

  it('in the SharedArrayBuffer of another: the same values', () => {
    const buffer = new SharedArrayBuffer(total);
    const each = make(buffer as unknown as ArrayBuffer);
    const { element, fields } = keep(each);
    fields['text =']();
    fields['nested =']();
    expect([fields.text(), fields.nested(), element.get()]).toMatchObject([
      'b',
      1,
      { text: 'b', inner: { z: 1 } },
    ]);
  });
});

describe('a resizable buffer under typed elements', () => {
  it.each([0, 1])('at byte %i: the last element cut, and back', (byteOffset) => {
    const buffer = resizable(17);
    const each = CArray.view(uint32, buffer, byteOffset, 4);
    each.fill(5);
    buffer.resize(byteOffset + 15);
    expect([refusal(() => each.get(3)), refusal(() => each.set(3, 1)), each.get(2)]).toEqual([
      UNMAPPED,
      UNMAPPED,
      5,
    ]);
    expect(refusal(() => each.toArray())).toBe(UNMAPPED);
    buffer.resize(17);
    expect(each.subarray(0, 3).toArray()).toEqual([5, 5, 5]);
    each.set(3, 7);
    expect(each.toArray()).toEqual([5, 5, 5, 7]);
  });
});
