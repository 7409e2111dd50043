import {
  type BigIntStats,
  closeSync,
  constants,
  fstatSync,
  openSync,
  readSync,
  type Stats,
  statSync,
} from 'node:fs';

/** A file that is open, or a device. */
export interface OpenFile {
  readonly path: string;
  readonly fd: number;
  /** Bytes; undefined for devices that have no end. */
  readonly size: number | undefined;
}

/** Runs `job` with a file that can be mapped. Never waits: what could make it wait is refused. */
export async function withOpenFile<T>(
  path: string,
  access: 'read' | 'read-write',
  job: (file: OpenFile) => T | Promise<T>,
): Promise<T> {
  requireMappable(path);
  const fd = openAtOnce(path, access === 'read' ? constants.O_RDONLY : constants.O_RDWR);
  try {
    return await job({ path, fd, size: sizeOf(fd, path) });
  } finally {
    closeSync(fd);
  }
}

/** Opens what may be a FIFO or a terminal by now: it neither waits for a writer, nor becomes the terminal of this process. */
export function openAtOnce(path: string | Buffer, flags: number): number {
  return openSync(path, flags | constants.O_NONBLOCK | constants.O_NOCTTY);
}

/** @throws what it is, where that is no file, nor a device of blocks or characters; why it cannot be looked at */
export function requireMappable(path: string, stats: Stats = statSync(path)): void {
  if (stats.isFile() || stats.isBlockDevice() || stats.isCharacterDevice()) return;
  throw unfit(path, stats, 'files and devices can be mapped');
}

/** The error that says what something is, and what is allowed in its place. */
export function unfit(path: string | Buffer, stats: Stats | BigIntStats, allowed: string): Error {
  return new Error(`'${path}' is ${kindOf(stats)}: ${allowed}`);
}

function kindOf(stats: Stats | BigIntStats): string {
  if (stats.isDirectory()) return 'a directory';
  if (stats.isFIFO()) return 'a FIFO';
  if (stats.isBlockDevice() || stats.isCharacterDevice()) return 'a device';
  return stats.isSocket() ? 'a socket' : 'no file';
}

function sizeOf(fd: number, path: string): number | undefined {
  const stats = fstatSync(fd);
  requireMappable(path, stats); // the name may be something else's by now
  if (stats.isBlockDevice()) return sizeFound(fd);
  if (!stats.isFile()) return undefined;
  if (stats.size > 0 || !hasByte(fd, 0)) return stats.size;
  throw new Error(`'${path}' has bytes and tells no size, as files of the system do: it cannot be mapped`);
}

/** A block device does not tell its size: it is where reads end, found in some fifty of them. */
export function sizeFound(fd: number): number {
  let beyond = 1;
  while (hasByte(fd, beyond - 1)) beyond *= 2;
  let size = Math.floor(beyond / 2);
  while (size < beyond - 1) {
    const middle = Math.floor((size + beyond) / 2);
    if (hasByte(fd, middle - 1)) size = middle;
    else beyond = middle;
  }
  return size;
}

const hasByte = (fd: number, position: number): boolean =>
  readSync(fd, new Uint8Array(1), 0, 1, position) === 1;
