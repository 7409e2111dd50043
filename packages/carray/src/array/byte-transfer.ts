import { constants } from 'node:os';
import { checkBoolean, checkCount, checkOptions } from '../arguments/check.js';
import { invalidType, outOfRange } from '../errors/arguments.js';
import { SystemError } from '../errors/system-error.js';
import type { ElementType } from '../types/element-type.js';
import { decodeText } from '../types/text.js';
import { toBigInt } from './big-integers.js';
import { copyBytes, copyUntilZero, scatter } from './bytes.js';
import { ElementLoops } from './element-loops.js';
import { zeroElements } from './move.js';
import { encodeChecked, textUnits } from './text.js';
import { readBytes, type Transfer, writeBytes } from './transfer.js';

/** How `readString` and `writeString` go about the end of a text. */
export interface TextOptions {
  /**
   * Reading: up to the first NUL (default), or false, all of it. Writing: true, a NUL behind the text, and room for it;
   * default for `zchar`, not for other types.
   */
  readonly nullTerminated?: boolean;
}

/** How bytes are an integer. */
export interface BigIntOptions {
  /** Two's complement; default false. */
  readonly signed?: boolean;
}

/** An open file as Node has it: a descriptor, from 0 to 2 ** 31 - 1, or what has one: a FileHandle, a stream, a `MemoryFile`. It stays the caller's. */
export type OpenFile =
  | number
  | {
      /** The descriptor; -1, as of a closed FileHandle, is EBADF. */
      readonly fd: number;
    };

/** The elements as text, as one big integer, and on their way to and from files. */
export abstract class ByteTransfer<E extends ElementType> extends ElementLoops<E> {
  /**
   * The text in an array of characters or bytes: up to the first NUL or the end, and no page behind that is touched. Bytes that are no text
   * in UTF-8 read as U+FFFD.
   *
   * @param encoding 'utf8' or 'latin1' in elements of one byte, 'utf32' in `wchar`; default: that of the characters, 'utf8' for bytes.
   * @param options `nullTerminated`, default true: false reads all of it.
   * @throws ERR_ELEMENT_TYPE for other elements, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE (another encoding, or one of other elements),
   * ERR_OUT_OF_RANGE (a `wchar` that is no code point); as `get`.
   * @example
   * const name = CArray.of(char, 'a', 'd', 'a', '\0', 'x');
   * console.log(name.readString(), name.readString('utf8', { nullTerminated: false }).length); // ada 5
   */
  readString(encoding?: string, options: TextOptions = {}): string {
    checkOptions(options, ['nullTerminated']);
    const { nullTerminated = true } = options;
    const units = textUnits(this.type, encoding, nullTerminated);
    const elements = this.elementBytes(0, this.length);
    const bytes = nullTerminated ? copyUntilZero(elements) : copyBytes(elements);
    return decodeText(units.encoding, bytes, nullTerminated);
  }

  /**
   * Stores a text, and zeros behind it up to the array's end: a NUL is there but where the text fills the array, or always with
   * `nullTerminated` and for `zchar`.
   *
   * @param text without lone surrogates, but for 'utf32'; of latin1 up to U+00FF.
   * @param encoding as of `readString`.
   * @param options `nullTerminated`, default true for `zchar` alone: a NUL behind the text, and room for it.
   * @returns how many elements the text takes, without a NUL.
   * @throws ERR_OUT_OF_RANGE where it does not fit, or the encoding has no such character: it is never cut, and nothing is stored then; else
   * as `readString` and `set`.
   * @example
   * const name = CArray.alloc(char, 8);
   * console.log(name.writeString('Zoë'), name.toArray().length); // 4 8
   */
  writeString(text: string, encoding?: string, options: TextOptions = {}): number {
    checkOptions(options, ['nullTerminated']);
    const units = textUnits(this.type, encoding, options.nullTerminated);
    const { size } = this.type;
    this.memory.check(this.byteOffset, this.span, 'write', this);
    const bytes = encodeChecked(text, units, size, this.byteLength);
    const length = bytes.length / size;
    scatter(this.elementBytes(0, length), bytes);
    zeroElements(this.elementBytes(length, this.length - length));
    return length;
  }

