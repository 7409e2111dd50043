import { backendNames } from '../backends.js';
import { bold } from '../style.js';
import { bytes, type Fact, grouped, shortBytes } from '../text.js';
import type { HugePagePool, TransparentHugePages } from './huge-pages.js';
import { type Overcommit, type ResourceLimit, sizeText } from './limits.js';
import type { BackendReport, LimitsReport, SystemReport } from './report.js';
import type { SharedMemorySpace } from './shared-memory.js';

/** The lines of `carray info`: each limit with what it means. */
export function reportFacts(report: SystemReport): Fact[] {
  const { backend, backends, pageSize, maxBufferBytes, hugePages, limits, sharedMemory } = report;
  return [
    ['backend', backend === undefined ? 'none' : `${bold(backend.name)}: ${backend.reason}`],
    ...backendNames.map((name): Fact => [name, stateText(backends[name])]),
    ['page size', pageSize === undefined ? 'unknown' : bytes(pageSize)],
    ...hugePages.pools.map(poolFact),
    ...transparentFacts(hugePages.transparent),
    ...given(maxBufferBytes, (size) => ['longest ArrayBuffer', bytes(size)]),
    ...limitFacts(limits),
    ...given(sharedMemory, spaceFact),
    ...versionFacts(report.versions),
  ];
}

function given<T>(value: T | undefined, toFact: (value: T) => Fact): Fact[] {
  return value === undefined ? [] : [toFact(value)];
}

function stateText(state: BackendReport): string {
  return state.available ? 'available' : `not available: ${state.error}`;
}

function poolFact({ byteLength, total, free }: HugePagePool): Fact {
  const size = shortBytes(byteLength);
  const none = 'none are set aside (vm.nr_hugepages)';
  return [`pages of ${size}`, total === 0 ? none : `${grouped(free)} of ${grouped(total)} are free`];
}

const transparentModes: Readonly<Record<string, string>> = {
  always: 'always: all memory may get them',
  madvise: "madvise: memory that asks for them (hugePages: 'advise')",
  never: 'never: none, whoever asks',
};

function transparentFacts(pages: TransparentHugePages | undefined): Fact[] {
  if (pages === undefined) return [];
  const { mode, shared, byteLength } = pages;
  const size = byteLength === undefined ? '' : `, of ${shortBytes(byteLength)}`;
  return [
    ['transparent huge pages', `${transparentModes[mode] ?? mode}${size}`],
    ...given(shared, (value) => ['in shared memory', value]),
  ];
}

function limitFacts({ maxMapCount, lockedMemory, addressSpace, overcommit }: LimitsReport): Fact[] {
  return [
    ...given(maxMapCount, (count) => ['vm.max_map_count', `${grouped(count)} mappings in one process`]),
    ...given(lockedMemory, (limit) => ['locked memory', `${limitText(limit)} for mapping.lock and lockAll`]),
    ...given(addressSpace, (limit) => ['address space', `${limitText(limit)} for all mappings of a process`]),
    ...overcommitFacts(overcommit),
  ];
}

function limitText({ soft, hard }: ResourceLimit): string {
  const raised = hard === soft ? '' : `, can be raised to ${sizeText(hard)},`;
  return `${sizeText(soft)}${raised}`;
}

const overcommitModes: readonly string[] = [
  'more than there is, but nothing absurd',
  'whatever is asked for',
  'never more than there is',
];

function overcommitFacts(overcommit: Overcommit | undefined): Fact[] {
  if (overcommit === undefined) return [];
  const { mode, ratio, commitLimit, committed } = overcommit;
  const percent = mode === 2 && ratio ? `: swap, and ${ratio} % of the memory` : '';
  const promises = `${mode}: promises ${overcommitModes[mode] ?? '(unknown)'}${percent}`;
  const limit =
    commitLimit === undefined ? '' : `, ${mode === 2 ? 'of' : 'not limited to'} ${bytes(commitLimit)}`;
  return [
    ['overcommit', promises],
    ...given(committed, (size) => ['promised memory', `${bytes(size)}${limit}`]),
  ];
}

function spaceFact({ path, byteLength, free }: SharedMemorySpace): Fact {
  return [path, `${bytes(byteLength)} for shared memory by name, ${shortBytes(free)} of it free`];
}

function versionFacts({ platform, arch, kernel, node, carray }: SystemReport['versions']): Fact[] {
  return [
    ['platform', `${platform} ${arch}, kernel ${kernel}`],
    ['Node.js', node],
    ['carray', carray],
  ];
}
