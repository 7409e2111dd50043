import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const source = fileURLToPath(new URL('./raw/raw.cc', import.meta.url));

/** The addon of test/raw, compiled when it is needed: its path is empty where there is no compiler, for the `reason`. */
export const rawAddon: { readonly path: string; readonly reason: string } = compile();

function compile() {
  const folder = fileURLToPath(new URL('../build/', import.meta.url));
  const path = `${folder}raw-${createHash('sha256').update(readFileSync(source)).digest('hex').slice(0, 16)}.node`;
  if (existsSync(path)) return { path, reason: '' };
  mkdirSync(folder, { recursive: true });
  const partial = `${path}.${process.pid}`;
  const flags = [
    '-std=c++17',
    '-O1',
    '-fPIC',
    '-shared',
    '-D_GNU_SOURCE',
    `-I${require('node-api-headers').include_dir}`,
  ];
  for (const compiler of process.env.CXX ? [process.env.CXX] : ['c++', 'g++', 'clang++']) {
    const { status } = spawnSync(compiler, [...flags, source, '-o', partial], { stdio: 'inherit' });
    if (status !== 0) continue;
    renameSync(partial, path);
    return { path, reason: '' };
  }
  return { path: '', reason: 'there is no compiler for the addon of the test' };
}
