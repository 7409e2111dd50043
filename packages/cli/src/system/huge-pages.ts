import { kernelNames, kernelNumber, kernelText } from './kernel-file.js';

/** The pages of one size that are set aside for who asks for that size. */
export interface HugePagePool {
  /** Bytes of a page. */
  readonly byteLength: number;
  readonly total: number;
  readonly free: number;
}

/** Huge pages that the kernel makes of ordinary ones. */
export interface TransparentHugePages {
  /** Where: 'always', 'madvise' (where it is asked for) or 'never'. */
  readonly mode: string;
  /** The same for memory files and shared memory: 'always', 'within_size', 'advise', 'never' ... */
  readonly shared?: string;
  /** Bytes of a page. */
  readonly byteLength?: number;
}

const POOLS = '/sys/kernel/mm/hugepages';
const TRANSPARENT = '/sys/kernel/mm/transparent_hugepage';

/** Smallest pages first; none where the system has no such pools. */
export function hugePagePools(): HugePagePool[] {
  return kernelNames(POOLS)
    .flatMap((name) => {
      const byteLength = Number(/^hugepages-(\d+)kB$/.exec(name)?.[1]) * 1024;
      const total = kernelNumber(`${POOLS}/${name}/nr_hugepages`);
      const free = kernelNumber(`${POOLS}/${name}/free_hugepages`);
      return total === undefined || free === undefined || !(byteLength > 0)
        ? []
        : { byteLength, total, free };
    })
    .sort((a, b) => a.byteLength - b.byteLength);
}

export function transparentHugePages(): TransparentHugePages | undefined {
  const mode = chosen('enabled');
  if (mode === undefined) return undefined;
  const shared = chosen('shmem_enabled');
  const byteLength = kernelNumber(`${TRANSPARENT}/hpage_pmd_size`);
  return { mode, ...(shared !== undefined && { shared }), ...(byteLength !== undefined && { byteLength }) };
}

/** The word in brackets: `always [madvise] never`. */
function chosen(name: string): string | undefined {
  return /\[(\w+)\]/.exec(kernelText(`${TRANSPARENT}/${name}`) ?? '')?.[1];
}
