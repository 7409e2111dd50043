import { readFileSync, writeFileSync } from 'node:fs';

const path = (kilobytes: number) => `/sys/kernel/mm/hugepages/hugepages-${kilobytes}kB`;

/** How many huge pages of a size are free; undefined where the system has none of that size. */
export function freeHugePages(kilobytes: number): number | undefined {
  try {
    return Number(readFileSync(`${path(kilobytes)}/free_hugepages`, 'latin1'));
  } catch {
    return undefined;
  }
}

/**
 * Runs `use` while so many huge pages of 2 MiB are free, and puts the pool back. Undefined, and a reason, where this process may not
 * make a pool, or the memory is too scattered for one.
 */
export async function withPool(count: number, use: () => void | Promise<void>): Promise<string | undefined> {
  const file = `${path(2048)}/nr_hugepages`;
  let before: string;
  try {
    before = readFileSync(file, 'latin1');
    const free = freeHugePages(2048) ?? 0;
    writeFileSync(file, String(Number(before) + Math.max(0, count - free)));
  } catch (error) {
    return `the pool of huge pages cannot be made: ${String(error)}`;
  }
  try {
    if ((freeHugePages(2048) ?? 0) < count) return 'the memory is too scattered for a pool of huge pages';
    await use();
    return undefined;
  } finally {
    writeFileSync(file, before);
  }
}
