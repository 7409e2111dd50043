import { readFileSync } from 'node:fs';
import { constants as os } from 'node:os';
import { checkProcess } from '../arguments/check.js';
import { plainError } from '../errors/coded.js';
import { SystemError } from '../errors/system-error.js';

/** One area of a process's memory, as the kernel has it: a mapping may be several, and several mappings may be one. */
export interface MemoryArea {
  /** Address of the first byte. */
  readonly start: bigint;
  /** Address behind the last byte. */
  readonly end: bigint;
  /** Bytes, a multiple of the page size. */
  readonly byteLength: number;
  /** Whether it can be read. */
  readonly read: boolean;
  /** Whether it can be stored into. */
  readonly write: boolean;
  /** Whether it can be executed. */
  readonly execute: boolean;
  /** Whether stores are seen by others who map the same; else they are this process's alone. */
  readonly shared: boolean;
  /** The byte of the file that it starts at; 0n where there is none. */
  readonly offset: bigint;
  /** Of the file's device, in hexadecimal: '08:01'. */
  readonly device: string;
  /** Of the file, as `fs.statSync(path, { bigint: true }).ino`; 0n where there is none. */
  readonly inode: bigint;
  /**
   * What is mapped, in the kernel's words: a path, in which a newline is written as \012, with ' (deleted)' behind it where the
   * file has no name any more; '[heap]', '[stack]', '[anon:name]' ...; undefined for memory without a name.
   */
  readonly path?: string;
}

/**
 * What a process has mapped, lowest address first: all of it, the program itself and its libraries too. It is a look at one moment,
 * and costs about a microsecond for each area.
 *
 * @param pid of the process, from 1 to 2 ** 31 - 1; default: this one.
 * @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE; ERR_UNSUPPORTED where there is no /proc; SystemError ENOENT (no such process),
 * EACCES (another user's).
 * @see proc_pid_maps(5)
 * @example
 * const array = mapFile(process.execPath);
 * const area = mappings().find(({ start }) => start === array.mapping.address);
 * console.log(area.path === process.execPath, area.read, area.write); // true true false
 */
export function mappings(pid?: number): MemoryArea[] {
  return parseAreas(readProcess(pid === undefined ? 'self' : checkProcess('pid', pid), 'maps'));
}

/** A file of /proc about a process. @throws ERR_UNSUPPORTED, SystemError */
export function readProcess(process: 'self' | number, file: 'maps' | 'smaps'): string {
  const path = `/proc/${process}/${file}`;
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (!(error instanceof Error) || !('errno' in error) || typeof error.errno !== 'number') throw error;
    if (process === 'self' && error.errno === -os.errno.ENOENT)
      throw plainError('ERR_UNSUPPORTED', `This system has no ${path}`, { cause: error });
    const syscall = 'syscall' in error ? String(error.syscall) : 'open';
    throw new SystemError({ errno: -error.errno, syscall, path });
  }
}

// 7f00-8000 r--p 00001000 08:01 1234                       /any text, spaces and \r among it
const line =
  /^([0-9a-f]+)-([0-9a-f]+) ([r-])([w-])([x-])([sp]) ([0-9a-f]+) ([0-9a-f]+:[0-9a-f]+) (\d+) *([^\n]*)$/;

/** The lines of /proc/PID/maps; what is no such line is left out, so /proc/PID/smaps will do. */
export function parseAreas(text: string): MemoryArea[] {
  return text.split('\n').flatMap((each) => parseArea(each) ?? []);
}

export function parseArea(text: string): MemoryArea | undefined {
  const found = line.exec(text);
  if (found === null) return undefined;
  const [, from = '', to = '', read, write, execute, sharing, offset = '', device = '', inode = '', path] =
    found;
  const [start, end] = [BigInt(`0x${from}`), BigInt(`0x${to}`)];
  return {
    ...{ start, end, byteLength: Number(end - start) },
    ...{ read: read === 'r', write: write === 'w', execute: execute === 'x', shared: sharing === 's' },
    ...{ offset: BigInt(`0x${offset}`), device, inode: BigInt(inode) },
    ...(path ? { path } : {}),
  };
}
