import { endianness } from 'node:os';
import { describe, expect, it } from 'vitest';
import { CArray, ctype, type RecordType } from '../src/index.js';
import { answersOf, fieldsOf } from './support/c-answers.js';
import { hasCompiler, questionsOf, runC } from './support/c-compiler.js';
import { nastyDeclarations } from './support/c-nasty.js';
import { createRandom } from './support/random.js';
import { randomDeclaration } from './support/random-declaration.js';
import { randomStruct, type StructCase } from './support/random-struct.js';

const COUNT = Number(process.env.CARRAY_LAYOUTS ?? 50);
const SEED = Number(process.env.CARRAY_SEED ?? 1);

function bytesQuestion({ name, assignments }: StructCase): string {
  const stores = assignments.map((assignment) => `value.${assignment};`).join('\n');
  return `{ static struct ${name} value; ${stores}
    for (size_t i = 0; i < sizeof value; i++) printf("%02x", ((unsigned char *)&value)[i]);
    printf(" %zu\\n", _Alignof(struct ${name})); }`;
}

describe.skipIf(!hasCompiler)('ctype and the C compiler', () => {
  it(`lay out ${COUNT} random structs alike, with the same bytes (seed ${SEED})`, () => {
    const random = createRandom(SEED);
    const cases = Array.from({ length: COUNT }, (_, index) => randomStruct(`s${index}`, random));
    const declarations = cases.map(({ declaration }) => declaration).join('\n');
    const expected = runC(declarations, cases.map(bytesQuestion).join('\n'));
    for (const [index, { declaration, value }] of cases.entries()) {
      const type = ctype<RecordType<object>>(declaration);
      const structs = CArray.of(type, value);
      expect(`${structs.toBuffer().toString('hex')} ${type.alignment}`, declaration).toBe(expected[index]);
      expect(structs.get(0), declaration).toEqual(value);
    }
  });
});

describe.skipIf(!hasCompiler || endianness() === 'BE')('places in ctype and in the C compiler', () => {
  const check = (cases: readonly { text: string; type: string; c?: string }[]) => {
    const types = cases.map(({ text }) => ctype(text));
    const questions = cases.map(({ type }, index) =>
      questionsOf(type, fieldsOf(types[index] ?? ctype(type))),
    );
    const expected = runC(cases.map(({ text, c }) => c ?? text).join('\n'), questions.join('\n'));
    for (const [index, type] of types.entries())
      expect(answersOf(type), cases[index]?.text).toBe(expected[index]);
  };

  it(`are the same in ${4 * COUNT} random declarations (seed ${SEED})`, () => {
    const random = createRandom(SEED);
    check(Array.from({ length: 4 * COUNT }, (_, index) => randomDeclaration(`s${index}`, random)));
  });

  it('are the same in declarations that are hard to get right', () => {
    check(
      nastyDeclarations.map(([type, text], index) => {
        const own = (source: string) => source.replace(/\b([TN])(\d*)\b/g, `$1$2_${index}`);
        const c = /T/.test(type) ? `${own(text)}\n;` : ''; // C declares no types without a name
        return { type: own(type), text: own(text), c };
      }),
    );
  });
});
