import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** How many descriptors this process has open, undefined where the system does not tell. */
export function openDescriptors(): number | undefined {
  return existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').length : undefined;
}

/**
 * In how many areas this process has a file mapped, undefined where the system does not tell. Areas over one
 * file offset are never merged as neighbours of anonymous memory are, so a leak shows.
 */
export function areasOf(path: string): number | undefined {
  if (!existsSync('/proc/self/maps')) return undefined;
  return readFileSync('/proc/self/maps', 'latin1')
    .split('\n')
    .filter((line) => line.includes(path)).length;
}

/** How many bytes this process has mapped of a file, undefined where the system does not tell. */
export function mappedBytes(path: string): number | undefined {
  if (!existsSync('/proc/self/maps')) return undefined;
  let bytes = 0;
  for (const line of readFileSync('/proc/self/maps', 'latin1').split('\n')) {
    const [, start, end] = /^([\da-f]+)-([\da-f]+)/.exec(line) ?? [];
    if (start === undefined || end === undefined || !line.includes(path)) continue;
    bytes += Number.parseInt(end, 16) - Number.parseInt(start, 16);
  }
  return bytes;
}

/** The access that the process has at an address, like `r--p`, undefined where the system does not tell. */
export function accessAt(address: number): string | undefined {
  if (!existsSync('/proc/self/maps')) return undefined;
  for (const line of readFileSync('/proc/self/maps', 'latin1').split('\n')) {
    const [, start = '', end = '', access] = /^([\da-f]+)-([\da-f]+) (\S+)/.exec(line) ?? [];
    const isThere = Number.parseInt(start, 16) <= address && address < Number.parseInt(end, 16);
    if (isThere) return access;
  }
  return 'unmapped';
}

/** Whether programs that are started get the descriptor too, undefined where the system does not tell. */
export function isInherited(fd: number): boolean | undefined {
  const path = `/proc/self/fdinfo/${fd}`;
  if (!existsSync(path)) return undefined;
  const [, flags = ''] = /^flags:\s*([0-7]+)$/m.exec(readFileSync(path, 'latin1')) ?? [];
  const closesOnExec = 0o2000000; // as /proc shows it, on every processor but a few
  return (Number.parseInt(flags, 8) & closesOnExec) === 0;
}
