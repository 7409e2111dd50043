import type { Platform } from './platforms.js';

const systems = ['aix', 'darwin', 'dragonfly', 'freebsd', 'linux', 'netbsd', 'openbsd', 'sunos'] as const;

/** Processors whose Linux headers share a file of their own. */
const groups = ['linux-mips*', 'linux-ppc*'] as const;

type Column = Platform | (typeof groups)[number] | (typeof systems)[number] | 'all';

/**
 * What holds for which platform. The most specific column wins: a platform, its group, its system, `all`.
 * A platform without any of them has nothing.
 */
export type Columns<T> = { readonly [column in Column]?: T };

/** As a value: the headers of these platforms lack the name, whatever a wider column says. */
export const ABSENT = null;

/**
 * One constant. `since` is the first Linux release that understands it, left out for those as old as Linux
 * itself; `source` is given where it differs from the source of the table.
 */
export interface Row extends Columns<number | typeof ABSENT> {
  readonly since?: string;
  readonly source?: Columns<string>;
}

/** The constants of one concept, and the headers their values were read from. */
export interface Table<Name extends string = string> {
  readonly sources: Columns<string>;
  readonly rows: Readonly<Record<Name, Row>>;
}

/** The table as it is, with the names of its rows in its type. */
export function table<Name extends string>(entries: Table<Name>): Table<Name> {
  return entries;
}

/** The entry of the most specific column that has one. */
export function pick<T>(columns: Columns<T>, platform: Platform): T | undefined {
  const column = columnsOf(platform).find((candidate) => columns[candidate] !== undefined);
  return column && columns[column];
}

const columnsByPlatform = new Map<Platform, readonly Column[]>();

/** Asked for each constant when the package is loaded. */
function columnsOf(platform: Platform): readonly Column[] {
  let columns = columnsByPlatform.get(platform);
  if (columns === undefined) {
    columns = [
      platform,
      ...groups.filter((group) => platform.startsWith(group.slice(0, -1))),
      ...systems.filter((system) => platform.startsWith(`${system}-`)),
      'all',
    ];
    columnsByPlatform.set(platform, columns);
  }
  return columns;
}
