import { inspect } from 'node:util';
import { shown } from '../errors/arguments.js';
import { rangeError, typeError } from '../errors/coded.js';
import { bool } from './booleans.js';
import { checkElementType } from './check.js';
import type { Codec, ElementType, Inline } from './element-type.js';
import { isLittleEndian } from './host-order.js';
import type { BitField, FieldPlace } from './layout.js';

/**
 * A field of `width` bits of an integer type or `bool`: C `unsigned x : 3` is `bits(uint32, 3)`. A signed base makes a
 * signed field. Only structs and unions have such fields, laid out as gcc does on this platform, from the lowest bit on where the machine is
 * little-endian. A store reads and writes the bytes that the field lies in: it is not atomic, and can undo what others store into its neighbours.
 *
 * @param base `bool`, or an integer of 8 to 64 bits in the byte order of the host.
 * @param width bits, from 1 to those of the base (`bool`: 1); 0 has no value, and ends the storage unit.
 * @throws ERR_ELEMENT_TYPE for another base or width, ERR_INVALID_ARG_TYPE for what is no type.
 * @example
 * const date = struct({ day: bits(uint16, 5), month: bits(uint16, 4), year: bits(uint16, 7) });
 * const dates = CArray.of(date, { day: 31, month: 12, year: 99 });
 * console.log(date.size, dates.get(0).month); // 2 12
 */
export function bits<V extends number | bigint | boolean>(base: ElementType<V>, width: number): BitField<V> {
  checkElementType('base', base);
  const most = base === bool ? 1 : 8 * base.size;
  if (!isIntegral(base)) {
    throw typeError('ERR_ELEMENT_TYPE', `A bit-field must be of an integer type. Received ${base.name}`);
  }
  if (Number.isInteger(width) && width >= 0 && width <= most) return { kind: 'bits', base, width };
  throw typeError(
    'ERR_ELEMENT_TYPE',
    `A bit-field of ${base.name} must have 0 to ${most} bits. Received ${inspect(width)}`,
  );
}

const isIntegral = (base: ElementType): boolean => base === bool || /^u?int(8|16|32|64)$/.test(base.name);

const bitFields = new WeakMap<FieldPlace, ElementType>();

/** The type of a field as an element: of a bit-field, of the bytes that it lies in. */
export function fieldType(place: FieldPlace): ElementType {
  if (place.bits === undefined) return place.type;
  let type = bitFields.get(place);
  if (type === undefined) {
    const { first, width } = place.bits;
    const name = `bits(${place.type.name}, ${width})`;
    const size = Math.ceil((first + width) / 8);
    const codec = bitCodec(place.type, first, width);
    type = Object.freeze({ name, size, alignment: 1, isPartial: true, codec });
    bitFields.set(place, type);
  }
  return type;
}

/** How a bit-field goes into the bytes that it lies in, and out of them: `first` is its first bit in them. */
function bitCodec(type: ElementType, first: number, width: number): Codec<unknown> {
  const byteLength = Math.ceil((first + width) / 8);
  // In the byte order of the host, the first bit is the lowest of the lowest byte, or the highest of the highest.
  const shift = BigInt(isLittleEndian ? first : 8 * byteLength - first - width);
  const mask = ((1n << BigInt(width)) - 1n) << shift;
  const signed = type.name.startsWith('int');
  return {
    check: (value) => checkBits(type, width, signed, value),
    load(view, at) {
      const raw = (loadBytes(view, at, byteLength) & mask) >> shift;
      return fromBits(type, signed ? BigInt.asIntN(width, raw) : raw);
    },
    store(view, at, value) {
      const raw = (BigInt.asUintN(width, BigInt(value as bigint | number | boolean)) << shift) & mask;
      storeBytes(view, at, byteLength, (loadBytes(view, at, byteLength) & ~mask) | raw);
    },
    ...(isLittleEndian && type.size < 8 ? inlineBits(type, first, width, signed) : {}),
  };
}

/** In as many bytes as the engine loads at once, and no bit more: behind them another element may lie. */
function inlineBits(type: ElementType, first: number, width: number, signed: boolean): { inline?: Inline } {
  const unit = [8, 16, 32].find((bits) => bits === 8 * Math.ceil((first + width) / 8));
  if (unit === undefined) return {};
  const get = (view: string, at: string) => `${view}.getUint${unit}(${at}, true)`;
  const mask = 2 ** width - 1;
  const extract = (raw: string) =>
    signed ? `(${raw} << ${32 - first - width}) >> ${32 - width}` : `(${raw} >>> ${first}) & ${mask}`;
  const exact = (bits: string) => (signed || width < 32 ? bits : `(${bits}) >>> 0`);
  const fits = (value: string) =>
    signed ? `(${value} << ${32 - width}) >> ${32 - width}` : exact(`${value} & ${mask}`);
  const store = (view: string, at: string, value: string) =>
    `${view}.setUint${unit}(${at}, (${get(view, at)} & ~(${mask} << ${first})) | ((${value} & ${mask}) << ${first}), true)`;
  if (type === bool) {
    const misfit = (value: string) => `typeof ${value} === 'boolean' ? 0 : 1`;
    const load = (view: string, at: string) => `(${extract(get(view, at))}) !== 0`;
    return { inline: { load, stores: { misfit, store } } };
  }
  const misfit = (value: string) => `typeof ${value} === 'number' && (${fits(value)}) === ${value} ? 0 : 1`;
  return { inline: { load: (view, at) => exact(extract(get(view, at))), stores: { misfit, store } } };
}

function fromBits(type: ElementType, raw: bigint): unknown {
  if (type === bool) return raw !== 0n;
  return type.size === 8 ? raw : Number(raw);
}

function checkBits(type: ElementType, width: number, signed: boolean, value: unknown): unknown {
  const checked = type.codec.check(value);
  if (type === bool) return checked;
  const exact = BigInt(checked as number | bigint);
  if ((signed ? BigInt.asIntN(width, exact) : BigInt.asUintN(width, exact)) === exact) return checked;
  const [min, max] = signed
    ? [-(1n << BigInt(width - 1)), (1n << BigInt(width - 1)) - 1n]
    : [0n, (1n << BigInt(width)) - 1n];
  const message = `A value of ${width} bits of ${type.name} must be from ${min} to ${max}. Received ${shown(value)}`;
  throw rangeError('ERR_OUT_OF_RANGE', message);
}

function loadBytes(view: DataView, at: number, byteLength: number): bigint {
  let raw = 0n;
  for (let index = 0; index < byteLength; index++) {
    raw = (raw << 8n) | BigInt(view.getUint8(isLittleEndian ? at + byteLength - 1 - index : at + index));
  }
  return raw;
}

function storeBytes(view: DataView, at: number, byteLength: number, raw: bigint): void {
  for (let index = 0; index < byteLength; index++) {
    const place = isLittleEndian ? at + index : at + byteLength - 1 - index;
    view.setUint8(place, Number((raw >> BigInt(8 * index)) & 0xffn));
  }
}
