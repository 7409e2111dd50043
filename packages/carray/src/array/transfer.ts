import { readSync } from 'node:fs';
import { constants as os } from 'node:os';
import { errnoOf, SystemError } from '../errors/system-error.js';
import type { ElementPlace } from '../memory/mapping-fault.js';
import type { Memory } from '../memory/memory.js';
import { write } from './write.js';

/** Bytes of a memory on their way to or from a descriptor. `from` is the first of them to go. */
export interface Transfer {
  readonly memory: Memory;
  readonly byteOffset: number;
  readonly byteLength: number;
  readonly from: number;
  readonly fd: number;
  readonly array: ElementPlace;
}

/** The system moves no more than 2 GiB less a page in one call. */
const MOST_BYTES = 2 ** 30;

/** write(2) out of the memory itself. Returns the first byte that was not written. */
export const writeBytes = (transfer: Transfer): number =>
  move(transfer, 'write', (bytes, byteOffset) => write(transfer.fd, bytes, byteOffset));

/** read(2) into the memory itself. Returns the first byte that was not read. */
export const readBytes = (transfer: Transfer): number =>
  move(transfer, 'read', (bytes) => readSync(transfer.fd, bytes, 0, bytes.length, null));

function move(
  { memory, byteOffset, byteLength, from, fd, array }: Transfer,
  syscall: 'read' | 'write',
  call: (bytes: Uint8Array, byteOffset: number) => number,
): number {
  let done = from;
  while (done < byteLength) {
    const size = Math.min(byteLength - done, MOST_BYTES, memory.maxWindowBytes);
    const moved = attempt(() => call(memory.bytes(byteOffset + done, size), byteOffset + done));
    if (moved === -os.errno.EFAULT) throw memory.failed(byteOffset + done, array); // the first byte of the rest
    if (moved < 0) {
      const cause = done === from ? undefined : `the bytes in front of ${done} were transferred`;
      throw new SystemError({
        errno: -moved,
        syscall,
        info: { fd, byteOffset: done, byteLength: byteLength - done },
        cause,
      });
    }
    if (moved === 0) break; // the end of the file, or a pipe or socket that has nothing, or no room, for now
    done += moved;
  }
  memory.settle(byteOffset + from, done - from, array);
  return done;
}

/** How many bytes were moved, or -errno. */
function attempt(call: () => number): number {
  try {
    return call();
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === undefined) throw error;
    return errno === os.errno.EAGAIN ? 0 : -errno;
  }
}