  /**
   * The bytes as one big-endian integer, two's complement where `signed`; no elements are 0n. `CArray.fromBigInt` is the way back.
   *
   * @param options `signed`, default false.
   * @throws ERR_INVALID_ARG_TYPE; as `get`.
   * @example
   * console.log(CArray.of(uint8, 1, 0).toBigInt()); // 256n
   */
  toBigInt(options: BigIntOptions = {}): bigint {
    checkOptions(options, ['signed']);
    const { signed = false } = options;
    checkBoolean('options.signed', signed);
    return toBigInt(copyBytes(this.elementBytes(0, this.length)), signed);
  }

  /**
   * Writes the bytes from `byteOffset` on to a file, a pipe or a socket, at its position, with write(2) out of the memory
   * itself. It blocks the thread until they are written, as that does.
   *
   * @param file open for writing: a descriptor, or an object that has one.
   * @param byteOffset first byte, from 0 to `byteLength`; default 0.
   * @returns the first byte that was not written: `byteLength`, or less where a pipe or socket that does not block is full.
   * @throws SystemError of write(2) (`info.byteOffset` is the first byte not written): EPIPE where nobody reads, EBADF, ENOSPC;
   * ERR_OUT_OF_RANGE, ERR_INVALID_ARG_TYPE; as `get`; ERR_UNSUPPORTED for a column.
   * @see write(2)
   * @example
   * const fd = fs.openSync('numbers.bin', 'w+');
   * console.log(CArray.of(uint32, 1, 2, 3).writeTo(fd)); // 12
   * fs.closeSync(fd);
   */
  writeTo(file: OpenFile, byteOffset?: number | bigint): number {
    return writeBytes(this.#transfer(file, byteOffset, 'read'));
  }

  /**
   * Reads from a file, a pipe or a socket, at its position, with read(2) into the memory itself, from `byteOffset` to the
   * array's end. It blocks the thread until they are read, as that does. What is read may be no value of the elements' type: it is not checked.
   *
   * @param file open for reading: a descriptor, or an object that has one.
   * @param byteOffset first byte to store, from 0 to `byteLength`; default 0.
   * @returns the first byte that was not read: `byteLength`, or less at the end of the file, and where a pipe or socket that does not
   * block is empty.
   * @throws as `writeTo`, and ERR_MAPPING_READ_ONLY. The bytes in front of `info.byteOffset` are stored then.
   * @see read(2)
   * @example
   * const fd = fs.openSync(process.execPath, 'r');
   * const header = CArray.alloc(uint8, 64);
   * console.log(header.readFrom(fd)); // 64
   * fs.closeSync(fd);
   */
  readFrom(file: OpenFile, byteOffset?: number | bigint): number {
    return readBytes(this.#transfer(file, byteOffset, 'write'));
  }

  #transfer(file: OpenFile, byteOffset: number | bigint = 0, access: 'read' | 'write'): Transfer {
    const fd = descriptorOf(file, access === 'read' ? 'write' : 'read');
    const from = checkCount('byteOffset', byteOffset, this.byteLength);
    this.requireSideBySide('range of bytes');
    const { memory, byteLength } = this;
    memory.check(this.byteOffset + from, byteLength - from, access, this);
    return { memory, byteOffset: this.byteOffset, byteLength, from, fd, array: this };
  }
}

function descriptorOf(file: unknown, syscall: 'read' | 'write'): number {
  const isOpenFile = typeof file === 'object' && file !== null && 'fd' in file;
  const fd = isOpenFile ? file.fd : file;
  if (typeof fd !== 'number') throw invalidType('file', 'a file descriptor, or an object that has one', file);
  if (Number.isInteger(fd) && fd >= 0 && fd < 2 ** 31) return fd;
  if (isOpenFile && fd === -1) {
    throw new SystemError({
      errno: constants.errno.EBADF,
      syscall,
      info: { fd },
      cause: 'the file was closed',
    });
  }
  throw outOfRange('file', 'an integer from 0 to 2147483647', fd);
}
