import { lstatSync, readdirSync } from 'node:fs';
import { kernelNames, kernelText } from './kernel-file.js';
import { SHARED_MEMORY } from './shared-memory.js';

/** Shared memory that has a name, as `carray shm list --json` prints it. */
export interface SharedName {
  readonly name: string;
  readonly byteLength: number;
  /** The user's name, or number where there is no name for it. */
  readonly owner: string;
  readonly changed: Date;
  /** Processes that have it mapped, of those that may be looked at; undefined where there is no /proc. */
  readonly mappedBy?: number;
}

/** What there is, by name. @throws Error where the system does not show it */
export function sharedNames(): SharedName[] {
  const names = directory();
  const owners = userNames();
  const processes = processesByName();
  return names.flatMap((name) => {
    const stats = lstatSync(`${SHARED_MEMORY}/${name}`, { throwIfNoEntry: false });
    if (!stats?.isFile()) return []; // gone since, or no shared memory
    const [byteLength, changed] = [stats.size, stats.mtime];
    const owner = owners.get(stats.uid) ?? String(stats.uid);
    return { name, byteLength, owner, changed, ...(processes && { mappedBy: processes.get(name) ?? 0 }) };
  });
}

function directory(): string[] {
  try {
    return readdirSync(SHARED_MEMORY).sort();
  } catch (error) {
    const hint = 'shared memory can be made, opened and removed by name, and not listed';
    throw new Error(`this system does not show shared memory as files in ${SHARED_MEMORY}: ${hint}`, {
      cause: error,
    });
  }
}

function userNames(): Map<number, string> {
  const lines = kernelText('/etc/passwd')?.split('\n') ?? [];
  return new Map(lines.map((line) => line.split(':')).map(([name = '', , id]) => [Number(id), name]));
}

/** How many processes have each name mapped. */
function processesByName(): Map<string, number> | undefined {
  if (kernelText('/proc/self/maps') === undefined) return undefined;
  const processes = new Map<string, number>();
  for (const id of kernelNames('/proc').filter((name) => /^\d+$/.test(name))) {
    const found = (kernelText(`/proc/${id}/maps`) ?? '').matchAll(/ \/dev\/shm\/([^\n]*)$/gm);
    for (const name of new Set(Array.from(found, ([, path = '']) => path))) {
      processes.set(name, (processes.get(name) ?? 0) + 1);
    }
  }
  return processes;
}
