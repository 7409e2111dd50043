import { bytes } from '../text.js';
import { kernelNumber, kernelText } from './kernel-file.js';

/** In bytes. */
export type Limit = number | 'unlimited';

export const sizeText = (limit: Limit): string => (limit === 'unlimited' ? limit : bytes(limit));

export interface ResourceLimit {
  /** In force; the process may raise it as far as `hard`. */
  readonly soft: Limit;
  readonly hard: Limit;
}

export interface Overcommit {
  /** vm.overcommit_memory. */
  readonly mode: number;
  /** vm.overcommit_ratio: percent of the memory that mode 2 counts in. */
  readonly ratio?: number;
  /** Bytes that mode 2 lets all processes have together. */
  readonly commitLimit?: number;
  /** Bytes that all processes have been promised. */
  readonly committed?: number;
}

/** RLIMIT_MEMLOCK or RLIMIT_AS of this process, from /proc/self/limits; undefined where there is none. */
export function resourceLimit(name: 'Max locked memory' | 'Max address space'): ResourceLimit | undefined {
  const [, soft, hard] =
    new RegExp(`^${name} +(\\S+) +(\\S+)`, 'm').exec(kernelText('/proc/self/limits') ?? '') ?? [];
  return soft === undefined || hard === undefined ? undefined : { soft: limit(soft), hard: limit(hard) };
}

const limit = (text: string): Limit => (text === 'unlimited' ? text : Number(text));

/** vm.max_map_count. */
export function maxMapCount(): number | undefined {
  return kernelNumber('/proc/sys/vm/max_map_count');
}

export function overcommit(): Overcommit | undefined {
  const mode = kernelNumber('/proc/sys/vm/overcommit_memory');
  if (mode === undefined) return undefined;
  const ratio = kernelNumber('/proc/sys/vm/overcommit_ratio');
  const [commitLimit, committed] = [memoryInfo('CommitLimit'), memoryInfo('Committed_AS')];
  return {
    mode,
    ...(ratio !== undefined && { ratio }),
    ...(commitLimit !== undefined && { commitLimit }),
    ...(committed !== undefined && { committed }),
  };
}

/** A line of /proc/meminfo, in bytes. */
function memoryInfo(name: string): number | undefined {
  const [, kibibytes] =
    new RegExp(`^${name}: +(\\d+) kB$`, 'm').exec(kernelText('/proc/meminfo') ?? '') ?? [];
  return kibibytes === undefined ? undefined : Number(kibibytes) * 1024;
}
