import type { Codec, ElementType } from '../../types/element-type.js';
import type { Trusted } from '../trusted.js';
import { Accessors, type ArrayClass } from './accessors.js';

const accessors = new WeakMap<Codec<unknown>, Map<number, Accessors>>();
let allowed = true;

/**
 * The generated methods for arrays over memory that can be trusted. Undefined where code generation is forbidden
 * (`--disallow-code-generation-from-strings`): then such arrays are checked step by step, as all others are.
 */
export function generatedFor(
  base: ArrayClass,
  type: ElementType,
  stride: number,
  { access, typed, windowLength, faultCount }: Trusted,
): Accessors | undefined {
  if (!allowed) return undefined;
  let ofType = accessors.get(type.codec);
  if (ofType === undefined) {
    ofType = new Map();
    accessors.set(type.codec, ofType);
  }
  const window = windowLength === undefined ? 0 : 1 + Math.log2(windowLength);
  const canFault = faultCount !== undefined;
  const way = Number(typed) + 2 * Number(access === 'read-write') + 4 * Number(canFault);
  const key = (stride * 64 + window) * 8 + way;
  const known = ofType.get(key);
  if (known !== undefined) return known;
  try {
    const made = new Accessors(base, {
      type,
      stride,
      typed,
      writable: access === 'read-write',
      windowLength,
      canFault,
    });
    ofType.set(key, made);
    return made;
  } catch (error) {
    if (!(error instanceof EvalError)) throw error;
    allowed = false;
    return undefined;
  }
}
