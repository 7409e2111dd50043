import { byteRange, inPieces } from '../cache/change.js';
import { forPagesOfEach, progressOver } from '../cache/each-file.js';
import { Totals } from '../cache/entry.js';
import type { FilePages } from '../cache/file-pages.js';
import type { CacheOptions } from '../cache/options.js';
import { checkPaths, pathsOf } from '../cache/paths.js';
import { checkPidFile, writePidFile } from '../cache/pid-file.js';
import { skippedText } from '../cache/skipped.js';
import { throwIfAny } from '../files.js';
import { apiOf } from '../library.js';
import { write } from '../output.js';
import { hideProgress, type Progress } from '../progress.js';
import { endingSignals, nextSignal } from '../signals.js';
import { bold, dim } from '../style.js';
import { counted, shortBytes } from '../text.js';
import { visible } from '../visible.js';

export interface LockOptions extends CacheOptions {
  readonly pidFile?: string;
}

/** `carray lock PATH...`: until a signal. Of a file no page is locked, or all. */
export async function lock(given: readonly string[], options: LockOptions): Promise<void> {
  checkPaths(given, options);
  if (options.pidFile !== undefined) checkPidFile(options.pidFile);
  const locked = await lockAll(given, options);
  if (locked.totals.files > 0) {
    try {
      await held(locked, options);
    } finally {
      for (const unlock of locked.unlocks) unlock();
    }
  }
  throwIfAny(locked.failed);
}

interface Locked {
  readonly totals: Totals;
  readonly failed: number;
  /** Of the pages, in bytes. */
  readonly byteLength: number;
  readonly unlocks: readonly (() => void)[];
}

/** A signal before the end of this ends the process, and with it the locks. */
async function lockAll(given: readonly string[], options: LockOptions): Promise<Locked> {
  const api = apiOf(options);
  const progress = await progressOver(api, given, options);
  const totals = new Totals();
  const unlocks: (() => void)[] = [];
  const { failed, skipped } = await forPagesOfEach(pathsOf(given, options), {
    ...{ api, options, access: 'read' as const },
    async each(pages, path) {
      await lockPages(pages, progress);
      if (pages.mapping !== undefined) unlocks.push(pages.keep());
      totals.add({ ...pages, path, resident: pages.pages });
      if (!options.summary) await write(`locked ${counted(pages.pages, 'page')}  ${bold(visible(path))}\n`);
    },
  });
  hideProgress(); // it waits from here on
  const passed = skippedText(skipped);
  if (passed !== undefined) await write(`${dim(passed)}\n`);
  return { totals, failed, byteLength: totals.pages * api.pageSize, unlocks };
}

/** Where a piece fails, the mapping goes, and with it the locks on those before. */
async function lockPages(pages: FilePages, progress: Progress): Promise<void> {
  const change = (pages: FilePages, from: number, end: number): void => {
    const [offset, size] = byteRange(pages, from, end);
    pages.mapping?.lock({ offset, size });
  };
  await inPieces(pages, { change }, progress);
}

async function held({ totals, byteLength }: Locked, { pidFile }: LockOptions): Promise<void> {
  const signal = nextSignal();
  let removePidFile: (() => void) | undefined;
  try {
    if (pidFile !== undefined) removePidFile = writePidFile(pidFile);
    const what = `${counted(totals.pages, 'page')} (${shortBytes(byteLength)}) of ${counted(totals.files, 'file')}`;
    await write(`process ${process.pid} keeps ${what} in memory until ${endingSignals.join(', ')}\n`);
    await signal.came;
  } finally {
    signal.ignore();
    removePidFile?.();
  }
}
