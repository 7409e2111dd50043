import { PROT_READ, PROT_WRITE } from '@carray/constants';
import type { MappingFacts } from './mapped-memory.js';

/** Whether an access that the mapping permits, or one through a raw view, can fault. */
export function needsGuard({ faultGuard, canFault, exposeWritable, protection }: MappingFacts): boolean {
  if (faultGuard === 'off') return false;
  if (canFault) return true;
  return !exposeWritable && (protection & PROT_WRITE) === 0 && (protection & PROT_READ) !== 0;
}
