import { readSync, writeSync } from 'node:fs';
import { constants as os } from 'node:os';
import { typeError } from '../errors/coded.js';
import { SystemError } from '../errors/system-error.js';
import type { Memory } from '../memory/memory.js';
import { bytesOf } from './bytes.js';

/** Bytes of a memory on their way to or from a descriptor. `from` is the first of them to go. */
export interface Transfer {
  readonly memory: Memory;
  readonly byteOffset: number;
  readonly byteLength: number;
  readonly from: number;
  readonly fd: number;
}

/** The system moves no more than 2 GiB less a page in one call. */
const MOST_BYTES = 2 ** 30;

/** write(2) out of the memory itself. Returns the first byte that was not written. */
export const writeBytes = (transfer: Transfer): number =>
  move(transfer, 'write', (bytes) => writeSync(transfer.fd, bytes, 0, bytes.length));

/** read(2) into the memory itself. Returns the first byte that was not read. */
export const readBytes = (transfer: Transfer): number =>
  move(transfer, 'read', (bytes) => readSync(transfer.fd, bytes, 0, bytes.length, null));

function move(
  { memory, byteOffset, byteLength, from, fd }: Transfer,
  syscall: 'read' | 'write',
  call: (bytes: Uint8Array) => number,
): number {
  let done = from;
  while (done < byteLength) {
    const size = Math.min(byteLength - done, MOST_BYTES, memory.maxWindowBytes);
    const moved = attempt(() => call(bytesOf(memory, byteOffset + done, size)), {
      syscall,
      fd,
      from,
      done,
      size,
    });
    if (moved === 0) break; // the end of the file, or a pipe or socket that has nothing, or no room, for now
    done += moved;
  }
  return done;
}

interface Step {
  readonly syscall: 'read' | 'write';
  readonly fd: number;
  readonly from: number;
  readonly done: number;
  readonly size: number;
}

function attempt(call: () => number, { syscall, fd, from, done, size }: Step): number {
  try {
    return call();
  } catch (error) {
    if (!(error instanceof Error) || !('errno' in error) || typeof error.errno !== 'number') throw error;
    const errno = -error.errno;
    if (errno === os.errno.EAGAIN) return 0;
    if (errno === os.errno.EFAULT) {
      throw typeError(
        'ERR_MAPPING_FAULT',
        `Cannot access the bytes from ${done} on: a page of them cannot be had`,
        {
          cause: error,
        },
      );
    }
    const cause = done === from ? undefined : `the bytes in front of ${done} were transferred`;
    throw new SystemError({ errno, syscall, info: { fd, byteOffset: done, byteLength: size }, cause });
  }
}
