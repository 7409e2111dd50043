import {
  array,
  bits,
  bool,
  type ElementType,
  type Field,
  float32,
  float64,
  int8,
  int16,
  int32,
  int64,
  type RecordType,
  struct,
  uint8,
  uint16,
  uint32,
  uint64,
} from '../../src/index.js';
import type { Random } from './random.js';

export interface StructCase {
  readonly name: string;
  readonly type: RecordType<object>;
  readonly declaration: string;
  /** Fields that have an offset in C: no bit-fields. */
  readonly plainFields: readonly string[];
  readonly value: object;
  /** C statements that store the value. */
  readonly assignments: readonly string[];
}

interface Member {
  readonly field: Field;
  readonly declaration: string;
  readonly plain: boolean;
  readonly value: unknown;
  readonly assignments: readonly string[];
}

const integers = [int8, uint8, int16, uint16, int32, uint32, int64, uint64] as const;
const cName = (type: ElementType) => `${type.name}_t`;

function integerOf(width: number, signed: boolean, random: Random): bigint {
  let value = 0n;
  for (let bit = 0; bit < width; bit++) value = (value << 1n) | BigInt(random.below(2));
  return signed ? BigInt.asIntN(width, value) : value;
}

const literal = (value: bigint): string =>
  value === -(2n ** 63n)
    ? '(-9223372036854775807LL - 1)'
    : `${value}${value > 2n ** 63n - 1n ? 'ULL' : 'LL'}`;

function scalar(name: string, random: Random): Member {
  const type = random.pick(integers);
  const exact = integerOf(8 * type.size, type.name.startsWith('int'), random);
  const value = type.size === 8 ? exact : Number(exact);
  return {
    field: type,
    declaration: `${cName(type)} ${name};`,
    plain: true,
    value,
    assignments: [`${name} = ${literal(exact)}`],
  };
}

function real(name: string, random: Random): Member {
  const value = (random.below(2 ** 20) - 2 ** 19) / 8;
  const [field, type] = random.below(2) === 0 ? [float32, 'float'] : [float64, 'double'];
  return { field, declaration: `${type} ${name};`, plain: true, value, assignments: [`${name} = ${value}`] };
}

function flag(name: string, random: Random): Member {
  const value = random.below(2) === 1;
  return {
    field: bool,
    declaration: `bool ${name};`,
    plain: true,
    value,
    assignments: [`${name} = ${value}`],
  };
}

function list(name: string, random: Random): Member {
  const type = random.pick(integers.slice(0, 6));
  const signed = type.name.startsWith('int');
  const value = Array.from({ length: 1 + random.below(5) }, () =>
    Number(integerOf(8 * type.size, signed, random)),
  );
  const assignments = value.map((item, index) => `${name}[${index}] = ${literal(BigInt(item))}`);
  const declaration = `${cName(type)} ${name}[${value.length}];`;
  return { field: array(type, value.length), declaration, plain: true, value, assignments };
}

function bitField(name: string, random: Random): Member {
  const type = random.pick(integers);
  const width = 1 + random.below(8 * type.size);
  const exact = integerOf(width, type.name.startsWith('int'), random);
  const value = type.size === 8 ? exact : Number(exact);
  const declaration = `${cName(type)} ${name} : ${width};`;
  const field: Field = bits<number | bigint>(type, width);
  return { field, declaration, plain: false, value, assignments: [`${name} = ${literal(exact)}`] };
}

function nested(name: string, random: Random, depth: number): Member {
  const inner = randomStruct('', random, depth + 1);
  const assignments = inner.assignments.map((assignment) => `${name}.${assignment}`);
  return {
    field: inner.type,
    declaration: `${inner.declaration.slice(0, -1)} ${name};`,
    plain: true,
    value: inner.value,
    assignments,
  };
}

/** A struct type, the same in C, and a value for both. */
export function randomStruct(name: string, random: Random, depth = 0): StructCase {
  const kinds = [scalar, scalar, real, flag, list, bitField, bitField, bitField];
  const members = Array.from({ length: 1 + random.below(7) }, (_, index): [string, Member] => {
    const field = `f${index}`;
    if (depth < 2 && random.below(8) === 0) return [field, nested(field, random, depth)];
    return [field, random.pick(kinds)(field, random)];
  });
  const packed = random.below(5) === 0;
  const aligned = random.below(6) === 0 ? 2 ** (1 + random.below(5)) : undefined;
  const attributes = [packed ? 'packed' : '', aligned === undefined ? '' : `aligned(${aligned})`].filter(
    Boolean,
  );
  const attribute = attributes.length === 0 ? '' : `__attribute__((${attributes.join(', ')})) `;
  const options = { ...(packed ? { pack: 1 } : {}), ...(aligned === undefined ? {} : { align: aligned }) };
  return {
    name,
    type: struct(Object.fromEntries(members.map(([field, member]) => [field, member.field])), options),
    declaration: `struct ${attribute}${name} { ${members.map(([, member]) => member.declaration).join(' ')} };`,
    plainFields: members.filter(([, member]) => member.plain).map(([field]) => field),
    value: Object.fromEntries(members.map(([field, member]) => [field, member.value])),
    assignments: members.flatMap(([, member]) => member.assignments),
  };
}
