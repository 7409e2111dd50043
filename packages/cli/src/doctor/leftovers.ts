import { readdirSync, readlinkSync } from 'node:fs';
import { kernelText } from '../system/kernel-file.js';

/** What this process still has mapped or open of the files in a directory; undefined where that cannot be seen. */
export function leftovers(directory: string): string[] | undefined {
  const maps = kernelText('/proc/self/maps');
  if (maps === undefined) return undefined;
  const mapped = maps.split('\n').filter((line) => line.includes(`${directory}/`));
  const open = readdirSync('/proc/self/fd').filter((fd) => target(fd).startsWith(`${directory}/`));
  return [...mapped.map((line) => `the mapping ${line}`), ...open.map((fd) => `descriptor ${fd}`)];
}

function target(fd: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return ''; // that of the directory itself
  }
}
