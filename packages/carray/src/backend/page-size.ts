import { readFileSync } from 'node:fs';
import { isLittleEndian } from '../types/host-order.js';
import { selectedBackend } from './select.js';

const AT_PAGESZ = 6;
const wordBytes = ['arm', 'ia32', 'mips', 'mipsel', 'ppc', 's390'].includes(process.arch) ? 4 : 8;

/** The kernel's own word to every new program (getauxval(3)): pairs of a key and a value, one machine word each. */
function fromAuxiliaryVector(vector: Buffer): number | undefined {
  const word = (index: number): bigint => {
    const at = index * wordBytes;
    const bytes = vector.subarray(at, at + wordBytes);
    if (isLittleEndian) bytes.reverse();
    return BigInt(`0x${bytes.toString('hex')}`);
  };
  for (let pair = 0; (2 * pair + 2) * wordBytes <= vector.length; pair++) {
    if (word(2 * pair) === BigInt(AT_PAGESZ)) return Number(word(2 * pair + 1));
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
