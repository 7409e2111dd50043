import { checkOptions } from '../arguments/check.js';
import { invalidType, outOfRange } from '../errors/arguments.js';

const [LEAST, MOST] = [-(2 ** 31), 2 ** 31 - 1];

/** How long a call that blocks may wait. */
export interface WaitSyncOptions {
  /** Milliseconds, fractions too, at least 0, which looks once. Default: Infinity. The system may take some longer. */
  timeout?: number;
}

/** How long a call that does not block may wait, and what ends it. */
export interface WaitOptions extends WaitSyncOptions {
  /** Ends the wait with the signal's reason as the error. */
  signal?: AbortSignal;
}

/** A value that an int32 can have. */
export function checkInt32(name: string, value: unknown): asserts value is number {
  if (typeof value !== 'number') throw invalidType(name, 'of type number', value);
  if (Number.isInteger(value) && value >= LEAST && value <= MOST) return;
  throw outOfRange(name, `an integer from ${LEAST} to ${MOST}`, value);
}

/** The milliseconds of options that may have nothing else. */
export function checkTimeout(options: unknown): number {
  checkOptions(options, ['timeout']);
  return timeoutOf(options as WaitSyncOptions);
}

/** The options of a call that does not block. @throws the reason of a signal that is aborted already */
export function checkWaitOptions(options: unknown): { timeout: number; signal: AbortSignal | undefined } {
  checkOptions(options, ['timeout', 'signal']);
  const given = options as WaitOptions;
  const timeout = timeoutOf(given);
  const { signal } = given;
  if (signal !== undefined && !isSignal(signal))
    throw invalidType('options.signal', 'an AbortSignal', signal);
  signal?.throwIfAborted();
  return { timeout, signal };
}

function timeoutOf({ timeout = Number.POSITIVE_INFINITY }: WaitSyncOptions): number {
  if (typeof timeout !== 'number') throw invalidType('options.timeout', 'of type number', timeout);
  if (timeout >= 0) return timeout;
  throw outOfRange('options.timeout', 'at least 0 milliseconds', timeout);
}

// As Node's own APIs do it: not by class, so that signals of other realms are taken.
const isSignal = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'aborted' in value && 'addEventListener' in value;
