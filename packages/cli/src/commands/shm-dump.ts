import { existsSync } from 'node:fs';
import { uint8 } from 'carray';
import { guardedApiOf } from '../library.js';
import { SHARED_MEMORY } from '../system/shared-memory.js';
import { type DumpOptions, dump } from './dump.js';

/** `carray shm dump NAME`: as `carray dump` of the file that Linux has it in. */
export async function dumpSharedMemory(name: string, options: DumpOptions): Promise<void> {
  await dump([pathOf(name, options)], options);
}

/** @throws what the library says of a name that is none, that nobody has made, or that may not be read */
function pathOf(name: string, options: DumpOptions): string {
  const { openSharedMemory, munmap } = guardedApiOf(options);
  munmap(openSharedMemory(name, uint8, undefined, { readOnly: true }));
  if (!existsSync(SHARED_MEMORY)) {
    throw new Error(`this system does not show shared memory as files in ${SHARED_MEMORY}, which dump reads`);
  }
  return `${SHARED_MEMORY}/${name.replace(/^\//, '')}`;
}
