import { expect, it } from 'vitest';
import { CArray } from '../src/index.js';
import { hasCompiler, runC } from './support/c-compiler.js';
import { createRandom } from './support/random.js';
import { randomStruct, type StructCase } from './support/random-struct.js';

const COUNT = Number(process.env.CARRAY_LAYOUTS ?? 50);
const SEED = Number(process.env.CARRAY_SEED ?? 1);

/** Of a C struct, by a line: size, alignment, offsets of the plain fields, bytes of the value. */
function questionOf({ name, plainFields, assignments }: StructCase): string {
  return `{
    static struct ${name} value;
    ${assignments.map((assignment) => `value.${assignment};`).join('\n')}
    printf("%zu %zu", sizeof value, _Alignof(struct ${name}));
    ${plainFields.map((field) => `printf(" %zu", offsetof(struct ${name}, ${field}));`).join('\n')}
    printf(" ");
    for (size_t i = 0; i < sizeof value; i++) printf("%02x", ((unsigned char *)&value)[i]);
    printf("\\n");
  }`;
}

/** The same of the element type. */
function answerOf({ type, plainFields, value }: StructCase): string {
  const offsets = plainFields.map((name) => type.places.find((place) => place.name === name)?.byteOffset);
  const bytes = CArray.of(type, value).toBuffer().toString('hex');
  return [type.size, type.alignment, ...offsets, bytes].join(' ');
}

it.skipIf(!hasCompiler)(`${COUNT} random structs are laid out as the C compiler does (seed ${SEED})`, () => {
  const random = createRandom(SEED);
  const cases = Array.from({ length: COUNT }, (_, index) => randomStruct(`s${index}`, random));
  const declarations = cases.map(({ declaration }) => declaration).join('\n');
  const expected = runC(declarations, cases.map(questionOf).join('\n'));
  for (const [index, each] of cases.entries()) {
    expect(answerOf(each), each.declaration).toBe(expected[index]);
    const [value] = CArray.of(each.type, each.value).toArray();
    expect(value, each.declaration).toEqual(each.value);
  }
});
