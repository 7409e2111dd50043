import { setImmediate } from 'node:timers/promises';
import type { Api } from 'carray';
import { sizeInBytes } from '../arguments/position.js';
import { hasCode } from '../errors.js';
import { endsAll, tellFailure } from '../files.js';
import { Progress } from '../progress.js';
import { type Access, type FilePages, pagesIn, withFilePages } from './file-pages.js';
import type { CacheOptions } from './options.js';
import type { Path } from './paths.js';
import type { Skipped } from './skipped.js';
import { type Found, Walk } from './walk.js';

export type Fail = (path: Path, error: unknown) => void;
export type Paths = AsyncIterable<Path> | Iterable<Path>;

/** What to do with each file. */
export interface Job {
  readonly api: Api;
  readonly options: CacheOptions;
  readonly access: Access;
  /** Where failures go; default: a line of standard error each. */
  readonly fail?: Fail | undefined;
  /** Ends it between two files, with what it was aborted with. */
  readonly signal?: AbortSignal | undefined;
  each(pages: FilePages, path: Path): void | Promise<void>;
}

/** Does a job with the pages of each file under the paths. A failure ends none but its own. @throws UsageError, OutputClosed */
export async function forPagesOfEach(
  paths: Paths,
  job: Job,
): Promise<{ readonly skipped: Skipped; readonly failed: number }> {
  const { api, options, access, fail = tellFailure } = job;
  let failed = 0;
  const walk = walkOf(api, options, (path, error) => {
    failed++;
    fail(path, error);
  });
  const breathe = pauses();
  for await (const found of walk.files(paths)) {
    await breathe();
    job.signal?.throwIfAborted();
    if (isTooShort(found, api.pageSize, options)) {
      walk.skipped.tooShort++;
      continue;
    }
    try {
      await withFilePages(api, found.path, { range: options.range, access }, (pages) =>
        job.each(pages, found.path),
      );
    } catch (error) {
      if (endsAll(error)) throw error;
      if (isPageless(found, error)) walk.skipped.otherKinds++;
      else {
        failed++;
        fail(found.path, error);
      }
    }
  }
  return { skipped: walk.skipped, failed };
}

const BREATH_MS = 50;

/** Signals and timers have to wait for a turn of the event loop, which nothing here would make. */
function pauses(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < BREATH_MS) return;
    await setImmediate();
    last = performance.now();
  };
}

/** A bar for all bytes under the paths, which are summed up where somebody sees it. A list that comes along a pipe comes once. */
export async function progressOver(
  api: Api,
  given: readonly string[],
  options: CacheOptions,
): Promise<Progress> {
  const isKnown = process.stderr.isTTY === true && options.filesFrom === undefined;
  return new Progress({ total: isKnown ? await bytesUnder(given, api, options) : undefined });
}

/** How many bytes there are to be done; what fails will be told when it is its turn. */
async function bytesUnder(paths: Paths, api: Api, options: CacheOptions): Promise<number> {
  let sum = 0;
  for await (const found of walkOf(api, options, () => {}).files(paths)) {
    if (!hasRange(found, api.pageSize, options)) continue;
    sum += pagesIn(found.size, api.pageSize, options.range).pages * api.pageSize;
  }
  return sum;
}

function walkOf({ pageSize }: Api, options: CacheOptions, fail: Fail): Walk {
  const { maxFileSize, follow = false, oneFileSystem = false } = options;
  const most = maxFileSize === undefined ? {} : { maxFileBytes: sizeInBytes(maxFileSize, { pageSize }) };
  return new Walk({ follow, oneFileSystem, ...most }, fail);
}

/** Files of sysfs and the like have a length, and no pages. */
function isPageless({ isNamed }: Found, error: unknown): boolean {
  return !isNamed && hasCode(error, 'ENODEV');
}

/** A file that is named has to have the range; in a directory it may not. */
function isTooShort(found: Found, pageSize: number, options: CacheOptions): boolean {
  return !found.isNamed && !hasRange(found, pageSize, options);
}

function hasRange({ size }: Found, pageSize: number, { range }: CacheOptions): boolean {
  try {
    pagesIn(size, pageSize, range);
    return true;
  } catch {
    return false;
  }
}
