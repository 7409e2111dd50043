import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { expect, it } from 'vitest';
import { codeOf, fileOf } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';

/** madvise(2) itself: 0 or the negated errno. What it answers for memory of the same kind must be our answer. */
const libc = createRequire(import.meta.url)('../src/fork/libc.cjs') as {
  madvise(address: number, length: number, advice: number): number;
};

const { isAvailable, valueOn, platform } = carray;
const numberOf = (word: string) => valueOn(platform, `MADV_${word.toUpperCase().replaceAll('-', '_')}`) ?? -1;

const always = [
  'normal',
  'random',
  'sequential',
  'willneed',
  'dontfork',
  'dofork',
  'dontdump',
  'dodump',
] as const;
/** What depends on the kernel, on how it was built, and on the kind of memory. */
const sometimes = [
  'cold',
  'pageout',
  'collapse',
  'populate-read',
  'populate-write',
  'hugepage',
  'nohugepage',
  'mergeable',
  'unmergeable',
  'wipeonfork',
  'keeponfork',
] as const;
const destructive = [
  'dontneed',
  'dontneed-locked',
  'free',
  'remove',
  'guard-install',
  'guard-remove',
] as const;

onBothBackends('advice', ({ madvise, mapAnonymous, mapFile, munmap, pageSize }) => {
  const contents = Buffer.alloc(4 * pageSize, 7);
  const kinds = [
    ['private memory', () => mapAnonymous(carray.uint8, contents.length).fill(7)],
    ['shared memory', () => mapAnonymous(carray.uint8, contents.length, { shared: true }).fill(7)],
    ['a shared file', () => mapFile(fileOf(contents), { access: 'read-write' })],
    ['a private file', () => mapFile(fileOf(contents), { access: 'copy-on-write' })],
    ['a file for reading', () => mapFile(fileOf(contents))],
  ] as const;

  it.each(kinds)('that every kernel has is taken for %s, and changes no byte', (_kind, make) => {
    const array = make();
    for (const word of always) {
      array.mapping.advise(word);
      array.mapping.advise(word, pageSize + 1, 1);
      array.mapping.advise(numberOf(word), BigInt(pageSize));
      expect(madvise(array, numberOf(word), pageSize, pageSize)).toBe(true);
    }
    array.mapping.advise('normal');
    expect(array.toBuffer().equals(contents)).toBe(true);
    munmap(array);
  });

  it.each(kinds)('of any kind gets the answer of madvise(2) for %s', (_kind, make) => {
    for (const word of sometimes) {
      const [array, other] = [make(), make()];
      const answer = libc.madvise(Number(other.mapping.address), contents.length, numberOf(word));
      const expected =
        answer === 0
          ? undefined
          : Object.entries(constants.errno).find(([, value]) => value === -answer)?.[0];
      expect(
        codeOf(() => array.mapping.advise(word)),
        word,
      ).toBe(expected);
      expect(
        codeOf(() => array.mapping.adviseUnsafe(word, 0, contents.length)),
        word,
      ).toBe(expected);
      expect(array.toBuffer().equals(contents), word).toBe(true);
      munmap(array);
      munmap(other);
    }
  });

  it.each(kinds)('that may lose data goes by adviseUnsafe, as madvise(2) answers for %s', (_kind, make) => {
    for (const word of destructive) {
      const [array, other] = [make(), make()];
      expect(codeOf(() => Reflect.apply(array.mapping.advise, array.mapping, [word]))).toBe(
        'ERR_INVALID_ARG_VALUE',
      );
      expect(() => array.mapping.advise(numberOf(word))).toThrow(/adviseUnsafe/);
      expect(array.toBuffer().equals(contents), word).toBe(true);
      const answer = libc.madvise(Number(other.mapping.address), contents.length, numberOf(word));
      const expected =
        answer === 0
          ? undefined
          : Object.entries(constants.errno).find(([, value]) => value === -answer)?.[0];
      expect(
        codeOf(() => array.mapping.adviseUnsafe(word, 0, contents.length)),
        word,
      ).toBe(expected);
      munmap(array);
      munmap(other);
    }
  });

  it('that is no word lists the words; that is no number of the kernel is EINVAL', () => {
    const array = mapAnonymous(carray.uint8, pageSize);
    const advise = (...given: unknown[]) => Reflect.apply(array.mapping.advise, array.mapping, given);
    for (const word of ['', 'fast', 'RANDOM', 'MADV_RANDOM']) {
      expect(() => advise(word)).toThrow(/one of normal, random, sequential, .*, dontneed, .*, guard-remove/);
      expect(codeOf(() => advise(word))).toBe('ERR_INVALID_ARG_VALUE');
    }
    for (const other of [-1, 1.5, Number.NaN, 2 ** 31])
      expect(codeOf(() => advise(other))).toBe('ERR_OUT_OF_RANGE');
    for (const other of [null, undefined, 1n, {}])
      expect(codeOf(() => advise(other))).toBe('ERR_INVALID_ARG_TYPE');
    expect(() => advise(12_345)).toThrow(/^EINVAL: .*madvise: advice 12345 is unknown to this kernel/);
    const unsafe = (...given: unknown[]) => Reflect.apply(array.mapping.adviseUnsafe, array.mapping, given);
    for (const given of [['dontneed'], ['dontneed', 0], ['dontneed', undefined, 1]]) {
      expect(codeOf(() => unsafe(...given))).toBe('ERR_INVALID_ARG_TYPE');
    }
    expect(codeOf(() => unsafe('dontneed', 1, 1))).toBe('EINVAL');
    munmap(array);
  });

  it('has a constant for each word here', () => {
    const missing = [...always, ...destructive].filter(
      (word) => !isAvailable(`MADV_${word.toUpperCase().replaceAll('-', '_')}`),
    );
    expect(missing).toEqual([]);
  });
});
