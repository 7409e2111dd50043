import { inspect } from 'node:util';
import { invalidType, shown } from '../errors/arguments.js';
import { rangeError, typeError } from '../errors/coded.js';
import { checkElementType } from './check.js';
import type { ElementType } from './element-type.js';
import { int32 } from './numbers.js';

/**
 * C `enum`: values are names, or integers of the base type. A number that has a name loads as the name, the
 * first one where several have it; one that has none loads as a number. To store another name is ERR_OUT_OF_RANGE.
 *
 * @param names their numbers; own properties.
 * @param base default `int32`, as C compilers have it for small numbers.
 * @throws ERR_ELEMENT_TYPE where a number does not fit the base type, ERR_INVALID_ARG_TYPE for no object or no type.
 * @example
 * const color = enumeration({ red: 0, green: 1 });
 * const pixels = CArray.of(color, 'green', 7);
 * console.log(pixels.toArray()); // [ 'green', 7 ]
 */
export function enumeration<const Names extends Readonly<Record<string, number>>>(
  names: Names,
  base: ElementType<number> = int32,
): ElementType<(keyof Names & string) | number> {
  if (typeof names !== 'object' || names === null) throw invalidType('names', 'an object', names);
  checkElementType('base', base);
  const numbers = new Map<unknown, number>(Object.entries(names));
  const nameOf = new Map<number, keyof Names & string>();
  for (const [name, number] of Object.entries(names)) {
    try {
      base.codec.check(number);
    } catch (cause) {
      const message = `The enumeration's ${inspect(name)} is ${inspect(number)}, which is no value of type ${base.name}`;
      throw typeError('ERR_ELEMENT_TYPE', message, { cause });
    }
    if (!nameOf.has(number)) nameOf.set(number, name);
  }
  const known = [...numbers.keys()].join(', ');
  return Object.freeze({
    name: `enumeration(${known})`,
    size: base.size,
    alignment: base.alignment,
    codec: {
      check(value: unknown): (keyof Names & string) | number {
        if (typeof value !== 'string') return base.codec.check(value);
        const number = numbers.get(value);
        if (number !== undefined) return number;
        throw rangeError('ERR_OUT_OF_RANGE', `The enumeration has no name ${shown(value)}. It has ${known}`);
      },
      load(view: DataView, at: number) {
        const number = base.codec.load(view, at);
        return nameOf.get(number) ?? number;
      },
      store(view: DataView, at: number, value: unknown) {
        if (typeof value === 'number') base.codec.store(view, at, value);
      },
    },
  });
}
