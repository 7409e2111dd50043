import { MADV_NORMAL, MADV_RANDOM, MADV_SEQUENTIAL } from '@carray/constants';
import { plainError } from '../errors/coded.js';
import { type MemoryArea, parseArea, readProcess } from './areas.js';
import { pageCeil } from './range.js';
import type { Region } from './region.js';

/** What the pages of a mapping take, in bytes, all multiples of the system's page size. */
export interface MappingStats {
  /** In the machine's memory, and reached by this process without a fault. */
  readonly resident: number;
  /** Of these, what is mapped a second time, by another process or by this one. */
  readonly shared: number;
  /** Of these, what is mapped here alone. */
  readonly private: number;
  /** Of these, what was stored into and is neither on the disk nor in swap yet. */
  readonly dirty: number;
  /** Of these, what lies in huge pages, of a pool or put together by the system. */
  readonly huge: number;
  /** Of these, what is locked. */
  readonly locked: number;
  /** In swap. */
  readonly swapped: number;
}

export const noStats: MappingStats = {
  ...{ resident: 0, shared: 0, private: 0, dirty: 0, huge: 0, locked: 0, swapped: 0 },
};

/** An area with what /proc/self/smaps says of it. */
interface MeasuredArea extends MemoryArea {
  /** The two-letter words of VmFlags. */
  readonly words: ReadonlySet<string>;
  /** The other fields, in bytes. */
  readonly bytes: ReadonlyMap<string, number>;
}

/** Addresses, the second behind the last byte. */
interface Span {
  readonly from: bigint;
  readonly to: bigint;
}

/*
 * The kernel makes one area of neighbours that are alike, and smaps tells of whole areas. What is asked for is cut out, by advice that
 * the neighbours do not have, for as long as it is looked at:
 *
 *   |----------- one area -----------|          |- normal -|- random -|- normal -|
 *              |- mapping -|             ->                |- mapping -|
 *
 * Three kinds of advice exclude each other: of what the area has and what a neighbour may have, one is left. On memory without a
 * file it is without effect; on a file it is about how far ahead pages are read, which a look does not do.
 */
const readAhead = [
  { advice: MADV_NORMAL, word: '' },
  { advice: MADV_RANDOM, word: 'rr' },
  { advice: MADV_SEQUENTIAL, word: 'sr' },
];

/** What smaps says of the pages with the first bytes of a region, and of nothing else. @throws ERR_UNSUPPORTED, SystemError */
export function statsOf(region: Region, byteLength: number, pageSize: number): MappingStats {
  const from = BigInt(region.address);
  const span = { from, to: from + BigInt(pageCeil(byteLength, pageSize)) };
  const areas = areasIn(span);
  const merged = areas.filter((area) => leaves(area, span));
  return sum(merged.length === 0 ? areas : cutOut(region, byteLength, span, merged));
}

const leaves = ({ start, end }: MemoryArea, { from, to }: Span): boolean => start < from || end > to;

/** The areas of the span after those that reach out of it were cut at its ends. They are as before when it returns. */
function cutOut(
  region: Region,
  byteLength: number,
  span: Span,
  merged: readonly MeasuredArea[],
): MeasuredArea[] {
  const pieces = merged.map((area) => ({
    byteOffset: Math.max(Number(area.start - span.from), 0),
    end: Math.min(Number(area.end - span.from), byteLength),
    advice: readAhead.find(({ word }) => area.words.has(word))?.advice ?? MADV_NORMAL,
  }));
  const adviseAll = (adviceOf: (before: number) => number) => {
    for (const { byteOffset, end, advice } of pieces)
      region.advise(byteOffset, end - byteOffset, adviceOf(advice));
  };
  try {
    for (const turn of [1, 2]) {
      adviseAll((before) => other(before, turn));
      const areas = areasIn(span);
      if (!areas.some((area) => leaves(area, span))) return areas;
    }
  } finally {
    adviseAll((before) => before);
  }
  throw plainError('ERR_UNSUPPORTED', 'The system has merged the pages with others, and does not part them');
}

/** The next kind of advice, or the one after it. */
function other(advice: number, turn: number): number {
  const index = readAhead.findIndex((each) => each.advice === advice);
  return readAhead[(index + turn) % readAhead.length]?.advice ?? MADV_NORMAL;
}

function areasIn({ from, to }: Span): MeasuredArea[] {
  const text = readProcess('self', 'smaps');
  return text.split(/^(?=[0-9a-f]+-[0-9a-f]+ )/m).flatMap((block) => {
    const newline = block.indexOf('\n');
    const area = parseArea(block.slice(0, newline));
    if (area === undefined || area.start >= to || area.end <= from) return [];
    return [{ ...area, ...fieldsOf(block.slice(newline)) }];
  });
}

function fieldsOf(text: string): Pick<MeasuredArea, 'words' | 'bytes'> {
  const bytes = new Map<string, number>();
  for (const [, field = '', kilobytes = ''] of text.matchAll(/^(\w+): +(\d+) kB$/gm))
    bytes.set(field, 1024 * Number(kilobytes));
  const words = new Set(/^VmFlags: (.*)$/m.exec(text)?.[1]?.trim().split(' '));
  return { words, bytes };
}

function sum(areas: readonly MeasuredArea[]): MappingStats {
  const over = (fields: readonly string[], some: readonly MeasuredArea[] = areas): number =>
    some.flatMap(({ bytes }) => fields.map((field) => bytes.get(field) ?? 0)).reduce((a, b) => a + b, 0);
  const pool = ['Shared_Hugetlb', 'Private_Hugetlb']; // which no other field counts
  return {
    resident: over(['Rss', ...pool]),
    shared: over(['Shared_Clean', 'Shared_Dirty', 'Shared_Hugetlb']),
    private: over(['Private_Clean', 'Private_Dirty', 'Private_Hugetlb']),
    dirty: over(['Shared_Dirty', 'Private_Dirty']),
    huge: over(['AnonHugePages', 'ShmemPmdMapped', 'FilePmdMapped', ...pool]),
    // The field Locked is this process's share of pages that others have mapped too.
    locked: over(
      ['Rss', ...pool],
      areas.filter(({ words }) => words.has('lo')),
    ),
    swapped: over(['Swap']),
  };
}
