import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect } from 'vitest';
import { type BackendName, noNative } from '../packed.js';
import { runProgram } from '../program.js';

/** A backend, and what it is told of faults; `guard` undefined is the default. */
export interface Way {
  readonly backend: BackendName;
  readonly guard?: 'on' | 'all' | 'off';
}

const native: Way = { backend: 'native' };
/** The ways in which every access survives. */
const survivors: readonly Way[] = [native, { backend: 'ffi', guard: 'all' }];
/** With ffi as it is by default single accesses are not safe, those to many elements are. */
const everyWay: readonly Way[] = [...survivors, { backend: 'ffi' }];

/** Runs the stories once in each way. Native is left out only where no compiler was there to build it. */
function onWays(title: string, ways: readonly Way[], stories: (way: Way) => void): void {
  for (const way of ways) {
    const name = `${title} (${way.backend}${way.guard === undefined ? '' : `, ${way.guard}`})`;
    if (way.backend === 'native' && noNative !== undefined) {
      // The title says why there is no addon.
      describe.skip(`${name}: ${noNative}`, () => stories(way));
    } else describe(name, () => stories(way));
  }
}

export const onSurvivors = (title: string, stories: (way: Way) => void): void =>
  onWays(title, survivors, stories);
export const onEveryWay = (title: string, stories: (way: Way) => void): void =>
  onWays(title, everyWay, stories);
/** For what no other backend survives. */
export const onNative = (title: string, stories: (way: Way) => void): void =>
  onWays(title, [native], stories);

/** What a program has told, by name, and how it ended. */
export interface Told {
  readonly rows: Readonly<Record<string, unknown>>;
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

interface Options {
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a case of a program of this folder in a process of its own. `given` is what the case gets. */
export function run(
  way: Way,
  program: string,
  name: string,
  given: object = {},
  options: Options = {},
): Told {
  const path = fileURLToPath(new URL(program, import.meta.url));
  const { flags = [], env = {} } = options;
  // Made here: a program that is killed removes nothing.
  const folder = mkdtempSync(join(tmpdir(), 'carray-faults-'));
  const { status, signal, stdout, stderr } = runProgram(`require(${JSON.stringify(path)})`, {
    backend: way.backend,
    flags: ['--expose-gc', '--allow-natives-syntax', ...flags],
    args: [JSON.stringify({ ...given, name })],
    env: { CARRAY_FAULT_GUARD: way.guard ?? '', TMPDIR: folder, ...env },
  });
  rmSync(folder, { recursive: true });
  const rows = Object.fromEntries(
    stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line)),
  );
  return { rows, status, signal, stderr };
}

/** What a case tells that ends by itself, with nothing on stderr. */
export function rowsOf(...given: Parameters<typeof run>): Told['rows'] {
  const told = run(...given);
  // All in one comparison: where it was killed, the rows show how far it came.
  expect(told).toEqual({ rows: told.rows, status: 0, signal: null, stderr: '' });
  return told.rows;
}
