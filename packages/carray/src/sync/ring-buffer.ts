import { types } from 'node:util';
import { checkOptions } from '../arguments/check.js';
import type { CArray } from '../array/carray.js';
import { invalidType, outOfRange } from '../errors/arguments.js';
import { inUse } from './ring-errors.js';
import { checkCapacity, formatRing, headerOf, readCapacity } from './ring-format.js';
import { HEADER_BYTES, RECORD_BYTES, type SideName } from './ring-layout.js';
import { RingMemory } from './ring-memory.js';
import { checkSide, type RingCreateOptions, type RingOpenOptions } from './ring-options.js';
import { isExhausted, readRecord, useRecord } from './ring-reader.js';
import { RingSide } from './ring-side.js';
import { RingStation } from './ring-station.js';
import { writeRecord } from './ring-writer.js';
import { checkTimeout, checkWaitOptions, type WaitOptions, type WaitSyncOptions } from './wait-options.js';

/**
 * Messages of bytes from one producer to one consumer, in other threads, processes or languages: whole, in order, each once. All of it lies in
 * shared memory, and docs/ring-buffer.md says where; there is no server, and no system call as long as neither has to wait.
 *
 * A message that was written, which the promise or `true` says, is in the memory: it is not lost when the producer is killed, nor when
 * the consumer is, unless that has taken it. An unfinished one is never seen. A side that has died is replaced by the next that opens the ring.
 *
 * Who writes first is the producer, who reads first the consumer, until `close` or the end of the thread. Errors of all calls but `close`:
 * ERR_RING_IN_USE where another is that side; ERR_RING_CLOSED; ERR_RING_CORRUPT where the memory holds what is no ring;
 * ERR_MAPPING_UNMAPPED, ERR_MAPPING_READ_ONLY, ERR_MAPPING_FAULT.
 *
 * @example
 * const memory = openSharedMemory('/events', uint8, 65_536, { create: true });
 * const ring = RingBuffer.create(memory);
 * await ring.write(Buffer.from('hello')); // and in another process, over the same memory:
 * const message = await RingBuffer.open(memory).read();
 * console.log(Buffer.from(message).toString()); // hello
 */
export class RingBuffer {
  /** Bytes for messages and the 8 that each takes besides, rounded up to 8: a multiple of 8 from 16 to 2 ** 30. */
  readonly capacity: number;
  readonly #memory: RingMemory;
  readonly #producer: RingStation;
  readonly #consumer: RingStation;
  #isClosed = false;
  #isUsing = false;

  private constructor(memory: CArray, capacity: number) {
    const header = headerOf(memory);
    this.capacity = capacity;
    this.#memory = new RingMemory(memory, HEADER_BYTES + capacity);
    this.#producer = new RingStation(new RingSide(this.#memory, 'producer', capacity), header);
    this.#consumer = new RingStation(new RingSide(this.#memory, 'consumer', capacity), header);
  }

  /**
   * Makes an empty ring in memory, whatever was there, and opens it. One of those who share the memory does so; the others `open` it then.
   *
   * @param memory an array of any type in a shared mapping that can be written, from a multiple of 8 bytes on.
   * @param options `capacity`, `side`: {@link RingCreateOptions}.
   * @throws ERR_RING_IN_USE where there is a ring with a producer or consumer that lives; ERR_OUT_OF_RANGE for a capacity that does not fit;
   * else as `open`.
   * @example
   * const ring = RingBuffer.create(mapAnonymous(uint8, pageSize, { shared: true }), { capacity: 1024 });
   * console.log(ring.capacity, ring.maxMessageBytes); // 1024 1016
   */
  static create(memory: CArray, options: RingCreateOptions = {}): RingBuffer {
    checkOptions(options, ['capacity', 'side']);
    headerOf(memory);
    checkSide(options.side);
    const capacity = checkCapacity(options.capacity, memory);
    formatRing(memory, capacity);
    return new RingBuffer(memory, capacity).#begin(options.side);
  }

