import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { compiler, isInstalled } from '../compiler.js';
import { temporaryDirectory } from '../files.js';
import { workspace } from '../paths.js';

export const hasPython = isInstalled('python3');

/** A program of docs/shared-memory.md, by the name in its first line, as a file of its own. */
function recipe(name: string): string {
  const page = readFileSync(join(workspace, 'docs/shared-memory.md'), 'utf8');
  const blocks = Array.from(page.matchAll(/^```(?:c|python)\n(.*?)^```/gms), ([, code = '']) => code);
  const code = blocks.find((block) => block.split('\n', 1)[0]?.includes(name));
  if (code === undefined) throw new Error(`docs/shared-memory.md has no program ${name}`);
  const path = join(temporaryDirectory(), name);
  writeFileSync(path, code);
  return path;
}

/** A compiled C program of the page. */
export function compiledRecipe(name: string): string {
  const source = recipe(name);
  const program = `${source}.out`;
  execFileSync(compiler, ['-Wall', '-o', program, source, '-lrt']);
  return program;
}

export const pythonRecipe = (name: string): readonly string[] => ['python3', recipe(name)];

/** What a program prints that ends well, line by line. It has `fd` as its descriptor 3. */
export function linesOf(command: readonly string[], fd?: number): string[] {
  const [program = '', ...given] = command;
  const { status, signal, stdout, stderr } = spawnSync(program, given, {
    encoding: 'utf8',
    timeout: 50_000,
    stdio: ['ignore', 'pipe', 'pipe', ...(fd === undefined ? [] : [fd])],
  });
  expect({ status, signal, stderr }).toEqual({ status: 0, signal: null, stderr: '' });
  return stdout.split('\n').slice(0, -1);
}
