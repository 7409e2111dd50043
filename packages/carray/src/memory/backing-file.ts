import {
  closeSync,
  constants as fs,
  openSync,
  readlinkSync,
  readSync,
  type Stats,
  statfsSync,
  statSync,
} from 'node:fs';
import { constants as os } from 'node:os';
import { errnoOf, SystemError } from '../errors/system-error.js';
import { statDescriptor } from './descriptors.js';

const SLASH = 0x2f;

/** How a file can be found again, and what was known of it when it was mapped. Structured cloning copies it. */
export interface FileFacts {
  /** As it was given. */
  readonly path?: string;
  /** What open(2) takes: a path that does not depend on the working directory. */
  readonly open?: string | Uint8Array;
  /** The descriptor of the caller's, which may be closed by now. */
  readonly fd?: number;
  /** For open(2), to map it again. */
  readonly flags: number;
  readonly dev: number;
  readonly ino: number;
  readonly size: number;
}

/** The file behind a mapping. It is not kept open. */
export class BackingFile {
  readonly facts: FileFacts;

  constructor(facts: FileFacts) {
    this.facts = facts;
  }

  /** Of what was opened, or of a descriptor of the caller's; `flags` are those of open(2). */
  static of(source: OpenedSource, flags: number, { dev, ino, size }: Stats): BackingFile {
    if ('open' in source) {
      const { path } = source;
      const open = fromRoot(Buffer.isBuffer(source.open) ? source.open : path);
      return new BackingFile({ path, open, flags, dev, ino, size });
    }
    const { fd } = source;
    const open = pathOfDescriptor(fd);
    return new BackingFile({ ...(open === undefined ? {} : { open }), fd, flags, dev, ino, size });
  }

  get path(): string | undefined {
    return this.facts.path;
  }

  /** Whether stores of its mappings can reach it. */
  get isOpenedForWriting(): boolean {
    return (this.facts.flags & (fs.O_WRONLY | fs.O_RDWR)) !== 0;
  }

  /** Bytes when it was mapped. */
  get mappedSize(): number {
    return this.facts.size;
  }

  /** Bytes now; undefined where the file cannot be found any more. */
  get size(): number | undefined {
    return (this.#statOfDescriptor() ?? this.#statOfPath())?.size;
  }

  /** Whether its file system has no room left. */
  get isFull(): boolean {
    const { open } = this.facts;
    return open !== undefined && attempt(() => statfsSync(pathLike(open)).bavail) === 0;
  }

  /** Whether a byte can be read now; so, if its page was gone, the file has grown again. */
  canRead(byteOffset: number): boolean {
    const read = (fd: number) => readSync(fd, new Uint8Array(1), 0, 1, byteOffset);
    return attempt(() => this.withDescriptor(read)) === 1;
  }

  /** Runs `use` with a descriptor of the file. @throws SystemError: of open(2), or ESTALE where it cannot be found any more. */
  withDescriptor<T>(use: (fd: number) => T): T {
    const given = this.facts.fd;
    if (given !== undefined && this.#statOfDescriptor() !== undefined) return use(given);
    const fd = this.#reopen();
    try {
      const stats = statDescriptor(fd);
      if (this.#isSame(stats)) return use(fd);
    } finally {
      closeSync(fd);
    }
    throw this.#stale('another file has its path now: remap({ reopen: true }) maps that one');
  }

  /** Runs `use` with a descriptor of the file that has the path now, which may be another one. @throws SystemError of open(2), ESTALE */
  withCurrent<T>(use: (fd: number, current: BackingFile) => T): T {
    const fd = this.#reopen();
    try {
      const { dev, ino, size } = statDescriptor(fd);
      const { fd: _given, ...facts } = this.facts;
      return use(fd, new BackingFile({ ...facts, dev, ino, size }));
    } finally {
      closeSync(fd);
    }
  }

  /** The same file, with another size. */
  sized(size: number): BackingFile {
    return new BackingFile({ ...this.facts, size });
  }

  #reopen(): number {
    const { open, flags } = this.facts;
    if (open === undefined) throw this.#stale('the descriptor that it was mapped from was closed');
    try {
      return openSync(pathLike(open), flags);
    } catch (error) {
      const errno = errnoOf(error);
      if (errno === undefined) throw error;
      throw new SystemError({ errno, syscall: 'open', path: this.path });
    }
  }

  #stale(cause: string): SystemError {
    return new SystemError({ errno: os.errno.ESTALE, syscall: 'open', path: this.path, cause });
  }

  #statOfDescriptor(): Stats | undefined {
    const { fd } = this.facts;
    if (fd === undefined) return undefined;
    const stats = attempt(() => statDescriptor(fd));
    return stats !== undefined && this.#isSame(stats) ? stats : undefined;
  }

  #statOfPath(): Stats | undefined {
    const { open } = this.facts;
    const stats = open === undefined ? undefined : attempt(() => statSync(pathLike(open)));
    return stats !== undefined && this.#isSame(stats) ? stats : undefined;
  }

  #isSame({ dev, ino }: Stats): boolean {
    return dev === this.facts.dev && ino === this.facts.ino;
  }
}

type OpenedSource = { readonly open: string | URL | Buffer; readonly path: string } | { readonly fd: number };

/**
 * The same path from the root. It is put behind the working directory and not resolved: `link/..` is where the link leads to,
 * and that is the kernel's to find.
 */
function fromRoot(path: string | Buffer): string | Buffer {
  if (typeof path === 'string') return path.startsWith('/') ? path : `${process.cwd()}/${path}`;
  return path[0] === SLASH ? path : Buffer.concat([Buffer.from(`${process.cwd()}/`), path]);
}

/** For node:fs: structured cloning has made a Uint8Array of a Buffer. */
const pathLike = (open: string | Uint8Array): string | Buffer =>
  typeof open === 'string' ? open : Buffer.from(open);

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
