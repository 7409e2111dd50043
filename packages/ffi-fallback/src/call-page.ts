import {
  isAvailable,
  MADV_WIPEONFORK,
  MAP_ANONYMOUS,
  MAP_PRIVATE,
  PROT_READ,
  PROT_WRITE,
} from '@carray/constants';
import type { Libc } from './libc.js';
import { putWord, type WordOrder, wordOrder } from './words.js';

/** Words of 32 bits in the page: the process id, then two iovecs of an address and a length. */
const PID = 0;
const LOCAL = 4;
const REMOTE = 12;

const BYTES_PER_WORD = 4;

/**
 * A page for the arguments of process_vm_readv(2), made once: it never moves, so the calls take its addresses as
 * numbers, and nothing is allocated per call.
 */
export class CallPage {
  /** Where the iovec of the JavaScript side is, and that of the region's side. */
  readonly local: number;
  readonly remote: number;
  readonly #words: Uint32Array;
  readonly #libc: Libc;
  readonly #order: WordOrder;
  readonly #isWipedByFork: boolean;

  private constructor(address: number, libc: Libc) {
    this.#words = new Uint32Array(libc.view(address, libc.pageSize));
    this.#libc = libc;
    this.#order = wordOrder(libc.pointerSize);
    this.local = address + LOCAL * BYTES_PER_WORD;
    this.remote = address + REMOTE * BYTES_PER_WORD;
    // An emulator that ignores all advice takes advice that does not exist, too.
    this.#isWipedByFork =
      isAvailable('MADV_WIPEONFORK') &&
      libc.madvise(address, libc.pageSize, -1) !== 0 &&
      libc.madvise(address, libc.pageSize, MADV_WIPEONFORK) === 0;
  }

  /** Maps the page, which stays for the life of the process. @returns -errno where there is no memory. */
  static map(libc: Libc): CallPage | number {
    const protection = PROT_READ | PROT_WRITE;
    const address = libc.mmap(0, libc.pageSize, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return address < 0 ? address : new CallPage(address, libc);
  }

  /**
   * This process, also after fork(2): the id of the parent would name the parent's memory. To ask the kernel costs a
   * fifth of a short copy, so the id is kept where the child finds a 0.
   */
  pid(): number {
    const known = this.#words[PID] ?? 0;
    if (known !== 0 && this.#isWipedByFork) return known;
    const pid = this.#libc.getpid();
    this.#words[PID] = pid;
    return pid;
  }

  /** Fills both iovecs, with the same length. */
  fill(localAddress: number, remoteAddress: number, byteLength: number): void {
    this.#put(LOCAL, localAddress, byteLength);
    this.#put(REMOTE, remoteAddress, byteLength);
  }

  #put(at: number, address: number, byteLength: number): void {
    putWord(this.#words, at, address, this.#order);
    putWord(this.#words, at + this.#order.count, byteLength, this.#order);
  }
}
