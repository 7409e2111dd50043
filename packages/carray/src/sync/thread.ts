import { readFileSync } from 'node:fs';
import { plainError } from '../errors/coded.js';

/*
 * A thread in 31 bits, so that others can tell whether it lives: its number, and a hash of the time that it was started at, since
 * numbers are used again.
 *
 *   30      22 21                   0
 *   |  hash  |   number of the thread  |
 */
const NUMBER_BITS = 22; // Linux has no greater numbers
const HASH_BITS = 9;
const GOLDEN = 0x9e3779b1;
const MOST_NUMBER = 2 ** NUMBER_BITS - 1;

const isLinux = process.platform === 'linux';

let own: number | undefined;

/** This thread. Where the system is not Linux, this process. @throws ERR_UNSUPPORTED where /proc cannot be read */
export function ownThread(): number {
  own ??= isLinux ? askLinux() : process.pid & MOST_NUMBER;
  return own;
}

export const numberOf = (thread: number): number => thread & MOST_NUMBER;

function askLinux(): number {
  let status: Status;
  try {
    status = parse(readFileSync('/proc/thread-self/stat', 'latin1'));
  } catch (error) {
    throw plainError(
      'ERR_UNSUPPORTED',
      'Locks and rings need /proc/thread-self/stat, to tell others which thread has one: mount /proc, and allow its files to be read (--allow-fs-read=/proc)',
      { cause: error },
    );
  }
  return (hashOf(status.started) << NUMBER_BITS) | status.number;
}

/** Whether the thread has ended, in whatever process it was. Where that cannot be found out, it is taken to live. */
export function hasEnded(thread: number): boolean {
  const number = numberOf(thread);
  if (number === 0) return true; // no thread's
  if (!isLinux) return !exists(number);
  let text: string;
  try {
    // What /proc/thread-self stands for. The stat of a whole process adds up all of its threads, and qemu invents its own one.
    text = readFileSync(`/proc/${number}/task/${number}/stat`, 'latin1');
  } catch {
    return !exists(number); // it has ended, or /proc hides what other users have
  }
  const { state, started } = parse(text);
  return state === 'Z' || state === 'X' || hashOf(started) !== thread >>> NUMBER_BITS;
}

/** kill(2) takes the numbers of threads, too. */
function exists(number: number): boolean {
  try {
    process.kill(number, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

interface Status {
  readonly number: number;
  /** 'Z' and 'X' of what has ended and is still listed. */
  readonly state: string;
  /** In ticks since the system was started. */
  readonly started: number;
}

/** A line of proc_pid_stat(5): the name, in parentheses, may have any character. */
function parse(text: string): Status {
  const rest = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const status = { number: Number.parseInt(text, 10), state: rest[0] ?? '', started: Number(rest[19]) };
  if (status.number > 0 && status.number <= MOST_NUMBER && Number.isFinite(status.started)) return status;
  throw new Error(`not understood: ${text}`);
}

const hashOf = (started: number): number => Math.imul(started, GOLDEN) >>> (32 - HASH_BITS);
