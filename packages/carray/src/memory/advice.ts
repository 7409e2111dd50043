import {
  isAvailable,
  MADV_COLD,
  MADV_COLLAPSE,
  MADV_DODUMP,
  MADV_DOFORK,
  MADV_DONTDUMP,
  MADV_DONTFORK,
  MADV_DONTNEED,
  MADV_DONTNEED_LOCKED,
  MADV_FREE,
  MADV_GUARD_INSTALL,
  MADV_GUARD_REMOVE,
  MADV_HUGEPAGE,
  MADV_HWPOISON,
  MADV_KEEPONFORK,
  MADV_MERGEABLE,
  MADV_NOHUGEPAGE,
  MADV_NORMAL,
  MADV_PAGEOUT,
  MADV_POPULATE_READ,
  MADV_POPULATE_WRITE,
  MADV_RANDOM,
  MADV_REMOVE,
  MADV_SEQUENTIAL,
  MADV_SOFT_OFFLINE,
  MADV_UNMERGEABLE,
  MADV_WILLNEED,
  MADV_WIPEONFORK,
} from '@carray/constants';
import { checkFlags } from '../arguments/check.js';
import { invalidValue } from '../errors/arguments.js';
import { plainError } from '../errors/coded.js';

/**
 * A word for harmless advice: 'random' is MADV_RANDOM, 'populate-read' MADV_POPULATE_READ. It changes no byte as this process sees it; what it
 * does to forked children is in madvise(2). Where a name exists: `isAvailable`, `sinceKernel`.
 */
export type Advice =
  | 'normal'
  | 'random'
  | 'sequential'
  | 'willneed'
  | 'cold'
  | 'pageout'
  | 'collapse'
  | 'populate-read'
  | 'populate-write'
  | 'hugepage'
  | 'nohugepage'
  | 'mergeable'
  | 'unmergeable'
  | 'dontfork'
  | 'dofork'
  | 'wipeonfork'
  | 'keeponfork'
  | 'dontdump'
  | 'dodump';

/** A word for advice after which bytes may be others, or may not be there: 'dontneed' is MADV_DONTNEED. */
export type UnsafeAdvice =
  | 'dontneed'
  | 'dontneed-locked'
  | 'free'
  | 'remove'
  | 'guard-install'
  | 'guard-remove';

const harmless: Readonly<Record<Advice, number>> = {
  normal: MADV_NORMAL,
  random: MADV_RANDOM,
  sequential: MADV_SEQUENTIAL,
  willneed: MADV_WILLNEED,
  cold: MADV_COLD,
  pageout: MADV_PAGEOUT,
  collapse: MADV_COLLAPSE,
  'populate-read': MADV_POPULATE_READ,
  'populate-write': MADV_POPULATE_WRITE,
  hugepage: MADV_HUGEPAGE,
  nohugepage: MADV_NOHUGEPAGE,
  mergeable: MADV_MERGEABLE,
  unmergeable: MADV_UNMERGEABLE,
  dontfork: MADV_DONTFORK,
  dofork: MADV_DOFORK,
  wipeonfork: MADV_WIPEONFORK,
  keeponfork: MADV_KEEPONFORK,
  dontdump: MADV_DONTDUMP,
  dodump: MADV_DODUMP,
};

const destructive: Readonly<Record<UnsafeAdvice, number>> = {
  dontneed: MADV_DONTNEED,
  'dontneed-locked': MADV_DONTNEED_LOCKED,
  free: MADV_FREE,
  remove: MADV_REMOVE,
  'guard-install': MADV_GUARD_INSTALL,
  'guard-remove': MADV_GUARD_REMOVE,
};

const numbers = new Map<string, number>(Object.entries({ ...harmless, ...destructive }));
// MADV_NORMAL is 0, and so is every name that this platform lacks.
const losesData = new Set(
  [...Object.values(destructive), MADV_HWPOISON, MADV_SOFT_OFFLINE].filter(
    (advice) => advice !== MADV_NORMAL,
  ),
);

/** Whether bytes may be others, or not there, after this advice. */
export const isDestructive = (advice: number): boolean => losesData.has(advice);

/**
 * The number of an advice given as a number or a word.
 *
 * @throws ERR_INVALID_ARG_VALUE for no word of the table, ERR_UNSUPPORTED where the platform lacks it.
 */
export function adviceNumber(advice: unknown): number {
  if (typeof advice !== 'string') return checkFlags('advice', advice);
  const number = numbers.get(advice);
  if (number === undefined) {
    throw invalidValue('advice', `must be a number or one of ${[...numbers.keys()].join(', ')}`, advice);
  }
  const name = `MADV_${advice.toUpperCase().replaceAll('-', '_')}`;
  if (isAvailable(name)) return number;
  throw plainError('ERR_UNSUPPORTED', `This platform has no ${name}`);
}