  /**
   * Opens the ring in the memory, with the messages that wait in it.
   *
   * @param memory as of `create`; the same bytes.
   * @param options `side`, default: neither yet.
   * @throws ERR_RING_CORRUPT where there is none; ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_NOT_MAPPED (memory of the engine),
   * ERR_NOT_SHARED (a private mapping), ERR_MISALIGNED, ERR_UNSUPPORTED (a column), ERR_OUT_OF_RANGE (fewer than 208 bytes),
   * ERR_MAPPING_READ_ONLY, ERR_MAPPING_UNMAPPED, ERR_MAPPING_FAULT; with `side` ERR_RING_IN_USE and ERR_RING_CLOSED.
   */
  static open(memory: CArray, options: RingOpenOptions = {}): RingBuffer {
    checkOptions(options, ['side']);
    headerOf(memory);
    checkSide(options.side);
    return new RingBuffer(memory, readCapacity(memory)).#begin(options.side);
  }

  #begin(side: SideName | undefined): this {
    if (side === 'producer') this.#producer.side.claim();
    if (side === 'consumer') this.#consumer.side.claim();
    return this;
  }

  /** The longest message, in bytes: 8 less than the capacity. */
  get maxMessageBytes(): number {
    return this.capacity - RECORD_BYTES;
  }

  /**
   * Writes a message when there is room for it, behind those of earlier calls. The bytes are those at the call.
   *
   * @param bytes from 0 to `maxMessageBytes`; an empty message is one, too.
   * @param options `timeout` in milliseconds, default Infinity; `signal`. A message is not in the ring when either ends the wait.
   * @throws ERR_OUT_OF_RANGE for more than `maxMessageBytes`, ERR_INVALID_ARG_TYPE; while it waits ERR_RING_PEER_DIED, ERR_RING_TIMEOUT, the
   * signal's reason. All as rejections.
   */
  async write(bytes: Uint8Array, options: WaitOptions = {}): Promise<void> {
    this.#checkMessage(bytes);
    const { timeout, signal } = checkWaitOptions(options);
    signal?.throwIfAborted();
    if (this.#write(bytes)) return;
    const copy = bytes.slice();
    await this.#producer.turns.add(() => this.#attemptWrite(copy), timeout, signal);
  }

  /**
   * `write` that blocks the thread, as `waitSync` does.
   *
   * @param bytes from 0 to `maxMessageBytes`.
   * @param options `timeout` in milliseconds, default Infinity.
   * @throws as `write`.
   */
  writeSync(bytes: Uint8Array, options: WaitSyncOptions = {}): void {
    this.#checkMessage(bytes);
    const timeout = checkTimeout(options);
    if (!this.#write(bytes)) this.#producer.turns.block(() => this.#attemptWrite(bytes), timeout);
  }

  /**
   * Writes a message if there is room for it now, and no earlier `write` waits. It does not look whether the consumer lives.
   *
   * @param bytes from 0 to `maxMessageBytes`.
   * @returns whether it is in the ring.
   * @throws as `write`, but for those of a wait.
   * @example
   * const ring = RingBuffer.create(mapAnonymous(uint8, 208, { shared: true }));
   * console.log(ring.tryWrite(new Uint8Array(8)), ring.tryWrite(new Uint8Array(8))); // true false
   */
  tryWrite(bytes: Uint8Array): boolean {
    this.#checkMessage(bytes);
    return this.#write(bytes);
  }

  /**
   * Takes the oldest message, as a copy, when there is one. Resolves undefined at the end: when the producer has closed the ring, and all that it
   * wrote was read.
   *
   * @param options as `write`.
   * @throws ERR_RING_PEER_DIED where the producer has ended without `close` and all its messages were read, ERR_RING_TIMEOUT, the signal's reason;
   * as rejections.
   */
  async read(options: WaitOptions = {}): Promise<Uint8Array | undefined> {
    const { timeout, signal } = checkWaitOptions(options);
    signal?.throwIfAborted();
    const done = this.#consumer.turns.serve() ? this.#attemptRead() : undefined;
    if (done !== undefined) return done.value;
    return this.#consumer.turns.add(this.#attemptRead, timeout, signal);
  }

  /**
   * `read` that blocks the thread, as `waitSync` does.
   *
   * @param options `timeout` in milliseconds, default Infinity.
   * @throws as `read`.
   */
  readSync(options: WaitSyncOptions = {}): Uint8Array | undefined {
    const timeout = checkTimeout(options);
    const done = this.#consumer.turns.serve() ? this.#attemptRead() : undefined;
    return done === undefined ? this.#consumer.turns.block(this.#attemptRead, timeout) : done.value;
  }

  /**
   * Takes the oldest message, as a copy; undefined where there is none now, or an earlier `read` waits for it. It does not tell the end:
   * `ended` does.
   *
   * @throws as `read`, but for those of a wait.
   */
  tryRead(): Uint8Array | undefined {
    return this.#consumer.turns.serve() ? this.#readNow() : undefined;
  }

  /**
   * Lets `use` see the oldest message, and takes it out of the ring when that returns: if it throws, or the process is killed meanwhile, the
   * next read has the message again. In place where it lies in one piece, else a copy: the bytes are another message's afterwards.
   *
   * @param use gets the bytes, for the time of the call alone. It must not read from the ring.
   * @returns whether there was a message.
   * @throws what `use` throws; ERR_INVALID_ARG_TYPE; ERR_RING_IN_USE for a read inside of `use`.
   * @example
   * const ring = RingBuffer.create(mapAnonymous(uint8, pageSize, { shared: true }));
   * ring.tryWrite(Buffer.from('hello'));
   * ring.tryReadInPlace((message) => console.log(message.length)); // 5
   */
  tryReadInPlace(use: (message: Uint8Array) => void): boolean {
    if (typeof use !== 'function') throw invalidType('use', 'of type function', use);
    if (!this.#consumer.turns.serve()) return false;
    this.#refuseWhileUsing();
    this.#isUsing = true;
    try {
      if (!useRecord(this.#memory, this.#consumer.side, this.capacity, use)) return false;
    } finally {
      this.#isUsing = false;
    }
    this.#consumer.wakeOther();
    return true;
  }

  /** Whether nothing will come any more: the producer has closed the ring, and all that it wrote was read. */
  get ended(): boolean {
    this.#memory.ready();
    return isExhausted(this.#memory, this.#consumer.side);
  }

  /** The messages until the end, as `read` gives them. `break` leaves the ring open. @throws as `read`, as a rejection */
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    for (let message = await this.read(); message !== undefined; message = await this.read()) yield message;
  }

  /**
   * Ends what this object is, producer or consumer. A producer's end is told to the consumer behind the last message; a consumer's makes every
   * write fail. For good: nobody else can be that side of this ring. Calls that wait here fail with ERR_RING_CLOSED. The memory
   * stays mapped. Where this object has neither written nor read, nor was opened with a `side`, others hear nothing of it. A second
   * call is without effect.
   *
   * @example
   * const memory = mapAnonymous(uint8, pageSize, { shared: true });
   * const ring = RingBuffer.create(memory);
   * ring.tryWrite(new Uint8Array(1));
   * ring.close();
   * const reader = RingBuffer.open(memory);
   * console.log((await reader.read()).length, await reader.read(), reader.ended); // 1 undefined true
   */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#producer.close();
    this.#consumer.close();
  }

  /** `close`. */
  [Symbol.dispose](): void {
    this.close();
  }

  #checkMessage(bytes: unknown): asserts bytes is Uint8Array {
    if (!types.isUint8Array(bytes)) throw invalidType('bytes', 'a Uint8Array', bytes);
    if (bytes.length <= this.capacity - RECORD_BYTES) return;
    throw outOfRange(
      'bytes.length',
      `at most ${this.maxMessageBytes} bytes in a ring of ${this.capacity}`,
      bytes.length,
    );
  }

  #write(bytes: Uint8Array): boolean {
    return this.#producer.turns.serve() && this.#writeNow(bytes);
  }

  #writeNow(bytes: Uint8Array): boolean {
    if (!writeRecord(this.#memory, this.#producer.side, this.capacity, bytes)) return false;
    this.#producer.wakeOther();
    return true;
  }

  #readNow(): Uint8Array | undefined {
    this.#refuseWhileUsing();
    const message = readRecord(this.#memory, this.#consumer.side, this.capacity);
    if (message !== undefined) this.#consumer.wakeOther();
    return message;
  }

  #refuseWhileUsing(): void {
    if (this.#isUsing) throw inUse('consumer', 'a tryReadInPlace that has not returned yet');
  }

  // For those that may have to wait.
  readonly #attemptRead = (): { readonly value: Uint8Array | undefined } | undefined => {
    const message = this.#readNow();
    if (message !== undefined) return { value: message };
    if (!this.#consumer.side.isClosedByOther) return undefined;
    return { value: this.#readNow() }; // what was written in front of the close
  };

  #attemptWrite(bytes: Uint8Array): { readonly value: undefined } | undefined {
    return this.#writeNow(bytes) ? { value: undefined } : undefined;
  }
}
