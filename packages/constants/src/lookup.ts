import { isPlatform, known, type Platform, platform } from './platforms.js';
import { pick, type Row, type Table } from './table.js';
import { tables } from './tables/index.js';

type NamesOf<T> = T extends Table<infer Name> ? Name : never;

/** The name of a constant in the tables: `'PROT_READ'`, `'MAP_SHARED'`, ... */
export type ConstantName = NamesOf<(typeof tables)[number]>;

interface Entry {
  readonly row: Row;
  readonly sources: Table['sources'];
}

// A map, so that '__proto__' and 'constructor' are names like any other that is not in the tables.
const entries = new Map<string, Entry>();
for (const { rows, sources } of tables) {
  for (const [name, row] of Object.entries(rows)) entries.set(name, { row, sources });
}

function isConstantName(name: string): name is ConstantName {
  return entries.has(name);
}

/**
 * Returns the names in the tables, on whatever platform they exist, concept by concept.
 *
 * @example
 * names().filter((name) => name.startsWith('MS_')); // ['MS_ASYNC', 'MS_INVALIDATE', 'MS_SYNC', ...]
 */
export function names(): readonly ConstantName[] {
  return [...entries.keys()].filter(isConstantName);
}

/**
 * Returns the platforms in the tables, in alphabetical order. The running platform need not be among them.
 *
 * @example
 * platforms().includes('linux-x64'); // true
 */
export function platforms(): readonly Platform[] {
  return [...known];
}

/**
 * Returns the value of a constant on any platform, `undefined` where the headers of that platform lack the
 * name, and for a name or a platform that is not in the tables. Values are never negative, except MAP_FAILED,
 * and a few exceed 2^31 - 1, where JavaScript's `|` makes them negative: apply `>>> 0` to the result.
 *
 * @param platform as {@link platforms} lists them: `linux-x64`.
 * @param name of the constant: `MAP_SHARED`.
 * @example
 * valueOn('linux-mips', 'MAP_ANONYMOUS'); // 0x800
 * valueOn('darwin-arm64', 'MAP_POPULATE'); // undefined
 */
export function valueOn(platform: string, name: string): number | undefined {
  const entry = entries.get(name);
  if (!entry || !isPlatform(platform)) return undefined;
  return pick(entry.row, platform) ?? undefined;
}

/** The value on the running platform, 0 where it has none. */
export function here(name: ConstantName): number {
  return valueOn(platform, name) ?? 0;
}

/**
 * Tells whether the headers of the running platform define a name, which a value of 0 does not tell: PROT_NONE
 * and MADV_NORMAL are 0 and available, MAP_POPULATE on macOS is 0 and is not.
 *
 * It says nothing about the running kernel, which may be older than the name: see {@link sinceKernel}. A name
 * defined as 0 for compatibility (MAP_NORESERVE on OpenBSD) is available and has no effect.
 *
 * @param name of the constant: `MAP_POPULATE`. One that is in no table is not available.
 * @example
 * const flags = isAvailable('MAP_POPULATE') ? MAP_PRIVATE | MAP_POPULATE : MAP_PRIVATE;
 */
export function isAvailable(name: string): boolean {
  return valueOn(platform, name) !== undefined;
}

/**
 * Returns the first Linux release that understands a name. `undefined` means as old as the system call it
 * belongs to, not a Linux name, or not in the tables. An older kernel answers EINVAL, or ignores the flag:
 * mmap(2) without MAP_SHARED_VALIDATE ignores flags it does not know.
 *
 * @param name of the constant: `MADV_COLD`.
 * @example
 * sinceKernel('MADV_POPULATE_READ'); // '5.14'
 * sinceKernel('MAP_SHARED'); // undefined
 */
export function sinceKernel(name: string): string | undefined {
  return entries.get(name)?.row.since;
}

/**
 * Returns where a value was read: the header, and the project or release it belongs to. `undefined` wherever
 * {@link valueOn} is.
 *
 * @param name of the constant: `MAP_SHARED`.
 * @param platform as {@link platforms} lists them: `linux-x64`.
 * @example
 * sourceOf('MAP_ANONYMOUS', 'linux-mips'); // 'Linux 6.1 arch/mips/include/uapi/asm/mman.h'
 */
export function sourceOf(name: string, platform: string): string | undefined {
  const entry = entries.get(name);
  if (!entry || !isPlatform(platform) || valueOn(platform, name) === undefined) return undefined;
  return pick(entry.row.source ?? {}, platform) ?? pick(entry.sources, platform);
}
