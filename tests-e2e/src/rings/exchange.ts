import { expect } from 'vitest';
import { type BackendName, type Carray, carray, packedRequire } from '../packed.js';
import { start } from './process.js';

type Api = ReturnType<Carray['withBackend']>;
const { RingBuffer }: typeof import('carray/sync') = packedRequire('carray/sync');

export const HEADER = 192;
export const ALL = { status: 0, signal: null, stdout: 'all\n', stderr: '' };
export const DONE = { ...ALL, stdout: '' };

/** A ring in a memory file, for children. One that is sealed can be made shorter by nobody, and is used without copies. */
export function ringFile(api: Api, capacity: number, isSealed = true): number {
  const file = api.createMemoryFile('ring', HEADER + capacity, { seals: isSealed ? ['shrink', 'grow'] : [] });
  const memory = file.map(carray.uint8);
  expect(memory.mapping.canFault).toBe(!isSealed);
  RingBuffer.create(memory, { capacity });
  memory.mapping.unmap();
  return file.fd;
}

export interface Exchange {
  readonly writes: string;
  readonly reads: string;
  readonly capacity: number;
  readonly count: number;
  readonly isSealed?: boolean;
}

/** One process writes so many messages, another reads them: what that says. */
export async function exchange(api: Api, backend: BackendName, how: Exchange): Promise<string> {
  const { writes, reads, capacity, count, isSealed = true } = how;
  const fds = [ringFile(api, capacity, isSealed)];
  const reader = start('reader.cjs', { backend, fds, args: [count, reads] });
  const writer = start('writer.cjs', { backend, fds, args: [count, writes] });
  expect(await Promise.all([reader.ended, writer.ended])).toEqual([ALL, DONE]);
  return 'all';
}
