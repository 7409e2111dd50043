import { type BigIntStats, lstatSync, readdirSync, statSync } from 'node:fs';
import { unfit } from '../open-file.js';
import { asPath, inside, type Path } from './paths.js';
import { Seen } from './seen.js';
import { noneSkipped, type Skipped } from './skipped.js';

export interface WalkOptions {
  /** Whether symbolic links in directories are followed. Those that are named always are. */
  readonly follow?: boolean;
  readonly oneFileSystem?: boolean;
  /** Bytes; longer files are skipped. */
  readonly maxFileBytes?: number;
}

/** A regular file. */
export interface Found {
  readonly path: Path;
  /** Bytes, when it was found. */
  readonly size: number;
  /** Whether it was named itself, and not found in a directory. */
  readonly isNamed: boolean;
}

/**
 * The regular files under paths, each once, however many names it has, in the order of names. What is no file is skipped and counted
 * in directories, and a failure where it is named. A failure does not end the walk.
 */
export class Walk {
  readonly skipped: Skipped = noneSkipped();
  readonly #seen = new Seen();
  readonly #options: WalkOptions;
  readonly #fail: (path: Path, error: unknown) => void;

  constructor(options: WalkOptions, fail: (path: Path, error: unknown) => void) {
    this.#options = options;
    this.#fail = fail;
  }

  async *files(paths: AsyncIterable<Path> | Iterable<Path>): AsyncGenerator<Found> {
    for await (const path of paths) yield* this.#named(path);
  }

  *#named(path: Path): Generator<Found> {
    const stats = this.#attempt(path, () => statSync(path, { bigint: true }));
    if (stats === undefined) return;
    if (stats.isFile() || stats.isDirectory()) yield* this.#entry(path, stats, stats.dev, true);
    else this.#fail(path, unfit(path, stats, 'files and directories have pages in the page cache'));
  }

  *#inside(directory: Path, device: bigint): Generator<Found> {
    for (const name of this.#attempt(directory, () => namesIn(directory)) ?? []) {
      const path = inside(directory, name);
      const stats = this.#attempt(path, () => this.#statsOf(path));
      if (stats !== undefined) yield* this.#entry(path, stats, device, false);
    }
  }

  /** Of what a link leads to, where they are followed and it leads anywhere. */
  #statsOf(path: Path): BigIntStats {
    const stats = lstatSync(path, { bigint: true });
    if (!this.#options.follow || !stats.isSymbolicLink()) return stats;
    return statSync(path, { bigint: true, throwIfNoEntry: false }) ?? stats;
  }

  *#entry(path: Path, stats: BigIntStats, device: bigint, isNamed: boolean): Generator<Found> {
    const { oneFileSystem, maxFileBytes = Number.POSITIVE_INFINITY } = this.#options;
    if (stats.isSymbolicLink()) this.skipped.symbolicLinks++;
    else if (!stats.isFile() && !stats.isDirectory()) this.skipped.otherKinds++;
    else if (oneFileSystem && stats.dev !== device) this.skipped.otherFileSystems++;
    else if (this.#seen.before(stats)) this.skipped.otherNames += stats.isFile() ? 1 : 0;
    else if (stats.isDirectory()) yield* this.#inside(path, device);
    else if (stats.size > maxFileBytes) this.skipped.tooLarge++;
    else yield { path, size: Number(stats.size), isNamed };
  }

  #attempt<T>(path: Path, call: () => T): T | undefined {
    try {
      return call();
    } catch (error) {
      this.#fail(path, error);
      return undefined;
    }
  }
}

/** The names in a directory, in order. */
function namesIn(directory: Path): Path[] {
  const names = readdirSync(directory).sort();
  // What is no text in UTF-8 has lost bytes.
  return names.some((name) => name.includes('\ufffd'))
    ? readdirSync(directory, { encoding: 'buffer' }).sort(Buffer.compare).map(asPath)
    : names;
}
