import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const inPackage = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const program = inPackage(`build/sharing-tsan-${process.pid}`);
const sources = [
  'regions.cc',
  'shared_table.cc',
  'memory_posix.cc',
  'resize_posix.cc',
  'faults/faults_posix.cc',
].map((name) => inPackage(`addon/${name}`));

/** Compiles a program with ThreadSanitizer. @returns whether it could. */
function compile(...units: string[]): boolean {
  mkdirSync(inPackage('build'), { recursive: true });
  const flags = ['-std=c++17', '-O1', '-g', '-fsanitize=thread', '-D_GNU_SOURCE'];
  const compilers = process.env.CXX ? [process.env.CXX] : ['c++', 'g++', 'clang++'];
  return compilers.some(
    (name) => spawnSync(name, [...flags, ...units, '-o', program], { encoding: 'utf8' }).status === 0,
  );
}

const run = (...args: string[]) => spawnSync(program, args, { encoding: 'utf8', timeout: 25_000 });

/** Neither the compiler nor the kernel has to be able to: it wants its addresses at places of its own. */
const canRun = compile(inPackage('test/tsan/nothing.cc')) && run().status === 0;

describe.skipIf(!canRun)('the table of shared regions', () => {
  afterAll(() => rmSync(program, { force: true }));

  it('is free of data races', () => {
    expect(compile(inPackage('test/tsan/sharing.cc'), ...sources)).toBe(true);
    const { status, signal, stderr } = run(String(50 * Number(process.env.CARRAY_ROUNDS ?? 100)));
    expect({ status, signal, stderr }).toEqual({ status: 0, signal: null, stderr: '' });
  });
});
