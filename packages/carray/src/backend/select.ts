import type { Backend, Supports } from '@carray/backend';
import { invalidType, invalidValue } from '../errors/arguments.js';
import { plainError } from '../errors/coded.js';

/**
 * The backends that come with the library: 'native', an addon of `@carray/native`; 'ffi', calls of the C library through koffi, by
 * `@carray/ffi-fallback`.
 */
export type BackendName = 'native' | 'ffi';

/** What became of one backend: loaded, or why not. */
export type BackendState =
  | {
      /** It is loaded. */
      readonly available: true;
      /** Bytes of a page of ordinary memory. */
      readonly pageSize: number;
      /** Bytes of the longest raw view that the engine accepts. */
      readonly maxBufferBytes: number;
      /** What it can do in this runtime, beyond the calls that all have. */
      readonly supports: Supports;
    }
  | {
      /** It cannot be used. */
      readonly available: false;
      /** Why not: what the runtime said when the package was loaded. */
      readonly error: Error;
    };

/** What `backendInfo` tells. */
export interface BackendInfo extends Readonly<Record<BackendName, BackendState>> {
  /** The backend that the functions of this module use; undefined where none can be loaded. */
  readonly name: string | undefined;
  /** Why that one. */
  readonly reason: string;
  /** What became of the native backend. */
  readonly native: BackendState;
  /** What became of the ffi backend. */
  readonly ffi: BackendState;
}

type Choice = { readonly backend?: Backend; readonly reason: string };

// Written out, so that bundlers see both packages by name.
const loaders: Record<BackendName, () => Backend> = {
  native: () => (require('@carray/native') as typeof import('@carray/native')).loadBackend(),
  ffi: () => (require('@carray/ffi-fallback') as typeof import('@carray/ffi-fallback')).loadBackend(),
};

const packageNames: Record<BackendName, string> = { native: '@carray/native', ffi: '@carray/ffi-fallback' };
const backendNames = Object.keys(loaders);

/** Whether it names a backend that comes with the library. */
export function isBackendName(name: unknown): name is BackendName {
  return typeof name === 'string' && Object.hasOwn(loaders, name);
}

/** The package itself is not there: the runtime says where it looked, this what to do. Bun throws what is no Error. */
function explain(name: BackendName, thrown: unknown): Error {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const missing = packageNames[name];
  if (!error.message.includes(`Cannot find module '${missing}'`)) return error;
  const message =
    `${missing} is not installed: optional dependencies were left out (--omit=optional, --no-optional or ` +
    `--ignore-optional). Install again with them, or install ${missing} by itself`;
  return new Error(message, { cause: thrown });
}

const attempts = new Map<BackendName, Backend | Error>();

function attempt(name: BackendName): Backend | Error {
  const before = attempts.get(name);
  if (before !== undefined) return before;
  let result: Backend | Error;
  try {
    result = loaders[name]();
  } catch (error) {
    result = explain(name, error);
  }
  attempts.set(name, result);
  return result;
}

/** The backend of that name; it never becomes another one. ERR_BACKEND_UNAVAILABLE with the cause. */
function named(name: BackendName): Backend {
  const result = attempt(name);
  if (!(result instanceof Error)) return result;
  const message = `The ${name} backend cannot be used: ${result.message}`;
  throw plainError('ERR_BACKEND_UNAVAILABLE', message, { cause: result });
}

let chosen: Choice | undefined;

function choose(): Choice {
  const asked = process.env.CARRAY_BACKEND || 'auto';
  if (isBackendName(asked)) {
    return { backend: named(asked), reason: `CARRAY_BACKEND=${asked} asks for it` };
  }
  if (asked !== 'auto') {
    throw invalidValue('CARRAY_BACKEND', `must be ${backendNames.join(', ')} or auto`, asked);
  }
  const native = attempt('native');
  if (!(native instanceof Error)) return { backend: native, reason: 'the native addon is there and loads' };
  const ffi = attempt('ffi');
  const whyNotNative = `the native backend cannot be used: ${native.message}`;
  if (!(ffi instanceof Error)) return { backend: ffi, reason: whyNotNative };
  return { reason: `${whyNotNative}; the ffi backend cannot be used: ${ffi.message}` };
}

/**
 * The backend of the functions that are not bound to one, chosen at the first use and kept: CARRAY_BACKEND
 * (native, ffi) names it; else (auto) native where it loads, else ffi.
 *
 * @throws ERR_BACKEND_UNAVAILABLE where none loads, with each cause; ERR_INVALID_ARG_VALUE for another name.
 */
export function selectedBackend(): Backend {
  chosen ??= choose();
  if (chosen.backend !== undefined) return chosen.backend;
  const cause = new AggregateError([...attempts.values()], 'each backend has its reason');
  throw plainError('ERR_BACKEND_UNAVAILABLE', `No backend can be used: ${chosen.reason}`, { cause });
}

/** A backend by its name, or one of the caller's own. */
export function resolveBackend(backend: BackendName | Backend): Backend {
  if (isBackendName(backend)) return named(backend);
  if (typeof backend === 'object' && backend !== null && typeof backend.map === 'function') return backend;
  const expected = `${backendNames.map((name) => `'${name}'`).join(', ')} or a Backend`;
  throw invalidType('backend', expected, backend);
}

function stateOf(name: BackendName): BackendState {
  const result = attempt(name);
  if (result instanceof Error) return { available: false, error: result };
  const { pageSize, maxBufferBytes, supports } = result;
  return { available: true, pageSize, maxBufferBytes, supports };
}

/**
 * Says which backend is used and why, and what became of each. Loads both. It never throws, not for a backend that
 * cannot be used either: `error` says what happened.
 *
 * The backend is chosen at the first use in each thread, and stays: that of CARRAY_BACKEND (native, ffi), or with auto, the default, native
 * where it loads and ffi where it does not.
 *
 * @example
 * const { name, reason } = backendInfo();
 * console.log(`${name}: ${reason}`);
 * console.log(backendInfo()[name].available); // true
 */
export function backendInfo(): BackendInfo {
  const states: Record<BackendName, BackendState> = { native: stateOf('native'), ffi: stateOf('ffi') };
  try {
    const { name } = selectedBackend();
    return { name, reason: chosen?.reason ?? '', ...states };
  } catch (error) {
    return { name: undefined, reason: error instanceof Error ? error.message : String(error), ...states };
  }
}
