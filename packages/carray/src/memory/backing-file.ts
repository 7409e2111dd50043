import {
  closeSync,
  fstatSync,
  openSync,
  readlinkSync,
  readSync,
  type Stats,
  statfsSync,
  statSync,
} from 'node:fs';
import { constants as os } from 'node:os';
import { resolve } from 'node:path';
import { SystemError } from '../errors/system-error.js';

/** The file behind a mapping, and what was known of it when it was mapped. It is not kept open. */
export class BackingFile {
  /** How it can be found again, and shown. */
  readonly path: string | undefined;
  readonly #open: string | URL | Buffer | undefined;
  readonly #fd: number | undefined;
  readonly #flags: number;
  readonly #stats: Stats;

  /**
   * @param source what was opened here, or the descriptor of the caller's, which may be closed by now
   * @param flags for open(2), to map it again
   */
  constructor(
    source: { open: string | URL | Buffer; path: string } | { fd: number },
    flags: number,
    stats: Stats,
  ) {
    this.#flags = flags;
    this.#stats = stats;
    if ('fd' in source) {
      this.#fd = source.fd;
      this.#open = pathOfDescriptor(source.fd);
    } else {
      this.path = source.path;
      this.#open = typeof source.open === 'string' ? resolve(source.open) : source.open;
    }
  }

  /** Bytes when it was mapped. */
  get mappedSize(): number {
    return this.#stats.size;
  }

  /** Bytes now; undefined where the file cannot be found any more. */
  get size(): number | undefined {
    return (this.#statOfDescriptor() ?? this.#statOfPath())?.size;
  }

  /** Whether its file system has no room left. */
  get isFull(): boolean {
    if (this.#open === undefined) return false;
    return attempt(() => statfsSync(this.#open ?? '').bavail) === 0;
  }

  /** Whether a byte can be read now; so, if its page was gone, the file has grown again. */
  canRead(byteOffset: number): boolean {
    const read = (fd: number) => readSync(fd, new Uint8Array(1), 0, 1, byteOffset);
    return attempt(() => this.withDescriptor(read)) === 1;
  }

  /** Runs `use` with a descriptor of the file. @throws SystemError: of open(2), or ESTALE where it cannot be found any more. */
  withDescriptor<T>(use: (fd: number) => T): T {
    if (this.#fd !== undefined && this.#statOfDescriptor() !== undefined) return use(this.#fd);
    const fd = this.#reopen();
    try {
      const stats = fstatSync(fd);
      if (this.#isSame(stats)) return use(fd);
    } finally {
      closeSync(fd);
    }
    throw this.#stale('another file has its path now');
  }

  #reopen(): number {
    if (this.#open === undefined) throw this.#stale('the descriptor that it was mapped from was closed');
    try {
      return openSync(this.#open, this.#flags);
    } catch (error) {
      if (!(error instanceof Error) || !('errno' in error) || typeof error.errno !== 'number') throw error;
      throw new SystemError({ errno: -error.errno, syscall: 'open', path: this.path });
    }
  }

  #stale(cause: string): SystemError {
    return new SystemError({ errno: os.errno.ESTALE, syscall: 'open', path: this.path, cause });
  }

  #statOfDescriptor(): Stats | undefined {
    const fd = this.#fd;
    if (fd === undefined) return undefined;
    const stats = attempt(() => fstatSync(fd));
    return stats !== undefined && this.#isSame(stats) ? stats : undefined;
  }

  #statOfPath(): Stats | undefined {
    const path = this.#open;
    const stats = path === undefined ? undefined : attempt(() => statSync(path));
    return stats !== undefined && this.#isSame(stats) ? stats : undefined;
  }

  #isSame({ dev, ino }: Stats): boolean {
    return dev === this.#stats.dev && ino === this.#stats.ino;
  }
}

/** Where Linux says that a descriptor leads; the caller may close it. Undefined elsewhere. */
function pathOfDescriptor(fd: number): string | undefined {
  return process.platform === 'linux' ? attempt(() => readlinkSync(`/proc/self/fd/${fd}`)) : undefined;
}

/** What a question about a file answers; undefined where it cannot: that is an answer here, and no error. */
function attempt<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}
