import { statfsSync } from 'node:fs';

/** The directory that Linux keeps shared memory in, by its names. */
export const SHARED_MEMORY = '/dev/shm';

export interface SharedMemorySpace {
  readonly path: string;
  /** Bytes for all of it. */
  readonly byteLength: number;
  readonly free: number;
}

/** Undefined where the system does not show shared memory as files. */
export function sharedMemorySpace(): SharedMemorySpace | undefined {
  try {
    const { bsize, blocks, bavail } = statfsSync(SHARED_MEMORY);
    return { path: SHARED_MEMORY, byteLength: bsize * blocks, free: bsize * bavail };
  } catch {
    return undefined;
  }
}
