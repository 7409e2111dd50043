import { constants as os } from 'node:os';
import { getSystemErrorMap } from 'node:util';

/** What a failed call was asked to do: byte counts, offsets, protection, flags. */
export type SystemErrorInfo = Readonly<Record<string, number | bigint | string>>;

/** What a SystemError is made from. */
export interface SystemErrorFacts {
  /** Positive, as in errno(3). */
  readonly errno: number;
  /** The call that failed: 'mmap', 'msync', 'open' ... */
  readonly syscall: string;
  readonly path?: string | undefined;
  readonly info?: SystemErrorInfo;
  /** The likely cause, as a clause: "offset 100 bytes is not a multiple of the page size". */
  readonly cause?: string | undefined;
}

/**
 * The kernel said no. The shape is that of Node's own system errors: `code` is the name of the errno
 * ('EINVAL'), `errno` the negative number, `syscall` the call, `path` the file where there is one; `info`
 * adds what was asked for.
 *
 * The message is Node's form, then the likely cause:
 * `EINVAL: invalid argument, mmap 'data.bin': offset 100 bytes is not a multiple of the page size`.
 *
 * @example
 * try {
 *   mmap(uint8, 0, PROT_READ, MAP_PRIVATE, 'data.bin');
 * } catch (error) {
 *   console.log(error instanceof SystemError, error.code, error.syscall, error.info.length); // true EINVAL mmap 0
 * }
 */
export class SystemError extends Error {
  /** The name of the errno: 'EINVAL'. 'E' and the number where Node knows no name. */
  readonly code: string;
  /** The errno, negative, as in Node's own errors: -22. */
  readonly errno: number;
  /** The call that failed: 'mmap', 'msync', 'open' ... */
  readonly syscall: string;
  /** The file, where it was given by a path, or has one. */
  declare readonly path?: string;
  /** What was asked for; empty where there is nothing to say. */
  readonly info: SystemErrorInfo;

  /** @internal */
  constructor(facts: SystemErrorFacts) {
    const [code, text] = getSystemErrorMap().get(-facts.errno) ?? nameOf(facts.errno);
    const path = facts.path === undefined ? '' : ` '${facts.path}'`;
    const cause = facts.cause === undefined ? '' : `: ${facts.cause}`;
    super(`${code}: ${text}, ${facts.syscall}${path}${cause}`);
    this.code = code;
    this.errno = -facts.errno;
    this.syscall = facts.syscall;
    if (facts.path !== undefined) this.path = facts.path;
    this.info = facts.info ?? {};
  }
}

/** The errno of what node:fs has thrown, positive; undefined of anything else. Deno leaves it out at times, and has the code alone. */
export function errnoOf(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('errno' in error && typeof error.errno === 'number') return -error.errno;
  if (!('code' in error)) return undefined;
  return Object.entries(os.errno).find(([name]) => name === error.code)?.[1];
}

/** Of an errno that Node has no text for, as ESTALE. */
function nameOf(errno: number): [code: string, text: string] {
  const known = Object.entries(os.errno).find(([, number]) => number === errno);
  return [known?.[0] ?? `E${errno}`, 'the system refuses it'];
}

Object.defineProperty(SystemError.prototype, 'name', {
  value: 'SystemError',
  configurable: true,
  writable: true,
});
