import type { Backend, RegionId } from '@carray/backend';
import { PROT_READ, PROT_WRITE } from '@carray/constants';
import type { FaultGuard } from '../backend/configuration.js';
import type { BackingFile } from './backing-file.js';

/** How a mapping's bytes could be used when it was made, in one word; 'copy-on-write': stores stay in this process. */
export type Access = 'none' | 'read' | 'read-write' | 'copy-on-write';

/** What a mapping is made from, by the calls in `map/`. Lengths and offsets are in bytes. */
export interface MappingFacts {
  readonly backend: Backend;
  /** Undefined for the mapping of an empty file: nothing was mapped. */
  readonly region: RegionId | undefined;
  readonly byteLength: number;
  /** Of the pages, where they are not ordinary ones. */
  readonly pageSize?: number | undefined;
  /** Bytes of the region, at least `byteLength`, which is the default. */
  readonly maxByteLength?: number;
  /** Whether all of the region stays the mapping's when it becomes shorter. */
  readonly keepsAddresses?: boolean;
  readonly fileOffset: number;
  readonly path: string | undefined;
  readonly protection: number;
  readonly flags: number;
  readonly access: Access;
  /** How many bytes lie in front of the end of the file, its last page whole; Infinity where there is no end. */
  readonly reach: number;
  /** Undefined for anonymous memory. */
  readonly file: BackingFile | undefined;
  readonly faultGuard: FaultGuard;
  /**
   * Over a file that was replaced: 'to-end' follows its length, 'fixed' must fit into it, and 'past-end' (default) may reach past
   * its end.
   */
  readonly extent?: 'to-end' | 'fixed' | 'past-end';
  /** The pages are private and untouched, so raw views may get them writable: stray stores stay in this process. */
  readonly exposeWritable: boolean;
  /** Whether pages can be lost by what others do. */
  readonly canFault: boolean;
}

/** Whether an access that the mapping permits, or one through a raw view, can fault. */
export function needsGuard({ faultGuard, canFault, exposeWritable, protection }: MappingFacts): boolean {
  if (faultGuard === 'off') return false;
  if (canFault) return true;
  return !exposeWritable && (protection & PROT_WRITE) === 0 && (protection & PROT_READ) !== 0;
}
