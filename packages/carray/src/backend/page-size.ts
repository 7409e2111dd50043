import { readFileSync } from 'node:fs';
import { pointer } from '../types/c-names.js';
import { selectedBackend } from './select.js';

const AT_PAGESZ = 6;
const wordBytes = pointer.size;

/** The kernel's own word to every new program (getauxval(3)): pairs of a key and a value, one machine word each. */
function fromAuxiliaryVector(vector: Buffer): number | undefined {
  const { buffer } = new Uint8Array(vector); // a copy, aligned
  const count = Math.floor(buffer.byteLength / wordBytes);
  const words = wordBytes === 4 ? new Uint32Array(buffer, 0, count) : new BigUint64Array(buffer, 0, count);
  for (let key = 0; key + 1 < count; key += 2) {
    if (Number(words[key]) === AT_PAGESZ) return Number(words[key + 1]);
  }
  return undefined;
}

function orUndefined<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch {
    return undefined; // the next way is tried; with none left the answer is 0, "unknown"
  }
}

/**
 * Bytes of a page of ordinary memory, asked from the system without loading an addon on Linux; elsewhere the
 * backend is asked. 0 where nobody can tell, and nothing can be mapped either. `mapping.pageSize` is that of one mapping.
 *
 * @see getauxval(3) with AT_PAGESZ, sysconf(3)
 * @example
 * const page = mapAnonymous(uint8, pageSize);
 * console.log(page.mapping.address % BigInt(pageSize)); // 0n
 */
export const pageSize: number =
  orUndefined(() => fromAuxiliaryVector(readFileSync('/proc/self/auxv'))) ??
  orUndefined(() => selectedBackend().pageSize) ??
  0;
