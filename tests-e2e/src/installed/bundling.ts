import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspace } from '../paths.js';

const page = readFileSync(join(workspace, 'docs/installing.md'), 'utf8');

/** The arguments of a command line: words, some in double quotes. */
const words = (line: string): string[] =>
  Array.from(line.matchAll(/"([^"]*)"|(\S+)/g), ([, quoted, word]) => quoted ?? word ?? '');

/** The commands that docs/installing.md gives for esbuild, by the file that they write: what follows `npx esbuild app.js`. */
export const esbuildCommands: readonly [file: string, args: readonly string[]][] = Array.from(
  page.matchAll(/^npx esbuild app\.js (.*)$/gm),
  ([, line = '']) => {
    const args = words(line);
    const [, file = ''] = /--outfile=(\S+)/.exec(line) ?? [];
    return [file, args.filter((arg) => !arg.startsWith('--outfile='))];
  },
);

/** What it says to install beside a bundle. */
export const shippedPackages: readonly string[] = words(/^npm install (@carray.*)$/m.exec(page)?.[1] ?? '');

/** The lines that it gives for the configuration of webpack. */
export function webpackLines(): { target: string; externals: Record<string, string> } {
  const [, lines = ''] = /```text\n(target: .*?)```/s.exec(page) ?? [];
  return new Function(`return {${lines}}`)();
}
