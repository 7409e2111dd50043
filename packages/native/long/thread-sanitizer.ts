// Programs of test/tsan, built with ThreadSanitizer and sources of the addon that know nothing of JavaScript.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { copyPackage, type Patch } from './package-copy.js';

/** How a program ends that ThreadSanitizer has stopped. */
export const endOfThread = 66;

export interface End {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

/** @throws Error where the compiler, or the kernel, has no ThreadSanitizer. */
export function buildThreaded(
  program: string,
  sources: readonly string[],
  patches: readonly Patch[] = [],
): (rounds: number) => End {
  const folder = copyPackage(`tsan-${program}`, ['addon', 'test/tsan'], patches);
  compile(folder, 'nothing', []);
  const { status, stderr } = run(folder, 'nothing', 0);
  if (status !== 0) throw new Error(`ThreadSanitizer does not run here, see vm.mmap_rnd_bits:\n${stderr}`);
  compile(folder, program, sources);
  return (rounds) => run(folder, program, rounds);
}

function compile(folder: string, program: string, sources: readonly string[]): void {
  const compiler = process.env.CXX ?? 'g++';
  const flags = ['-std=c++17', '-O1', '-g', '-fsanitize=thread', '-D_GNU_SOURCE', '-Wall', '-Wextra'];
  rmSync(join(folder, program), { force: true });
  const units = [`test/tsan/${program}.cc`, ...sources.map((name) => `addon/${name}`)];
  const { status, stderr, error } = spawnSync(compiler, [...flags, ...units, '-o', program], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status === 0) return;
  throw new Error(
    `The long tests of @carray/native need a compiler with ThreadSanitizer; CXX names another than g++. ` +
      `${compiler}: ${error?.message ?? stderr}`,
  );
}

function run(folder: string, program: string, rounds: number): End {
  const { status, signal, stderr } = spawnSync(join(folder, program), [String(rounds)], {
    env: { ...process.env, TSAN_OPTIONS: `halt_on_error=1:exitcode=${endOfThread}` },
    encoding: 'utf8',
    timeout: 110_000,
    killSignal: 'SIGKILL',
  });
  return { status, signal, stderr };
}
