import { matcher } from '../arguments/matcher.js';
import { columns } from '../columns.js';
import type { GlobalOptions } from '../library.js';
import { write } from '../output.js';
import { bold } from '../style.js';
import { type Area, areasOf } from '../system/areas.js';
import { counted, grouped, shortBytes } from '../text.js';
import { visible } from '../visible.js';

export interface MapsOptions extends GlobalOptions {
  readonly json?: boolean;
}

interface Totals {
  readonly areas: number;
  readonly byteLength: number;
  readonly resident?: number;
  readonly dirty?: number;
}

/** `carray maps PID [PATTERN]`. Memory without a name has an empty one. */
export async function maps(
  pid: number | 'self',
  pattern: string | undefined,
  { json }: MapsOptions,
): Promise<void> {
  const matches = pattern === undefined ? () => true : matcher(pattern);
  const areas = areasOf(pid).filter(({ path = '' }) => matches(path));
  const totals = totalsOf(areas);
  const id = pid === 'self' ? process.pid : pid;
  if (json) await write(`${JSON.stringify({ pid: id, areas, totals }, undefined, 2)}\n`);
  else await write(`${[...table(areas), summary(totals)].join('\n')}\n`);
}

function totalsOf(areas: readonly Area[]): Totals {
  const sum = (of: (area: Area) => number | undefined): number =>
    areas.reduce((total, area) => total + (of(area) ?? 0), 0);
  const isTold = areas.length === 0 || areas.some(({ resident }) => resident !== undefined);
  return {
    areas: areas.length,
    byteLength: sum(({ byteLength }) => byteLength),
    ...(isTold && { resident: sum(({ resident }) => resident), dirty: sum(({ dirty }) => dirty) }),
  };
}

const headings = [
  { heading: 'address range' },
  { heading: 'protection' },
  { heading: 'size KiB', alignsRight: true },
  { heading: 'resident', alignsRight: true },
  { heading: 'dirty', alignsRight: true },
  { heading: 'what' },
];

function table(areas: readonly Area[]): string[] {
  const rows = areas.map(({ start, end, protection, byteLength, resident, dirty, path = '' }) => [
    ...[`${start}-${end}`, protection, kibibytes(byteLength), kibibytes(resident), kibibytes(dirty)],
    visible(path),
  ]);
  return columns(headings, rows);
}

const kibibytes = (bytes: number | undefined): string => (bytes === undefined ? '?' : grouped(bytes / 1024));

function summary({ areas, byteLength, resident, dirty }: Totals): string {
  const inMemory = resident === undefined ? '' : `, ${shortBytes(resident)} resident`;
  const changed = dirty === undefined ? '' : `, ${shortBytes(dirty)} dirty`;
  return bold(`${counted(areas, 'area')}: ${shortBytes(byteLength)}${inMemory}${changed}`);
}
