import { received } from '../errors/arguments.js';
import { typeError } from '../errors/coded.js';
import type { ElementType, Inline } from './element-type.js';
import { refusedValue } from './number-types.js';
import { uint8 } from './numbers.js';

/**
 * C `_Bool` of the size of another integer type: false is 0, true is stored as 1, and every other number loads
 * as true. Values other than booleans are ERR_INVALID_ARG_TYPE.
 *
 * @param base a type of numbers or bigints, be they integers or not.
 * @throws ERR_ELEMENT_TYPE for another base.
 * @example
 * const flags = CArray.of(boolOf(uint32), true, false);
 * console.log(flags.byteLength, flags.get(0)); // 8 true
 */
export function boolOf(base: ElementType<number> | ElementType<bigint>): ElementType<boolean> {
  requireNumbers(base);
  const name = base === uint8 ? 'bool' : `boolOf(${base.name})`;
  const zero = base.codec.load(new DataView(new ArrayBuffer(base.size)), 0);
  const one = typeof zero === 'bigint' ? 1n : 1;
  return Object.freeze({
    name,
    size: base.size,
    alignment: base.alignment,
    codec: {
      check(value: unknown): boolean {
        if (typeof value === 'boolean') return value;
        throw refusedValue(name, 'a boolean', value, 'boolean');
      },
      load: (view: DataView, at: number) => base.codec.load(view, at) !== zero,
      store: (view: DataView, at: number, value: boolean) => storeAny(base, view, at, value ? one : zero),
      ...inlineBoolean(base.codec.inline, typeof zero === 'bigint' ? 'n' : ''),
    },
  });
}

const numbers = /^(u?int(8|16|32|64)|safe(Int|Uint)64|float(32|64))(be|le)?$|^pointer$/;

// By name, as an enumeration loads numbers too.
function requireNumbers(base: ElementType): void {
  const name: unknown = base?.name;
  if (typeof name === 'string' && numbers.test(name)) return;
  const what = typeof name === 'string' ? `Received ${name}` : received(base);
  throw typeError('ERR_ELEMENT_TYPE', `A boolean must be of the size of a number type. ${what}`);
}

function inlineBoolean(base: Inline | undefined, suffix: string): { inline?: Inline } {
  const stores = base?.stores;
  if (base === undefined || stores === undefined) return {};
  const inline: Inline = {
    load: (...place) => `${base.load(...place)} !== 0${suffix}`,
    stores: {
      misfit: (value) => `typeof ${value} === 'boolean' ? 0 : 1`,
      store: (view, at, value) => stores.store(view, at, `${value} ? 1${suffix} : 0${suffix}`),
    },
  };
  return { inline };
}

function storeAny(
  base: ElementType<number> | ElementType<bigint>,
  view: DataView,
  at: number,
  value: number | bigint,
): void {
  const codec: ElementType['codec'] = base.codec;
  codec.store(view, at, value);
}

/** C `_Bool`: true or false, in one byte. Every byte but 0 loads as true. */
export const bool = boolOf(uint8);
