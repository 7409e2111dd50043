import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const compiler = process.env.CC ?? 'cc';
export const hasCompiler = spawnSync(compiler, ['--version'], { stdio: 'ignore' }).status === 0;

const headers = ['stdbool', 'stddef', 'stdint', 'stdio', 'string', 'sys/types', 'wchar'];
// macOS has no uchar.h.
const head = `${headers.map((name) => `#include <${name}.h>`).join('\n')}
#if __has_include(<uchar.h>)
#include <uchar.h>
#else
typedef uint_least16_t char16_t;
typedef uint_least32_t char32_t;
#endif`;

/** The lines that a C program prints: declarations before `main`, statements in it. */
export function runC(declarations: string, statements: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'carray-c-'));
  try {
    const [source, program] = [join(folder, 'test.c'), join(folder, 'test')];
    writeFileSync(source, `${head}\n${declarations}\nint main(void) { ${statements} return 0; }\n`);
    execFileSync(compiler, ['-w', '-Wno-packed-bitfield-compat', '-o', program, source]);
    return execFileSync(program, { encoding: 'utf8' }).trimEnd().split('\n');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Of a C type, by a line: size, alignment, offset of each field; of bit-fields the first bit and their number. */
export function questionsOf(type: string, fields: readonly { name: string; isBits: boolean }[]): string {
  const questions = fields.map(({ name, isBits }) =>
    isBits
      ? `{ ${type} value; memset(&value, 0, sizeof value); value.${name} = -1;
          long first = -1, count = 0;
          for (size_t bit = 0; bit < 8 * sizeof value; bit++)
            if (((unsigned char *)&value)[bit / 8] >> bit % 8 & 1) { if (first < 0) first = bit; count++; }
          printf(" ${name}@%ld:%ld", first, count); }`
      : `printf(" ${name}@%zu", offsetof(${type}, ${name}));`,
  );
  return `printf("%zu %zu", sizeof(${type}), _Alignof(${type})); ${questions.join('\n')} printf("\\n");`;
}
