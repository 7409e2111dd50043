import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { Api, MappedArray, uint8 } from 'carray';
import type { Span } from '../arguments/range.js';
import { mappable } from '../files.js';

/** A file that is open to be looked at. */
export interface Input {
  readonly file: string;
  readonly fd: number;
  /** Bytes; undefined for devices that have no end. */
  readonly size: number | undefined;
}

/** Opens a file for a job. Never waits: what could make it wait is refused. */
export async function withInput<T>(file: string, job: (input: Input) => Promise<T>): Promise<T> {
  mappable(file);
  const fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK); // by now it may be a FIFO
  try {
    return await job({ file, fd, size: sizeOf(fd, file) });
  } finally {
    closeSync(fd);
  }
}

function sizeOf(fd: number, file: string): number | undefined {
  const stats = fstatSync(fd);
  if (stats.isBlockDevice()) return sizeFound(fd);
  if (!stats.isFile()) return undefined;
  if (stats.size > 0 || !hasByte(fd, 0)) return stats.size;
  throw new Error(`'${file}' has bytes and tells no size, as files of the system do: it cannot be mapped`);
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

/** The bytes of a span, mapped: what is read is a copy, so that a file that is cut meanwhile is an error and no signal. */
export class MappedSpan {
  readonly #api: Api;
  readonly #array: MappedArray<typeof uint8>;

  constructor(api: Api, { fd }: Input, { byteOffset, byteLength }: Span) {
    this.#api = api;
    this.#array = api.mapFile(fd, { byteOffset, length: byteLength });
  }

  /** Copies, a block after the other. */
  *blocks(blockBytes: number): Generator<Buffer> {
    const { length } = this.#array;
    for (let from = 0; from < length; from += blockBytes) {
      yield this.#array.subarray(from, from + blockBytes).toBuffer();
    }
  }

  unmap(): void {
    this.#api.munmap(this.#array);
  }
}
