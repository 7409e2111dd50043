import { existsSync, readFileSync } from 'node:fs';
import { hasCode } from '../errors.js';

/** An area of a process: a line of /proc/PID/maps. Neighbours that are alike are one area, so several mappings may be one. */
export interface Area {
  /** In hexadecimal. */
  readonly start: string;
  /** Behind its last byte. */
  readonly end: string;
  /** As the kernel writes it: 'rw-s', with 'p' in place of 's' for private. */
  readonly protection: string;
  readonly byteLength: number;
  /** The byte of the file that it starts at, in hexadecimal. */
  readonly offset: string;
  /** Bytes in memory; undefined where the kernel does not tell, as the next. */
  readonly resident?: number;
  /** Bytes that were changed and not written back. */
  readonly dirty?: number;
  /** A path, with ' (deleted)' behind it where it is gone, or '[heap]', '[stack]' ...; undefined for memory without a name. */
  readonly path?: string;
}

/** What a process has mapped, lowest address first. @throws Error in words, where it cannot be looked at */
export function areasOf(pid: number | 'self'): Area[] {
  try {
    return parseAreas(readSmaps(pid));
  } catch (error) {
    throw explained(pid, error);
  }
}

/** smaps, or maps where the kernel has no smaps. */
function readSmaps(pid: number | 'self'): string {
  const smaps = `/proc/${pid}/smaps`;
  return readFileSync(existsSync(smaps) ? smaps : `/proc/${pid}/maps`, 'utf8');
}

function explained(pid: number | 'self', error: unknown): unknown {
  const is = (...codes: string[]): boolean => codes.some((code) => hasCode(error, code));
  if (!existsSync('/proc/self/maps'))
    return new Error('this system has no /proc, which tells what is mapped');
  if (is('ENOENT', 'ESRCH')) return new Error(`there is no process ${pid}`, { cause: error });
  if (!is('EACCES', 'EPERM')) return error;
  return new Error(`process ${pid} may not be looked at: it is another user's`, { cause: error });
}

const heading =
  /^(?<start>[\da-f]+)-(?<end>[\da-f]+) (?<protection>[r-][w-][x-][sp]) (?<offset>[\da-f]+) \S+ \d+ *(?<path>.*)$/s;
const field = /^(Rss|Shared_Dirty|Private_Dirty): +(\d+) kB$/;

/** The text of /proc/PID/smaps, or of maps. */
export function parseAreas(text: string): Area[] {
  const areas: { -readonly [Key in keyof Area]: Area[Key] }[] = [];
  for (const line of text.split('\n')) {
    const found = heading.exec(line)?.groups;
    if (found !== undefined) areas.push(areaOf(found));
    const [, name, kibibytes] = field.exec(line) ?? [];
    const area = areas.at(-1);
    if (name === undefined || area === undefined) continue;
    const bytes = Number(kibibytes) * 1024;
    if (name === 'Rss') area.resident = bytes;
    else area.dirty = (area.dirty ?? 0) + bytes;
  }
  return areas;
}

function areaOf({
  start = '',
  end = '',
  protection = '',
  offset = '',
  path = '',
}: Record<string, string>): Area {
  const byteLength = Number(BigInt(`0x${end}`) - BigInt(`0x${start}`));
  return { start, end, protection, byteLength, offset, ...(path !== '' && { path }) };
}
