import { uint8 } from 'carray';
import { type Position, sizeInBytes } from '../arguments/position.js';
import { forEachFile } from '../files.js';
import { apiOf, type GlobalOptions } from '../library.js';

export interface CreateOptions extends GlobalOptions {
  readonly mode: number;
}

/** `carray shm create NAME SIZE`: fails where the name is taken. */
export function createSharedMemory(name: string, size: Position, options: CreateOptions): void {
  const { openSharedMemory, munmap, pageSize } = apiOf(options);
  const byteLength = sizeInBytes(size, { pageSize });
  const { mode } = options;
  munmap(openSharedMemory(name, uint8, byteLength, { create: true, exclusive: true, mode }));
}

/** `carray shm remove NAME...`. */
export async function removeSharedMemory(names: readonly string[], options: GlobalOptions): Promise<void> {
  const { unlinkSharedMemory } = apiOf(options);
  await forEachFile(names, (name) => {
    if (!unlinkSharedMemory(name)) throw new Error(`there is no shared memory '${name}'`);
  });
}
