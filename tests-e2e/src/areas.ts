import { readFileSync } from 'node:fs';

/** One line of /proc/self/maps with what /proc/self/smaps says of it. */
export interface Area {
  readonly start: number;
  readonly end: number;
  /** 'rw-p': readable, writable, not executable, private. */
  readonly access: string;
  /** The two-letter words of VmFlags: 'rr', 'dd' ... */
  readonly flags: readonly string[];
  /** The kilobytes of every other line, in bytes: 'Rss', 'Private_Dirty' ... */
  readonly bytes: ReadonlyMap<string, number>;
}

interface Place {
  readonly address: bigint;
  readonly byteLength: number;
}

/** The areas of the kernel that a mapping lies in, lowest first. An area may reach further than the mapping. */
export function areasOf({ address, byteLength }: Place): Area[] {
  const from = Number(address);
  return allAreas().filter(({ start, end }) => start < from + byteLength && end > from);
}

/** What the kernel says of the byte of a mapping: 'r--p'; undefined where nothing is mapped. */
export function accessAt({ address }: Place, byteOffset: number): string | undefined {
  return areasOf({ address: address + BigInt(byteOffset), byteLength: 1 })[0]?.access;
}

/** The sum of a field of smaps over the areas of a mapping, in bytes. */
export function sumOf(mapping: Place, field: string): number {
  return areasOf(mapping).reduce((sum, { bytes }) => sum + (bytes.get(field) ?? 0), 0);
}

function allAreas(): Area[] {
  const text = readFileSync('/proc/self/smaps', 'latin1');
  return text.split(/^(?=[0-9a-f]+-[0-9a-f]+ )/m).map(parse);
}

function parse(text: string): Area {
  const [, start = '', end = '', access = ''] = /^([0-9a-f]+)-([0-9a-f]+) (\S+)/.exec(text) ?? [];
  const flags = /^VmFlags: (.*)$/m.exec(text)?.[1]?.trim().split(' ') ?? [];
  const bytes = new Map<string, number>();
  for (const [, field = '', kilobytes = ''] of text.matchAll(/^(\w+): +(\d+) kB$/gm)) {
    bytes.set(field, Number(kilobytes) * 1024);
  }
  return { start: Number.parseInt(start, 16), end: Number.parseInt(end, 16), access, flags, bytes };
}
