import { PROT_EXEC, PROT_NONE, PROT_READ, PROT_WRITE } from '@carray/constants';
import { checkFlags } from '../arguments/check.js';
import { invalidValue } from '../errors/arguments.js';

/** A protection in one word: PROT_NONE, PROT_READ, PROT_READ | PROT_WRITE, PROT_READ | PROT_EXEC. There is none for writing together with executing: go from one to the other. */
export type ProtectionWord = 'none' | 'read' | 'read-write' | 'read-exec';

const words = new Map<unknown, number>([
  ['none', PROT_NONE],
  ['read', PROT_READ],
  ['read-write', PROT_READ | PROT_WRITE],
  ['read-exec', PROT_READ | PROT_EXEC],
]);

/** PROT_* bits given as a number or a word. @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_OUT_OF_RANGE */
export function protectionBits(protection: unknown): number {
  if (typeof protection !== 'string') return checkFlags('protection', protection);
  const bits = words.get(protection);
  if (bits !== undefined) return bits;
  throw invalidValue('protection', `must be a number or one of ${[...words.keys()].join(', ')}`, protection);
}
