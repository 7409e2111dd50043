import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const sources = fileURLToPath(new URL('../c/', import.meta.url));

/** The program of a C file, compiled once; undefined where there is no compiler. */
export function compile(file, folder) {
  const program = join(folder, basename(file, '.c'));
  if (existsSync(program)) return program;
  const compiler = process.env.CC ?? 'cc';
  const { status, error, stderr } = spawnSync(compiler, ['-O2', '-o', program, join(sources, file)], {
    encoding: 'utf8',
  });
  if (error?.code === 'ENOENT') return undefined;
  if (status !== 0) throw new Error(`${compiler} ${file}: ${stderr}`);
  return program;
}
