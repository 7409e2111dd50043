import { MAP_SHARED } from '@carray/constants';
import { expect } from 'vitest';
import type { AsyncWait, RegionId } from '../index.js';
import type { Fixture } from './fixture.js';

/** A number of a file, seen through two mappings: at other addresses, and at other offsets into them. */
export interface Word {
  readonly waiting: { readonly region: RegionId; readonly byteOffset: number };
  readonly waking: { readonly region: RegionId; readonly byteOffset: number };
  /** The number itself. */
  readonly cell: Int32Array;
}

/** Where a store in one mapping does not show in the other, both are one. */
export function makeWord(fixture: Fixture): Word {
  const { pageSize, files } = fixture;
  const path = files.create(2 * pageSize);
  const whole = fixture.file(path, { byteLength: 2 * pageSize, flags: MAP_SHARED });
  const waiting = { region: whole, byteOffset: pageSize + 8 };
  const cell = new Int32Array(fixture.buffer(whole, 0, 2 * pageSize))
    .subarray(pageSize / 4 + 2)
    .subarray(0, 1);
  if (!fixture.backend.supports.sharedPages) return { waiting, waking: waiting, cell };
  const second = fixture.file(path, { fileOffset: pageSize, flags: MAP_SHARED });
  return { waiting, waking: { region: second, byteOffset: 8 }, cell };
}

/** Begins a wait off the thread. */
export function begin(fixture: Fixture, word: Word, expected: number, timeout: number): AsyncWait {
  const { region, byteOffset } = word.waiting;
  const wait = fixture.backend.waitAsync(region, byteOffset, expected, timeout);
  if (typeof wait === 'number') throw new Error(`Cannot wait: errno is ${-wait}`);
  return wait;
}

/** Wakes `count` in all, `atOnce` at a time, as soon as they wait. */
export async function wakeAll(fixture: Fixture, word: Word, count: number, atOnce: number): Promise<void> {
  const { region, byteOffset } = word.waking;
  let woken = 0;
  await expect
    .poll(
      () => {
        const answer = fixture.backend.wakeAt(region, byteOffset, Math.min(atOnce, count - woken));
        expect(answer).toBeGreaterThanOrEqual(0);
        expect(answer).toBeLessThanOrEqual(atOnce);
        woken += answer;
        return woken;
      },
      { interval: 1, timeout: 20_000 },
    )
    .toBe(count);
}
