/** Kinds of fields, a value of each, and a statement that stores into one through a reference. */
const kinds: readonly (readonly [type: string, value: string, store?: string])[] = [
  ['uint32', '1'],
  ['float64', '2.5'],
  ['int64', '3n'],
  ['array(char, 16)', "'ada'"],
  ['bits(uint32, 3)', '5'],
  ['enumeration({ red: 0, green: 1 })', "'green'"],
  ['bool', 'true'],
  ['array(float32, 4)', '[1, 2, 3, 4]', '.set(0, 1)'],
  ['inner', '{ x: 1, y: 2, z: [1, 2] }', '.x += 1'],
  ['either', '{ whole: 1 }', '.real = 1'],
];

const imports = `
import {
  array, bits, bool, CArray, char, enumeration, float32, float64, int64, mapFile, munmap, struct, uint32, union,
} from '../src/index.js';
const inner = struct({ x: float64, y: float64, z: array(uint32, 2) });
const either = union({ whole: uint32, real: float32 });
`;

/** A program that uses the library, and no struct to speak of. */
export const plainProgram = `${imports}
const values = mapFile('x', { type: uint32, access: 'read-write' });
values.set(1, values.get(0));
values.fill(1).replace([2], 2).indexOf(3);
export const all = [...values].map((value) => value + 1);
munmap(values);
CArray.alloc(inner, 1).ref(0).x = 1;
export const used = [bits, bool, char, enumeration, int64, CArray.alloc(either, 1).field('real').get(0)];
`;

/** A program that declares a struct with so many fields, and uses each of them in every way. */
export function wideProgram(width: number): string {
  const fields = Array.from({ length: width }, (_, index) => {
    const [type, value, store = ` = ${value}`] = kinds[index % kinds.length] ?? ['uint32', '1'];
    return { name: `field${index}`, type, value, store };
  });
  const each = (line: (field: (typeof fields)[number]) => string): string => fields.map(line).join('\n');
  return `${imports}
const wide = struct({
${each(({ name, type }) => `  ${name}: ${type},`)}
});
const records = mapFile('x', { type: wide, access: 'read-write' });
records.set(1, {
${each(({ name, value }) => `  ${name}: ${value},`)}
});
const record = records.get(0);
const ref = records.ref(0);
${each(({ name, store }) => `ref.${name}${store};`)}
export const read = [
${each(({ name }) => `  record.${name}, ref.${name}, records.field('${name}').get(0),`)}
];
const changed = { ...record, ${each(({ name, type, value }) => (type === 'either' ? `${name}: ${value},` : ''))} };
records.set(2, changed);
records.fill(changed).replace([changed], 2).indexOf(record);
export const all = [...records].map((each) => each.field0);
munmap(records);
export const used = [bits, bool, char, enumeration, float32, int64, float64, array, CArray, inner, either];
`;
}
