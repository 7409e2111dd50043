import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { CArray } from '../src/index.js';
import { createRandom } from './support/random.js';
import { randomStruct, type StructCase } from './support/random-struct.js';

const COUNT = Number(process.env.CARRAY_LAYOUTS ?? 50);
const SEED = Number(process.env.CARRAY_SEED ?? 1);
const compiler = process.env.CC ?? 'cc';
const hasCompiler = spawnSync(compiler, ['--version'], { stdio: 'ignore' }).status === 0;
const folder = mkdtempSync(join(tmpdir(), 'carray-layout-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the C compiler says of the structs: size, alignment, offsets of the plain fields, bytes of the value. */
function askCompiler(cases: readonly StructCase[]): string[] {
  const declarations = cases.map(({ declaration }) => declaration).join('\n');
  const questions = cases.map(
    ({ name, plainFields, assignments }) => `{
      static struct ${name} value;
      ${assignments.map((assignment) => `value.${assignment};`).join('\n')}
      printf("%zu %zu", sizeof value, _Alignof(struct ${name}));
      ${plainFields.map((field) => `printf(" %zu", offsetof(struct ${name}, ${field}));`).join('\n')}
      printf(" ");
      for (size_t i = 0; i < sizeof value; i++) printf("%02x", ((unsigned char *)&value)[i]);
      printf("\\n");
    }`,
  );
  const source = `#include <stdbool.h>\n#include <stddef.h>\n#include <stdint.h>\n#include <stdio.h>
    ${declarations}\nint main(void) { ${questions.join('\n')} return 0; }`;
  writeFileSync(join(folder, 'layout.c'), source);
  execFileSync(compiler, [
    '-w',
    '-Wno-packed-bitfield-compat',
    '-o',
    join(folder, 'layout'),
    join(folder, 'layout.c'),
  ]);
  return execFileSync(join(folder, 'layout'), { encoding: 'utf8' }).trimEnd().split('\n');
}

function ask({ type, plainFields, value }: StructCase): string {
  const offsets = plainFields.map((name) => type.places.find((place) => place.name === name)?.byteOffset);
  const bytes = CArray.of(type, value).toBuffer().toString('hex');
  return [type.size, type.alignment, ...offsets, bytes].join(' ');
}

it.skipIf(!hasCompiler)(`${COUNT} random structs are laid out as the C compiler does (seed ${SEED})`, () => {
  const random = createRandom(SEED);
  const cases = Array.from({ length: COUNT }, (_, index) => randomStruct(`s${index}`, random));
  const expected = askCompiler(cases);
  for (const [index, each] of cases.entries()) {
    expect(ask(each), each.declaration).toBe(expected[index]);
    const [value] = CArray.of(each.type, each.value).toArray();
    expect(value, each.declaration).toEqual(each.value);
  }
});
