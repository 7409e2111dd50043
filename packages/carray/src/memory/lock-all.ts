import { checkBoolean, checkOptions } from '../arguments/check.js';
import { invalidValue } from '../errors/arguments.js';
import { type LivePages, livePages } from './live-mappings.js';
import { lockFlags } from './locks.js';

/** Options of `lockAll`. One of `current` and `future` must be true. */
export interface LockAllOptions {
  /** Whether what is mapped now is locked; default true. */
  current?: boolean;
  /** Whether what is mapped from now on is, until `unlockAll`; default true. */
  future?: boolean;
  /** Whether pages are locked as they are touched, and not brought in now (Linux); default false. */
  onFault?: boolean;
}

/** The flags of mlock2(2) for what is mapped from now on in this thread; undefined where it is not locked. */
let futureFlags: number | undefined;

/**
 * Not mlockall(2): that locks the pages of the engine too, whose collector gives pages back with madvise(2), which the kernel refuses
 * for locked ones; the engine ends the process then.
 */
export function lockEverything(options: LockAllOptions = {}): void {
  checkOptions(options, ['current', 'future', 'onFault']);
  const { current = true, future = true, onFault = false } = options;
  checkBoolean('options.current', current);
  checkBoolean('options.future', future);
  const flags = lockFlags({ onFault });
  if (!current && !future) throw invalidValue('options', 'must have one of current and future', options);
  if (current) allOrNone(livePages(), (pages) => lockPages(pages, flags));
  if (future) futureFlags = flags;
}

/** Locks pages that have just been mapped, where `lockAll` asked for it. @throws as `Locks.lock`: none of them is locked then */
export function lockNewPages(pages: LivePages): void {
  if (futureFlags !== undefined) lockPages(pages, futureFlags);
}

/** Goes on where one cannot be unlocked, and throws why at the end. */
export function unlockEverything(): void {
  futureFlags = undefined;
  const failures: unknown[] = [];
  for (const pages of livePages()) {
    try {
      unlockPages(pages);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

/** @returns what takes it back. */
function lockPages({ region, lockable }: LivePages, flags: number): () => void {
  if (lockable === undefined) return () => {};
  const { byteLength, maxByteLength, protections, locks } = lockable;
  const runs = protections.accessible(0, byteLength);
  const isToEnd = byteLength === maxByteLength;
  const undo = allOrNone(runs, (run) =>
    locks.lockUndoably(region, run, flags, isToEnd && run.byteOffset + run.byteLength === byteLength),
  );
  const before = locks.flagsOfAll;
  locks.flagsOfAll = flags;
  return () => {
    locks.flagsOfAll = before;
    undo();
  };
}

/** Locks what a mapping is about to have more, up to byte `to`, where `lockAll` has locked what is in front. @returns what takes it back */
export function lockAdded({ region, lockable }: LivePages, from: number, to: number): () => void {
  const flags = lockable?.locks.flagsOfAll;
  if (lockable === undefined || flags === undefined) return () => {};
  const { byteLength, maxByteLength, protections, locks } = lockable;
  if (byteLength > 0 && !locks.isLocked(byteLength - 1)) return () => {};
  return allOrNone(protections.accessible(from, to), (run) =>
    locks.lockUndoably(region, run, flags, run.byteOffset + run.byteLength === maxByteLength),
  );
}

function unlockPages({ region, lockable }: LivePages): void {
  if (lockable === undefined) return;
  const { maxByteLength, protections, locks } = lockable;
  // A reservation, which may have mappings inside.
  if (!locks.any && protections.accessible(0, maxByteLength).length === 0) return;
  locks.flagsOfAll = undefined;
  locks.unlock(region, { byteOffset: 0, byteLength: maxByteLength }, true);
}

/** Does it for each, or where one throws for none. @returns what takes all of it back */
function allOrNone<T>(each: Iterable<T>, perform: (one: T) => () => void): () => void {
  const undos: (() => void)[] = [];
  const undoAll = () => {
    for (const undo of undos.reverse()) undo();
  };
  try {
    for (const one of each) undos.push(perform(one));
  } catch (error) {
    undoAll();
    throw error;
  }
  return undoAll;
}
