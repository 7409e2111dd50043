import { release } from 'node:os';
import { type BackendInfo, type BackendName, type BackendState, backendInfo, pageSize } from 'carray';
import { backendNames } from '../backends.js';
import { type Choice, chosenBackend, type GlobalOptions } from '../library.js';
import { oneLine } from '../text.js';
import { version } from '../version.js';
import {
  type HugePagePool,
  hugePagePools,
  type TransparentHugePages,
  transparentHugePages,
} from './huge-pages.js';
import { maxMapCount, type Overcommit, overcommit, type ResourceLimit, resourceLimit } from './limits.js';
import { type SharedMemorySpace, sharedMemorySpace } from './shared-memory.js';

type Available = Extract<BackendState, { available: true }>;

/** What `carray info` tells, as --json prints it. What a system does not say is left out. Sizes are bytes. */
export interface SystemReport {
  /** The one in use. */
  readonly backend?: Choice;
  readonly backends: Readonly<Record<BackendName, BackendReport>>;
  readonly pageSize?: number;
  /** Of the backend in use. */
  readonly maxBufferBytes?: number;
  readonly hugePages: {
    readonly pools: readonly HugePagePool[];
    readonly transparent?: TransparentHugePages;
  };
  readonly limits: LimitsReport;
  readonly sharedMemory?: SharedMemorySpace;
  readonly versions: Readonly<Record<'platform' | 'arch' | 'kernel' | 'node' | 'carray', string>>;
}

export type BackendReport =
  | { readonly available: true; readonly supports: Available['supports'] }
  | { readonly available: false; readonly error: string };

export interface LimitsReport {
  /** vm.max_map_count: mappings that a process may have. */
  readonly maxMapCount?: number;
  readonly lockedMemory?: ResourceLimit;
  readonly addressSpace?: ResourceLimit;
  readonly overcommit?: Overcommit;
}

/** Looks at everything; `failure` says why no backend can be used, where that is so. */
export function systemReport(options: GlobalOptions): { report: SystemReport; failure?: Error } {
  const states = backendInfo();
  const choice = attempt(() => chosenBackend(options));
  const backend = choice instanceof Error ? undefined : choice;
  const transparent = transparentHugePages();
  const sharedMemory = sharedMemorySpace();
  const report: SystemReport = {
    ...(backend && { backend: { name: backend.name, reason: oneLine(backend.reason) } }),
    backends: { native: backendReport(states.native), ffi: backendReport(states.ffi) },
    ...(pageSize !== 0 && { pageSize }),
    ...bufferLimit(states, backend?.name),
    hugePages: { pools: hugePagePools(), ...(transparent && { transparent }) },
    limits: limits(),
    ...(sharedMemory && { sharedMemory }),
    versions: versions(),
  };
  return choice instanceof Error ? { report, failure: choice } : { report };
}

function attempt(choose: () => Choice): Choice | Error {
  try {
    return choose();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function backendReport(state: BackendState): BackendReport {
  return state.available
    ? { available: true, supports: state.supports }
    : { available: false, error: oneLine(state.error.message) };
}

function bufferLimit(states: BackendInfo, used: string | undefined): { maxBufferBytes?: number } {
  const name = backendNames.find((each) => each === used);
  const state = name && states[name];
  return state?.available ? { maxBufferBytes: state.maxBufferBytes } : {};
}

function limits(): LimitsReport {
  const [mapCount, promised] = [maxMapCount(), overcommit()];
  const [lockedMemory, addressSpace] = [
    resourceLimit('Max locked memory'),
    resourceLimit('Max address space'),
  ];
  return {
    ...(mapCount !== undefined && { maxMapCount: mapCount }),
    ...(lockedMemory && { lockedMemory }),
    ...(addressSpace && { addressSpace }),
    ...(promised && { overcommit: promised }),
  };
}

function versions(): SystemReport['versions'] {
  const { platform, arch, version: node } = process;
  return { platform, arch, kernel: release(), node, carray: version };
}
