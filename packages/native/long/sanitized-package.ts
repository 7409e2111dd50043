// A copy of this package whose addon is built with AddressSanitizer and UndefinedBehaviorSanitizer. Node is not, so their
// runtime is preloaded; the loader of the package takes the addon that is beside it, and knows nothing of this.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { copyPackage, inPackage, type Patch } from './package-copy.js';

/** How a process ends where AddressSanitizer, or UndefinedBehaviorSanitizer, has found something. */
export const endOfAddress = 86;
export const endOfUndefined = 87;

export interface SanitizedPackage {
  readonly folder: string;
  readonly addon: string;
  /** For processes that load the addon; leaks are looked for where they are asked for. */
  environment(leaks: boolean): NodeJS.ProcessEnv;
}

/** Copies and builds it, in `build/` under the name. @throws Error where the compiler cannot. */
export function sanitizedPackage(name: string, patches: readonly Patch[] = []): SanitizedPackage {
  const runtime = runtimeOfCompiler();
  const folder = copyPackage(name, ['addon', 'dist', 'src', 'test', 'long/programs'], patches);
  const build = ['scripts/build.mjs', '--package', folder, '--sanitize', 'address,undefined'];
  const { status, stdout, stderr } = spawnSync(process.execPath, build, {
    cwd: inPackage('.'),
    env: { ...process.env, CXX: compiler(), CARRAY_REQUIRE_NATIVE: '1' },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The addon cannot be built with sanitizers:\n${stdout}${stderr}`);
  const addon = join(folder, 'prebuilds', `${process.platform}-${process.arch}`, 'carray.node');
  return { folder, addon, environment: (leaks) => environment(runtime, leaks) };
}

const compiler = (): string => process.env.CXX ?? 'g++';

/** The tests are asked for by name, so what they need is not optional. */
function runtimeOfCompiler(): string {
  const { stdout, error } = spawnSync(compiler(), ['-print-file-name=libasan.so'], { encoding: 'utf8' });
  const path = stdout?.trim() ?? '';
  if (path.startsWith('/') && existsSync(path)) return path;
  throw new Error(
    `The long tests of @carray/native need GCC with its libasan.so, on Linux; CXX names another than g++. ` +
      `${compiler()} -print-file-name=libasan.so: ${error?.message ?? `"${path}"`}`,
  );
}

/** SIGSEGV and SIGBUS are for the addon and Node alone, on the stacks that these choose. */
function environment(runtime: string, leaks: boolean): NodeJS.ProcessEnv {
  const { CARRAY_LONG: _, ...inherited } = process.env;
  const own = Object.entries(inherited).filter(([name]) => !name.startsWith('VITEST'));
  const handlers = 'handle_segv=0:handle_sigbus=0:use_sigaltstack=0';
  return {
    ...Object.fromEntries(own),
    LD_PRELOAD: runtime,
    ASAN_OPTIONS: `${handlers}:detect_leaks=${leaks ? 1 : 0}:exitcode=${endOfAddress}`,
    UBSAN_OPTIONS: `print_stacktrace=1:exitcode=${endOfUndefined}`,
  };
}
