import { readFileSync } from 'node:fs';
import { checkOptions } from '../arguments/check.js';
import { invalidType, invalidValue, outOfRange } from '../errors/arguments.js';

/** Which faults of mapped memory are turned into errors; see `Configuration`. */
export type FaultGuard = 'on' | 'all' | 'off';

/** What `configure` changes. What is left out stays as it is. */
export interface Configuration {
  /**
   * What happens at a page that cannot be had, or may not be used so:
   *
   * - 'on' (default): with the native backend a page of a file that is gone, and a store through a raw view into a read-only page,
   *   are survived and reported (ERR_MAPPING_FAULT). With ffi methods on many elements are safe, single `get` and `set` are not.
   * - 'all': besides, native survives accesses to pages without any access, and ffi makes each single access a safe copy.
   * - 'off': the process dies of SIGBUS or SIGSEGV, as without this library.
   *
   * Before the first call it is what the environment variable CARRAY_FAULT_GUARD says.
   */
  readonly faultGuard?: FaultGuard;
  /**
   * How many mappings may have pages at once, in this process (ffi: in each thread), those counted that were dropped and not collected
   * yet: an integer from 0 on, or Infinity. One more is ENOMEM. Default: nine tenths of what the kernel allows (vm.max_map_count), since the engine
   * needs mappings too, and dies where it gets none; without a limit where the kernel names none.
   */
  readonly maxMappings?: number;
}

const faultGuards: readonly FaultGuard[] = ['on', 'all', 'off'];
let configured: FaultGuard | undefined;
let mostMappings: number | undefined;

/**
 * Changes how the library works, for mappings made from now on, in this thread. Those that are there already stay as they are, and workers
 * start with the defaults.
 *
 * @param configuration `faultGuard`, `maxMappings`: {@link Configuration}.
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE (another word, or an unknown option), ERR_OUT_OF_RANGE; then nothing has changed.
 * @example
 * configure({ faultGuard: 'all' });
 */
export function configure(configuration: Configuration): void {
  checkOptions(configuration, ['faultGuard', 'maxMappings']);
  const { faultGuard, maxMappings } = configuration;
  const guard = faultGuard === undefined ? configured : checkFaultGuard('options.faultGuard', faultGuard);
  if (maxMappings !== undefined) mostMappings = checkMaxMappings(maxMappings);
  configured = guard;
}

/** What `configure` said last, else the default. */
export function currentMaxMappings(): number {
  mostMappings ??= defaultMaxMappings();
  return mostMappings;
}

function checkMaxMappings(value: unknown): number {
  if (typeof value !== 'number') throw invalidType('options.maxMappings', 'of type number', value);
  if ((Number.isSafeInteger(value) && value >= 0) || value === Number.POSITIVE_INFINITY) return value;
  throw outOfRange('options.maxMappings', 'an integer from 0 on, or Infinity', value);
}

function defaultMaxMappings(): number {
  try {
    return Math.floor(0.9 * Number(readFileSync('/proc/sys/vm/max_map_count', 'utf8')));
  } catch {
    return Number.POSITIVE_INFINITY; // another system than Linux, which names no limit
  }
}

/** What `configure` said last, else CARRAY_FAULT_GUARD, else 'on'. @throws ERR_INVALID_ARG_VALUE for another word there. */
export function currentFaultGuard(): FaultGuard {
  configured ??= checkFaultGuard('CARRAY_FAULT_GUARD', process.env.CARRAY_FAULT_GUARD || 'on');
  return configured;
}

function checkFaultGuard(name: string, value: unknown): FaultGuard {
  const known = faultGuards.find((each) => each === value);
  if (known === undefined) throw invalidValue(name, `must be one of ${faultGuards.join(', ')}`, value);
  return known;
}
