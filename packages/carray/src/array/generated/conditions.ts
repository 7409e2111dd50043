import type { Codec, Inline } from '../../types/element-type.js';
import type { Form, State } from './form.js';

/*
 * The conditions that the methods look at besides the engine's own checks. Each is written as an index of `only0`, an array of one
 * element: the engine makes that a comparison without a branch, and a branch that leaves a loop would cost more than all else together.
 */

/** The condition that a number is 0. */
export const isZero = (number: string, { inStorm }: State): string =>
  inStorm ? `(${number}) === 0` : `only0[${number}] !== undefined`;

export const isNotZero = (number: string, { inStorm }: State): string =>
  inStorm ? `(${number}) !== 0` : `only0[${number}] === undefined`;

/**
 * The condition under which the methods must not be used on `this` array. It stands in front of every access: somebody
 * may have kept a method from when the memory could be used otherwise, or calls it on another array.
 */
export const isForeign = (state: State): string => isNotZero(`this.binding ^ ${state.binding}`, state);

/**
 * The condition under which a page was at fault, in the access before or earlier: what was read is no value, or what was stored is
 * lost. It stands behind every access to memory that can fault; undefined for other memory. The `array` is the text for it.
 *
 * A load must come first in the machine code too. Compilers take the count of an access before for that of the next, and let the
 * instruction that uses a value load it (`add rax, [memory]`), after the count: V8 does both in Node 26. So an integer says
 * which of the two equal counts to look at; any other number is stored into a `sink`, which ends what the compiler knows. It must
 * be the number itself: Bun's compiler moves the load behind the store of another one.
 */
export function isFaulty(
  { canFault }: Form,
  state: State,
  array: string,
  loaded?: Loaded,
): string | undefined {
  if (!canFault) return undefined;
  const count = state.own ? 'ownFaultCount' : `${array}.faultCount`;
  if (loaded === undefined) return isNotZero(`${count}[0]`, state);
  if (loaded.loads === 'integer') return isNotZero(`${count}[${loaded.value} & 1]`, state);
  const stored = loaded.loads === 'number' ? loaded.value : '0';
  return `(sink[0] = ${stored}, ${isNotZero(`${count}[0]`, state)})`;
}

/** A value that was loaded just now. */
interface Loaded {
  readonly value: string;
  readonly loads: Inline['loads'];
}

export const loadedBy = (codec: Codec<unknown>, value: string): Loaded => ({
  value,
  loads: codec.inline?.loads,
});

/**
 * The condition under which there is no element at an index. `number` is the text of the index within the window, -1 for what is
 * no number; `at` is its multiple of the stride. See `ElementWindow.bounds`: in memory that can fault no other byte than the element's
 * may be touched.
 */
export function isNowhere(form: Form, state: State, window: string, number: string): string {
  const bounds = state.own ? 'ownBounds' : `${window}.bounds`;
  if (!form.canFault) return `${isForeign(state)} || ${bounds}[${number}] === undefined`;
  const isFraction = isNotZero(`${number} - (${number} | 0)`, state);
  return `${isForeign(state)} || ${isFraction} || ${bounds}[at] === undefined`;
}

/** The same without touching memory that can fault: a reference may be made to an element that is gone. */
export function isNoElement(form: Form, state: State, window: string, number: string): string {
  if (!form.canFault) return isNowhere(form, state, window, number);
  const [index, whole] =
    form.windowLength === undefined ? [number, `${number} >>> 0`] : ['index', 'Math.floor(index)'];
  const isInside = `(${whole}) === ${index} && ${index} >= 0 && ${index} < this.elementCount`;
  return `${isForeign(state)} || ${isNotZero(`${isInside} ? 0 : 1`, state)}`;
}
