import { describe, expect, it } from 'vitest';
import { int32 } from '../src/index.js';
import { SharedLock } from '../src/sync/index.js';
import { FAULT, OUT_OF_RANGE, READ_ONLY, refusal, UNMAPPED } from './support/errors.js';
import { fileOf } from './support/files.js';
import { ending, faultAt, locked, sharedWords } from './support/shared-words.js';

describe('the memory of a lock', () => {
  const rounds = (lock: SharedLock): void => {
    for (let round = 0; round < 3; round++) {
      lock.acquireSync();
      lock.release();
    }
  };

  it('is gone after unmap, and nothing of it is touched', async () => {
    for (const detach of [true, false]) {
      const { lock, words } = locked({ detach });
      rounds(lock);
      lock.acquireSync();
      words.mapping.unmap();
      expect(refusal(() => lock.release())).toBe(UNMAPPED);
      expect(refusal(() => lock.acquireSync())).toBe(UNMAPPED);
      expect(refusal(() => lock.tryAcquire())).toBe(UNMAPPED);
      expect(await ending(lock.acquire())).toBe(UNMAPPED);
    }
  });

  it('may lose the right to be written, and get it back', () => {
    const { lock, words } = locked();
    rounds(lock);
    words.mapping.protect('read');
    expect(refusal(() => lock.acquireSync())).toBe(READ_ONLY);
    words.mapping.protect('read-write');
    rounds(lock);
  });

  it('may be resized, and may end in front of it', () => {
    const api = sharedWords();
    const array = api.mapAnonymous(int32, 4, { shared: true, maxByteLength: 4 * api.pageSize });
    array.mapping.resize(2 * api.pageSize);
    const lock = SharedLock.over(array, api.pageSize / 4);
    rounds(lock);
    lock.acquireSync();
    array.mapping.resize(4 * api.pageSize);
    lock.release();
    array.mapping.resize(api.pageSize);
    expect(refusal(() => lock.acquireSync())).toBe(OUT_OF_RANGE);
    array.mapping.resize(2 * api.pageSize);
    rounds(lock);
  });

  it('may be that of another file', () => {
    const { mapFile } = sharedWords();
    const array = mapFile(fileOf(new Uint8Array(64)), { type: int32, access: 'read-write' });
    const lock = SharedLock.over(array, 0);
    lock.acquireSync();
    array.set(0, 0);
    array.mapping.remap({ reopen: true });
    rounds(lock);
  });

  it('is asked for again where the user has moved the buffer away', () => {
    const { lock, words } = locked();
    rounds(lock);
    structuredClone(words.buffer, { transfer: [words.buffer as ArrayBuffer] });
    rounds(lock);
  });

  it('may be at fault: it is not acquired then', () => {
    const api = sharedWords();
    const array = api.mapFile(fileOf(new Uint8Array(2 * api.pageSize)), {
      type: int32,
      access: 'read-write',
    });
    const [lock, beside] = [SharedLock.over(array, 0), SharedLock.over(array, api.pageSize / 4)];
    rounds(lock);
    rounds(beside);
    faultAt(api, array, 1);
    expect(refusal(() => beside.acquireSync())).toBe(FAULT);
    expect(refusal(() => beside.tryAcquire())).toBe(FAULT);
    rounds(lock);
    array.mapping.remap();
    rounds(beside);
  });

  it('is looked at anew each time where so many were made that it hears of no change', () => {
    const { words } = locked();
    const many = Array.from({ length: 20_000 }, () => SharedLock.over(words, 2));
    const last = many.at(-1) as SharedLock;
    rounds(last);
    last.acquireSync();
    words.mapping.unmap();
    expect(refusal(() => last.release())).toBe(UNMAPPED);
  });
});
