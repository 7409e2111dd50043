import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const { CC = 'cc' } = process.env;

/** CC may hold a command and its first arguments, as in `ccache cc`. */
const [compiler = 'cc', ...compilerFlags] = CC.trim().split(/\s+/);

export const hasCompiler = spawnSync(compiler, ['--version']).status === 0;

export interface ProbeOptions {
  readonly names: readonly string[];
  /** Header files in the order of inclusion; those that the compiler does not find are left out. */
  readonly headers: readonly string[];
  readonly flags?: readonly string[];
}

/**
 * Compiles and runs a C program that prints those of `names` that the headers define, with their values. The
 * program declares printf itself, so that it also builds against the headers of another processor's kernel.
 */
export function probe({ names, headers, flags = [] }: ProbeOptions): Map<string, number> {
  const includes = headers.map((header) => `#if __has_include(<${header}>)\n#include <${header}>\n#endif\n`);
  const prints = names.map(
    (name) => `#ifdef ${name}\n  printf("${name} %lld\\n", (long long)(${name}));\n#endif\n`,
  );
  const program = [
    '#define _GNU_SOURCE\n',
    ...includes,
    'int printf(const char *, ...);\nint main(void) {\n',
    ...prints,
    '  return 0;\n}\n',
  ].join('');
  const lines = compileAndRun(program, flags).matchAll(/^(\S+) (\S+)$/gm);
  return new Map(Array.from(lines, ([, name = '', value]) => [name, Number(value)]));
}

function compileAndRun(program: string, flags: readonly string[]): string {
  const directory = mkdtempSync(join(tmpdir(), 'carray-constants-'));
  try {
    const binary = join(directory, 'probe');
    run(compiler, [...compilerFlags, '-w', ...flags, '-x', 'c', '-', '-o', binary], program);
    return run(binary, []);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function run(command: string, args: readonly string[], input = ''): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { input, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`, { cause: error });
  return stdout;
}
