import * as constants from '@carray/constants';
import { describe, expect, it } from 'vitest';
import {
  type Advice,
  MADV_DONTNEED,
  MADV_HWPOISON,
  MADV_NORMAL,
  madvise,
  type UnsafeAdvice,
} from '../src/index.js';
import { asked } from './support/api.js';
import { NOT_THE_VALUE, refusal, thrownBy } from './support/errors.js';
import { mapped, page, total } from './support/synced.js';
import { notFlags } from './support/values.js';

const harmless: Advice[] = [
  'normal',
  'random',
  'sequential',
  'willneed',
  'cold',
  'pageout',
  'collapse',
  'populate-read',
  'populate-write',
  'hugepage',
  'nohugepage',
  'mergeable',
  'unmergeable',
  'dontfork',
  'dofork',
  'wipeonfork',
  'keeponfork',
  'dontdump',
  'dodump',
];
const destructive: UnsafeAdvice[] = [
  'dontneed',
  'dontneed-locked',
  'free',
  'remove',
  'guard-install',
  'guard-remove',
];

const nameOf = (word: string) => `MADV_${word.toUpperCase().replaceAll('-', '_')}`;
function numberOf(word: string): number {
  const entry = Object.entries(constants).find(([name]) => name === nameOf(word));
  if (typeof entry?.[1] !== 'number') throw new Error(`no constant for ${word}`);
  return entry[1];
}
/** Of the words, those that mean something here. */
const here = <W extends string>(words: readonly W[]) =>
  words.filter((word) => constants.isAvailable(nameOf(word)));

type Method = 'advise' | 'adviseUnsafe';
function advising(method: Method) {
  const { array, fake } = mapped();
  const call = (...given: unknown[]) => Reflect.apply(array.mapping[method], array.mapping, given);
  return { array, call, calls: () => asked(fake, 'advise') };
}

describe('mapping.advise', () => {
  it.each(here(harmless))('%s is the number of that name, for all or from page to page', (word) => {
    const { call, calls } = advising('advise');
    call(word);
    call(word, page + 9, 10);
    call(numberOf(word), BigInt(page) + 1n);
    expect(calls()).toEqual([
      [0, total, numberOf(word)],
      [page, 19, numberOf(word)],
      [page, total - page, numberOf(word)],
    ]);
  });

  it.each(here(destructive))('%s, as a word and as a number, belongs to adviseUnsafe', (word) => {
    const { call, calls } = advising('advise');
    for (const advice of [word, numberOf(word)]) {
      expect(refusal(() => call(advice))).toBe(NOT_THE_VALUE);
      expect(refusal(() => call(advice, 0, page))).toBe(NOT_THE_VALUE);
      expect(thrownBy(() => call(advice)).message).toContain('adviseUnsafe takes it');
    }
    expect(calls()).toEqual([]);
  });

  it('does not take what poisons memory either', () => {
    if (MADV_HWPOISON === 0) return;
    expect(refusal(() => advising('advise').call(MADV_HWPOISON))).toBe(NOT_THE_VALUE);
  });
});

describe('mapping.adviseUnsafe', () => {
  it.each(here([...harmless, ...destructive]))(
    '%s is the number of that name, for the bytes given',
    (word) => {
      const { call, calls } = advising('adviseUnsafe');
      call(word, page, 10);
      call(numberOf(word), 0n, BigInt(total));
      expect(calls()).toEqual([
        [page, 10, numberOf(word)],
        [0, total, numberOf(word)],
      ]);
    },
  );
});

describe.each<Method>(['advise', 'adviseUnsafe'])('mapping.%s', (method) => {
  it('lists the words where it knows none', () => {
    const { call, calls } = advising(method);
    for (const word of ['', 'Random', 'MADV_RANDOM', 'hwpoison', 'soft-offline', 'toString', '4']) {
      expect(refusal(() => call(word, 0, page))).toBe(NOT_THE_VALUE);
      for (const known of [...harmless, ...destructive]) {
        expect(thrownBy(() => call(word, 0, page)).message).toContain(known);
      }
    }
    expect(calls()).toEqual([]);
  });

  it('refuses what is no number of advice', () => {
    for (const [value, expected] of notFlags.filter(([value]) => typeof value !== 'string')) {
      const { call, calls } = advising(method);
      expect(refusal(() => call(value, 0, page))).toBe(expected);
      expect([calls(), thrownBy(() => call(value, 0, page)).message.includes('"advice"')]).toEqual([
        [],
        true,
      ]);
    }
  });

  it('leaves a number that nobody knows to the kernel, and says so', () => {
    const { call } = advising(method);
    const error = thrownBy(() => call(9999, 0, page));
    expect([error.code, error.message.includes('advice 9999 is unknown to this kernel')]).toEqual([
      'EINVAL',
      true,
    ]);
  });
});

describe('madvise', () => {
  it('takes numbers alone, the destructive among them, for the whole mapping too', () => {
    const { array, fake } = mapped();
    for (const [value, expected] of notFlags)
      expect(refusal(() => Reflect.apply(madvise, undefined, [array, value]))).toBe(expected);
    expect([madvise(array, MADV_NORMAL), madvise(array, MADV_DONTNEED)]).toEqual([true, true]);
    expect(asked(fake, 'advise')).toEqual([
      [0, total, MADV_NORMAL],
      [0, total, MADV_DONTNEED],
    ]);
  });
});
