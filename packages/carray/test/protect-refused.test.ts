import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import { mprotect, PROT_EXEC, PROT_NONE, PROT_READ, PROT_WRITE } from '../src/index.js';
import { asked, fakeApi, isChecked } from './support/api.js';
import { NOT_THE_VALUE, OUT_OF_RANGE, READ_ONLY, refusal, thrownBy } from './support/errors.js';
import { fileOf, pattern } from './support/files.js';
import { mapped, page, total } from './support/synced.js';
import { notFlags } from './support/values.js';

const { EACCES, EINVAL, ENOMEM } = constants.errno;
const both = PROT_READ | PROT_WRITE;

describe('a refused mprotect', () => {
  it.each([EINVAL, EACCES, ENOMEM])('with errno %i changes nothing of what may be done', (errno) => {
    const { array, fake } = mapped();
    mprotect(array, PROT_READ, page, page);
    const state = () => [
      array.mapping.protection,
      array.writable,
      array.subarray(0, page).writable,
      isChecked(array),
    ];
    const before = state();
    for (const protection of [PROT_NONE, both, PROT_READ | PROT_EXEC]) {
      fake.failNext('protect', errno);
      const error = thrownBy(() => mprotect(array, protection, 0, page));
      expect(error).toMatchObject({ syscall: 'mprotect', errno: -errno });
      expect(error).toMatchObject({ info: { byteOffset: 0, byteLength: page, argument: protection } });
      expect(state()).toEqual(before);
    }
    array.set(0, 5);
    expect(array.get(0)).toBe(5);
    expect(refusal(() => array.set(page, 5))).toBe(READ_ONLY);
    expect(thrownBy(() => array.set(page, 5)).message).toBe(
      `Cannot store into bytes ${page} to ${page} of the mapping: they are read-only, since they were protected so; mapping.protect('read-write') permits it again`,
    );
  });

  it('says why', () => {
    const { array, fake } = mapped();
    const bits = 1 << 20;
    expect(thrownBy(() => mprotect(array, bits)).message).toContain(
      `does not know all bits of the protection ${bits}`,
    );
    fake.failNext('protect', EACCES);
    expect(thrownBy(() => mprotect(array, both)).message).toContain('was not opened for writing');
  });
});

describe('the protection', () => {
  it('is bits, checked, or a word', () => {
    const { array, fake } = mapped();
    for (const [value, expected] of notFlags) {
      expect(refusal(() => Reflect.apply(mprotect, undefined, [array, value]))).toBe(expected);
      // A string is a word for the mapping's own method.
      const word = typeof value === 'string' ? NOT_THE_VALUE : expected;
      expect(refusal(() => Reflect.apply(array.mapping.protect, array.mapping, [value]))).toBe(word);
    }
    const lists = 'must be a number or one of none, read, read-write, read-exec';
    for (const word of ['', 'write', 'READ', 'read-write-exec', 'toString'])
      expect(thrownBy(() => Reflect.apply(array.mapping.protect, array.mapping, [word])).message).toContain(
        lists,
      );
    expect(asked(fake, 'protect')).toEqual([]);
  });

  it.each([['fast'], [2.5], [null]])('is called so where it is refused, as the parameter is: %o', (value) => {
    const { array } = mapped();
    const refused = thrownBy(() => Reflect.apply(array.mapping.protect, array.mapping, [value]));
    expect(refused.message).toContain('"protection"');
  });

  it.each([
    ['none', PROT_NONE],
    ['read', PROT_READ],
    ['read-write', both],
    ['read-exec', PROT_READ | PROT_EXEC],
  ] as const)('%s is %i', (word, bits) => {
    const { array, fake } = mapped();
    array.mapping.protect(word, page, 1);
    expect(asked(fake, 'protect')).toEqual([[page, 1, bits]]);
    array.mapping.protect(word);
    expect(array.mapping.protection).toBe(bits);
  });

  it('of no bytes changes nothing, checked or not', () => {
    const { array } = mapped();
    mprotect(array, PROT_NONE, page, 0);
    expect([array.mapping.protection, array.writable, isChecked(array)]).toEqual([both, true, false]);
  });

  it('of no bytes leaves raw views of a file for reading harmless', () => {
    const { mapFile, fake } = fakeApi({ pageSize: page });
    const array = mapFile(fileOf(pattern(page)));
    mprotect(array, PROT_READ, 0, 0);
    array.bytes[0] = 9;
    expect(asked(fake, 'protect')).toEqual([
      [0, 0, PROT_READ],
      [0, page, both],
    ]);
  });

  it('of a part of the last page reaches to the end', () => {
    const { array } = mapped();
    mprotect(array, PROT_READ, 3 * page, 1);
    expect(refusal(() => array.set(total - 1, 1))).toBe(READ_ONLY);
    array.set(3 * page - 1, 1);
  });

  it('that forbids is told before the value is looked at, and after the index', () => {
    const { array } = mapped();
    mprotect(array, PROT_READ);
    const set = (...given: unknown[]) => refusal(() => Reflect.apply(array.set, array, given));
    expect([set(total, 'x'), set(0, 'x'), set(-1, 1)]).toEqual([OUT_OF_RANGE, READ_ONLY, OUT_OF_RANGE]);
  });

  it('is the user’s from the first call on: a raw view asks for nothing more', () => {
    const { mapFile, fake } = fakeApi({ pageSize: page });
    const array = mapFile(fileOf(pattern(page)));
    array.mapping.protect('read');
    expect(array.bytes.length).toBe(page);
    expect(asked(fake, 'protect')).toEqual([[0, page, PROT_READ]]);
  });
});
