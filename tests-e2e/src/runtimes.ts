import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe } from 'vitest';
import { type BackendName, carray, noNative } from './packed.js';
import { workspace } from './paths.js';
import { isLong } from './sizes.js';

/** One row of the table of scripts/runtimes.mjs. */
export interface Runtime {
  readonly name: 'node' | 'bun' | 'deno';
  readonly major: number;
  readonly program: string;
  /** Flags that run a script with `gc` exposed. */
  readonly flags: readonly string[];
  /** The one that runs the tests. */
  readonly isHere: boolean;
}

const name = 'bun' in process.versions ? 'bun' : 'deno' in process.versions ? 'deno' : 'node';

/** Deno understands the flags of Node where a program of it starts another one. */
const here: Runtime = {
  ...{ name, major: Number.parseInt(process.versions[name] ?? '', 10), program: process.execPath },
  ...{ flags: ['--expose-gc'], isHere: true },
};

/** Every runtime that is supported; installs what is not there, from npm's registry, and throws where that cannot be reached. */
export function everyRuntime(): readonly Runtime[] {
  const script = join(workspace, 'scripts', 'runtimes.mjs');
  return JSON.parse(execFileSync(process.execPath, [script], { encoding: 'utf8' }));
}

/** Whether views are emptied after `munmap`: ffi cannot on Node 20, which has no `transfer`, nor in Deno, which refuses it for such memory. */
export const emptiesViews = (backend: BackendName): boolean =>
  backend === 'native' || ('transfer' in ArrayBuffer.prototype && here.name !== 'deno');

/** Whether buffers have `transfer`. */
export const canTransfer = ({ name, major }: Runtime): boolean => name !== 'node' || major >= 22;

type Stories = (runtime: Runtime, backend: BackendName, pageSize: number) => void;

/** Runs the stories once on each backend in this runtime; the long form in each one. */
export function onEachRuntime(title: string, stories: Stories): void {
  onRuntimes(isLong ? everyRuntime() : [here], title, stories);
}

/** The same in each runtime, in the short form too. */
export function onEveryRuntime(title: string, stories: Stories): void {
  onRuntimes(everyRuntime(), title, stories);
}

function onRuntimes(runtimes: readonly Runtime[], title: string, stories: Stories): void {
  for (const runtime of runtimes) {
    const name = `${title}, ${runtime.name} ${runtime.major}`;
    // Left out only where no compiler was there: the title says so.
    const native = noNative === undefined ? describe : describe.skip;
    const why = noNative === undefined ? '' : `: ${noNative}`;
    native(`${name} (native${why})`, () => stories(runtime, 'native', carray.pageSize));
    describe(`${name} (ffi)`, () => stories(runtime, 'ffi', carray.pageSize));
  }
}
