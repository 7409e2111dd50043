import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compiler } from '../compiler.js';
import { temporaryDirectory } from '../files.js';

/** Compiles a C program of this folder, with declarations in front of it. Returns its path. */
export function compiled(file: string, declarations: string): string {
  const folder = temporaryDirectory();
  const [header, program] = [join(folder, 'declarations.h'), join(folder, 'program')];
  writeFileSync(header, `#include <stdint.h>\n${declarations}\n`);
  const source = fileURLToPath(new URL(file, import.meta.url));
  execFileSync(compiler, ['-O1', '-w', '-include', header, '-o', program, source]);
  return program;
}
