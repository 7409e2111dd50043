import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { type BackendName, type Carray, carray, packedRequire } from '../packed.js';
import type { Ended } from '../program.js';
import { type Running, start } from './process.js';

type Api = ReturnType<Carray['withBackend']>;
const { RingBuffer }: typeof import('carray/sync') = packedRequire('carray/sync');
const { int32, uint8 } = carray;

const [WRITTEN, READ, TWICE, STOP] = [0, 1, 2, 3];
const CAPACITY = 4096;
/** Milliseconds within which both must have got on. */
const PATIENCE = 20_000;

export const seed = Number(process.env.CARRAY_TEST_SEED ?? Date.now() % 2 ** 31);

/** mulberry32 */
export function randomFrom(start: number): () => number {
  let state = start | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const killed = { status: null, signal: 'SIGKILL', stdout: '', stderr: '' };
const ended = { status: 0, signal: null, stdout: '', stderr: '' };

/** Kills one side of a ring or the other, at any moment, as often as that, and starts it again. No message may be lost or torn. */
export async function killInTurns(
  api: Api,
  backend: BackendName,
  rounds: number,
  way: string,
): Promise<void> {
  const random = randomFrom(seed);
  const file = api.createMemoryFile('ring', 192 + CAPACITY, { seals: ['shrink', 'grow'] });
  const notes = api.createMemoryFile('journal', 64, { seals: ['shrink', 'grow'] });
  RingBuffer.create(file.map(uint8), { capacity: CAPACITY });
  const journal = notes.map(int32).typedArray;
  const count = (index: number) => Atomics.load(journal, index);

  const fds = [file.fd, notes.fd];
  const begin = (name: string): Running => start(`kill-${name}.cjs`, { backend, fds, args: [way] });
  const sides = { writer: begin('writer'), reader: begin('reader') };
  const gotOn = async (index: number, before: number) => {
    const end = performance.now() + PATIENCE;
    while (count(index) === before && performance.now() < end) await sleep(1);
    expect(count(index), `seed ${seed}: ${index === READ ? 'the reader' : 'the writer'} is stuck`).not.toBe(
      before,
    );
  };

  for (let round = 0; round < rounds; round++) {
    await gotOn(READ, count(READ));
    await gotOn(WRITTEN, count(WRITTEN));
    await sleep(20 * random());
    const name = random() < 0.5 ? 'writer' : 'reader';
    const victim = sides[name];
    victim.child.kill('SIGKILL');
    expect(await victim.ended, `seed ${seed}, round ${round}: the ${name}`).toEqual(killed);
    sides[name] = begin(name);
  }
  await gotOn(READ, count(READ));
  Atomics.store(journal, STOP, 1);
  const last: Ended[] = await Promise.all([sides.writer.ended, sides.reader.ended]);
  expect(last, `seed ${seed}`).toEqual([ended, ended]);
  expect(count(READ), `seed ${seed}`).toBe(count(WRITTEN));
  expect(count(TWICE), `seed ${seed}`).toBeLessThanOrEqual(rounds);
}
