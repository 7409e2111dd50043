import { checkOptions } from '../declarations/check.js';
import { invalidValue } from '../errors/arguments.js';

/** Which faults of mapped memory are turned into errors; see `Configuration`. */
export type FaultGuard = 'on' | 'all' | 'off';

export interface Configuration {
  /**
   * What happens at a page that cannot be had, or may not be used so:
   *
   * - 'on' (default): with the native backend a page of a file that is gone, and a store through a raw view into a read-only page,
   *   are survived and reported (ERR_MAPPING_FAULT). With ffi methods on many elements are safe, single `get` and `set` are not.
   * - 'all': besides, native survives accesses to pages without any access, and ffi makes each single access a safe copy.
   * - 'off': the process dies of SIGBUS or SIGSEGV, as without this library.
   */
  readonly faultGuard?: FaultGuard;
}

const faultGuards: readonly FaultGuard[] = ['on', 'all', 'off'];
let configured: FaultGuard | undefined;

/**
 * Changes how the library works, for mappings made from now on, in this thread.
 *
 * @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE; then nothing has changed.
 * @example
 * configure({ faultGuard: 'all' });
 */
export function configure(configuration: Configuration): void {
  checkOptions(configuration, ['faultGuard']);
  const { faultGuard } = configuration;
  if (faultGuard !== undefined) configured = checkFaultGuard('options.faultGuard', faultGuard);
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
