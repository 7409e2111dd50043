import { existsSync, readFileSync } from 'node:fs';

/** What the kernel says of the area around an address. */
export interface Area {
  /** Bytes that are in memory and locked there. */
  readonly locked: number;
  /** Whether pages that come into memory are locked there. */
  readonly isLocked: boolean;
}

/** The area that an address lies in, undefined where the system does not tell. */
export function areaAt(address: number): Area | undefined {
  if (!existsSync('/proc/self/smaps')) return undefined;
  for (const area of readFileSync('/proc/self/smaps', 'latin1').split(/^(?=[\da-f]+-[\da-f]+ )/m)) {
    const [, start = '', end = ''] = /^([\da-f]+)-([\da-f]+) /.exec(area) ?? [];
    if (address < Number.parseInt(start, 16) || address >= Number.parseInt(end, 16)) continue;
    const locked = Number(/^Locked:\s+(\d+) kB$/m.exec(area)?.[1]) * 1024;
    return { locked, isLocked: /^VmFlags:.* lo\b/m.test(area) };
  }
  throw new Error(`Nothing is mapped at 0x${address.toString(16)}`);
}

/** Bytes that the process has locked, undefined where the system does not tell. */
export function lockedBytes(): number | undefined {
  if (!existsSync('/proc/self/status')) return undefined;
  const [, kibibytes] = /^VmLck:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'latin1')) ?? [];
  return Number(kibibytes) * 1024;
}
