import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { carray, packedRequire } from './packed.js';
import { workspace } from './paths.js';

/** The code of an `@example`. */
export interface Example {
  /** The file and the line that it begins at. */
  readonly where: string;
  readonly code: string;
}

const folders = ['packages/carray/src', 'packages/constants/src'];

/** The sources of what users import, with their text. */
const sources: [file: string, text: string][] = folders
  .flatMap((folder) =>
    readdirSync(join(workspace, folder), { recursive: true }).map((entry) => `${folder}/${entry}`),
  )
  .filter((file) => file.endsWith('.ts'))
  .map((file) => [file, readFileSync(join(workspace, file), 'utf8')]);

// A line of a docstring after the other, until a tag or the end of it.
const exampleTag = /^ *\* @example\n((?: *\*(?: (?!@).*)?\n)+)/gm;

/** The examples in the docstrings of the sources, by file. */
export const examplesByFile: [file: string, examples: Example[]][] = sources
  .map(([file, text]): [string, Example[]] => [file, examplesIn(file, text)])
  .filter(([, examples]) => examples.length > 0);

function examplesIn(file: string, text: string): Example[] {
  return Array.from(text.matchAll(exampleTag), ({ index, 1: lines = '' }) => ({
    where: `${file}:${text.slice(0, index).split('\n').length + 1}`,
    code: lines.replace(/^ *\* ?/gm, '').trimEnd(),
  }));
}

/** Functions and classes that are exported, and whose docstring has no example. */
export function withoutExample(): string[] {
  const declared = /\/\*\*((?:(?!\*\/).)*)\*\/\nexport (?:async )?(?:function|class|const) (\w+)/gs;
  const shown = new Set(
    sources
      .flatMap(([, text]) => Array.from(text.matchAll(declared)))
      .filter(([, docstring = '']) => docstring.includes('@example'))
      .map(([, , name = '']) => name),
  );
  const exported = [carray, packedRequire('carray/sync')].flatMap((all: object) => Object.entries(all));
  return exported.flatMap(([name, value]) => (typeof value === 'function' && !shown.has(name) ? [name] : []));
}

const ownNames = ['openSharedMemory', 'unlinkSharedMemory'];
const names = Object.keys({ ...carray, ...packedRequire('carray/sync') }).filter(
  (name) => name !== 'sync' && !ownNames.includes(name),
);

/*
 * What examples use without an import: all names of the packages, and some of Node's. Each runs in a folder of its own, where there
 * is a file of two pages, and the names of shared memory are their own.
 */
const surroundings = `
const all = { ...require('carray'), ...require('carray/sync') };
const { ${names.join(', ')} } = all;
const fs = require('node:fs');
const zlib = require('node:zlib');
const { Worker } = require('node:worker_threads');
const { inspect, format, isDeepStrictEqual } = require('node:util');

const folder = fs.mkdtempSync(process.cwd() + '/docstrings-'); // where carray can be found from
const taken = new Set();
const own = (name) => {
  const free = 'docstrings-' + process.pid + '-' + name.replace('/', '');
  taken.add(free);
  return free;
};
const openSharedMemory = (name, ...rest) => all.openSharedMemory(own(name), ...rest);
const unlinkSharedMemory = (name) => all.unlinkSharedMemory(own(name));

const failures = [];
async function example(where, claims, run) {
  process.chdir(fs.mkdtempSync(folder + '/')); // what goes on in the background of an example must keep its files
  fs.writeFileSync('data.bin', Buffer.alloc(2 * pageSize, 7));
  const met = new Set();
  const meet = (claim, isTrue, found) => {
    met.add(claim);
    if (!isTrue) failures.push(where + ': it says ' + claims[claim] + ' and is ' + found);
  };
  const printed = (claim, ...values) => meet(claim, format(...values) === claims[claim], format(...values));
  const returned = (claim, value, said) => meet(claim, isDeepStrictEqual(value, said), inspect(value));
  try {
    await run(printed, returned);
    for (const [claim, text] of claims.entries())
      if (!met.has(claim)) failures.push(where + ': it never came to ' + text);
  } catch (error) {
    if (!isLeftOut(error, run)) failures.push(where + ': ' + (error?.stack ?? error));
  }
  for (const name of taken) all.unlinkSharedMemory(name);
}

// The one call that not every runtime and backend has.
function isLeftOut(error, run) {
  const { supports } = all.backendInfo()[all.backendInfo().name];
  return error.code === 'ERR_UNSUPPORTED' && !supports.sharedBuffers && String(run).includes('.sharedBuffer');
}
`;

const literal = /^(?:true|false|undefined|-?\d\w*|'[^']*'|\[[^.]*\])$/;

/**
 * An example whose comments are claims: `console.log(x); // 3` has to print 3, and `f(); // 3` to return it, as far as what the comment says
 * is a value.
 */
function checked({ where, code }: Example): string {
  const claims: string[] = [];
  const lines = code.split('\n').map((line) => {
    const [, before, values, printed] = /^(.*?)console\.log\((.*)\); \/\/ (.+)$/.exec(line) ?? [];
    if (printed !== undefined) return `${before}$printed(${claims.push(printed) - 1}, ${values});`;
    const [, value, said = ''] = /^(?!\s*(?:const|let|return|throw)\b)\s*(.+); \/\/ (.+)$/.exec(line) ?? [];
    return literal.test(said) ? `$returned(${claims.push(said) - 1}, ${value}, ${said});` : line;
  });
  const run = `async ($printed, $returned) => {\n${lines.join('\n')}\n}`;
  return `await example(${JSON.stringify(where)}, ${JSON.stringify(claims)}, ${run});\n`;
}

/** A program that runs the examples one after the other, and says what is wrong with each. */
export const programOf = (examples: readonly Example[]): string => `${surroundings}
(async () => {
${examples.map(checked).join('')}
process.chdir('/');
fs.rmSync(folder, { recursive: true });
for (const failure of failures) console.error(failure);
process.exitCode = failures.length === 0 ? 0 : 1;
})();
`;
