// Writes the tables of docs/constants.md from the built package and the comments in its source:
// `pnpm build && pnpm run docs`.

import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** @typedef {Pick<typeof import('../src/index.js'), 'platforms' | 'sinceKernel' | 'valueOn'>} Lookup */

export const page = new URL('../../../docs/constants.md', import.meta.url);

const begin = '<!-- The tables from here on are written by packages/constants/scripts/write-docs.mjs. -->\n';

/** @type {Record<string, string>} */
const systemNames = {
  linux: 'Linux',
  darwin: 'macOS',
  freebsd: 'FreeBSD',
  dragonfly: 'DragonFly BSD',
  netbsd: 'NetBSD',
  openbsd: 'OpenBSD',
  sunos: 'illumos',
  aix: 'AIX',
};

/**
 * The page with its tables replaced by those of the given package.
 * @param {string} text
 * @param {Lookup} lookup
 */
export function withTables(text, lookup) {
  const end = text.indexOf(begin);
  if (end < 0) throw new Error(`docs/constants.md has lost its line ${begin}`);
  return (
    text.slice(0, end) +
    begin +
    concepts()
      .map((concept) => section(concept, lookup))
      .join('')
  );
}

/** The files of src/tables in the order of its index. */
function concepts() {
  const index = source('tables/index.ts');
  const files = new Map(
    Array.from(index.matchAll(/import \{ (\w+) \} from '\.\/(.+)\.js'/g), ([, k, v]) => [k, v]),
  );
  return Array.from(index.matchAll(/^ {2}(\w+),$/gm), ([, name]) => files.get(name) ?? '');
}

/**
 * @param {string} concept
 * @param {Lookup} lookup
 */
function section(concept, lookup) {
  const [, about] = /\/\*\* (.+) \*\/\nexport const/.exec(source(`tables/${concept}.ts`)) ?? [];
  const constants = source(`values/${concept}.ts`).matchAll(/\/\*\* (.+) \*\/\nexport const (\w+)/g);
  const rows = Array.from(constants, ([, meaning, name = '']) => {
    const cells = [`\`${name}\``, meaning, values(name, lookup), lookup.sinceKernel(name) ?? ''];
    return `| ${cells.join(' | ')} |\n`;
  });
  const title = (concept.charAt(0).toUpperCase() + concept.slice(1)).replaceAll('-', ' ');
  const head = '| name | effect | value | since Linux |\n| --- | --- | --- | --- |\n';
  return `\n## ${title}\n\n${about}\n\n${head}${rows.join('')}`;
}

/**
 * The values of a constant, systems of equal values together: 'Linux 0x20 (alpha 0x10), macOS 0x1000'.
 * @param {string} name
 * @param {Lookup} lookup
 */
export function values(name, lookup) {
  const bySystem = Object.entries(systemNames).map(([system, title]) => {
    const members = lookup.platforms().filter((platform) => platform.startsWith(`${system}-`));
    const byValue = grouped(members, (platform) => written(name, lookup.valueOn(platform, name)));
    const [usual = '', ...others] = [...byValue.keys()].sort((a, b) => size(byValue, b) - size(byValue, a));
    const exceptions = others.map(
      (value) =>
        `${byValue
          .get(value)
          ?.map((platform) => platform.slice(system.length + 1))
          .join(', ')} ${value}`,
    );
    if (exceptions.length === 0) return { title, value: usual };
    return { title, value: `${usual === 'none' ? '' : `${usual} `}(${exceptions.join('; ')})` };
  });
  const systems = grouped(bySystem, ({ value }) => value);
  systems.delete('none');
  if (systems.size === 0) return 'none';
  return Array.from(systems, ([value, members]) =>
    members.length === bySystem.length
      ? `everywhere ${value}`
      : `${members.map(({ title }) => title).join(', ')} ${value}`,
  ).join('; ');
}

/**
 * @template T
 * @param {readonly T[]} items
 * @param {(item: T) => string} keyOf
 */
function grouped(items, keyOf) {
  /** @type {Map<string, T[]>} */
  const groups = new Map();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

/**
 * @param {Map<string, unknown[]>} groups
 * @param {string} key
 */
function size(groups, key) {
  return groups.get(key)?.length ?? 0;
}

/**
 * Flags in hexadecimal, numbers that count in decimal.
 * @param {string} name
 * @param {number | undefined} value
 */
function written(name, value) {
  if (value === undefined) return 'none';
  return value < 10 || /MADV_|_SHIFT$|^F_(ADD|GET)_/.test(name) ? `${value}` : `0x${value.toString(16)}`;
}

/** @param {string} path */
function source(path) {
  return readFileSync(new URL(`../src/${path}`, import.meta.url), 'utf8');
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const built = await import(new URL('../dist/index.js', import.meta.url).href);
  writeFileSync(page, withTables(readFileSync(page, 'utf8'), built));
}
