import {
  closeSync,
  fstatSync,
  constants as open,
  openSync,
  readFileSync,
  readSync,
  writeSync,
} from 'node:fs';
import { constants } from 'node:os';
import { MAP_ANONYMOUS, MAP_SHARED, PROT_WRITE } from '@carray/constants';

const { EACCES, EBADF, EIO, ENODEV } = constants.errno;

/** What is mapped, wherever: numbers of mmap(2). */
export interface Mapped {
  readonly protection: number;
  readonly flags: number;
  readonly fd: number;
  readonly fileOffset: number;
}

/**
 * The bytes of a file from an offset on, through a descriptor of its own: like a mapping, it outlives the
 * caller's descriptor and the file's name.
 */
export class FileSource {
  private constructor(
    readonly fd: number,
    readonly fileOffset: number,
    /** Whether stores may reach the file: a shared mapping of a descriptor open for reading and writing. */
    readonly takesStores: boolean,
  ) {}

  /** @returns the source, undefined for memory without a file, or the -errno that mmap(2) answers for this descriptor. */
  static open({ protection, flags, fd, fileOffset }: Mapped): FileSource | number | undefined {
    if ((flags & MAP_ANONYMOUS) !== 0) return undefined;
    const shared = (flags & MAP_SHARED) !== 0;
    const writable = (protection & PROT_WRITE) !== 0;
    const access = accessMode(fd);
    if (access === undefined) return -EBADF;
    if (access === open.O_WRONLY) return -EACCES;
    if (shared && writable && access !== open.O_RDWR) return -EACCES;
    if (!fstatSync(fd).isFile()) return -ENODEV;
    const takesStores = shared && access === open.O_RDWR;
    try {
      const own = openSync(`/dev/fd/${fd}`, takesStores ? open.O_RDWR : open.O_RDONLY);
      return new FileSource(own, fileOffset, takesStores);
    } catch (error) {
      return errnoOf(error);
    }
  }

  /** Fills `bytes` from the file and leaves what lies past its end alone. */
  read(bytes: Uint8Array): void {
    let done = 0;
    while (done < bytes.byteLength) {
      const count = readSync(this.fd, bytes, done, bytes.byteLength - done, this.fileOffset + done);
      if (count === 0) return;
      done += count;
    }
  }

  /** Writes to the file at a byte of the mapping. */
  write(bytes: Uint8Array, byteOffset: number): void {
    let done = 0;
    while (done < bytes.byteLength) {
      const position = this.fileOffset + byteOffset + done;
      done += writeSync(this.fd, bytes, done, bytes.byteLength - done, position);
    }
  }

  /** Bytes from the start of the mapping to the end of the file, negative where the mapping starts past it. */
  bytesToEnd(): number {
    return fstatSync(this.fd).size - this.fileOffset;
  }

  close(): void {
    closeSync(this.fd);
  }
}

/** The negated errno of an error that Node threw. */
export function errnoOf(error: unknown): number {
  if (error instanceof Error && 'errno' in error && typeof error.errno === 'number') return error.errno;
  return -EIO;
}

/** O_RDONLY, O_WRONLY or O_RDWR, undefined for a bad descriptor; O_RDWR where the system cannot be asked. */
function accessMode(fd: number): number | undefined {
  try {
    if (fd < 0) return undefined;
    fstatSync(fd);
  } catch {
    return undefined;
  }
  try {
    const flags = /^flags:\s*([0-7]+)/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'latin1'))?.[1];
    return flags === undefined ? open.O_RDWR : Number.parseInt(flags, 8) & 3;
  } catch {
    return open.O_RDWR;
  }
}
