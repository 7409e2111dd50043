import { describe, expect, it } from 'vitest';
import {
  CArray,
  type ElementType,
  enumeration,
  float32,
  int16,
  int32,
  int32be,
  int32le,
  int64,
  MAP_SHARED,
  PROT_READ,
  struct,
  uint8,
  uint32,
} from '../src/index.js';
import { notify, SharedCounter, SharedLock, wait, waitSync } from '../src/sync/index.js';
import {
  NO_ACCESS,
  NOT_MAPPED,
  NOT_THE_KIND,
  NOT_THE_VALUE,
  OUT_OF_RANGE,
  READ_ONLY,
  refusal,
  UNMAPPED,
} from './support/errors.js';
import { fileOf } from './support/files.js';
import { ending, faultAt, sharedWords } from './support/shared-words.js';

const NOT_SHARED = 'Error ERR_NOT_SHARED';
const ELEMENT = 'TypeError ERR_ELEMENT_TYPE';
const FAULT = 'TypeError ERR_MAPPING_FAULT';

// What JavaScript can pass, past the types.
type Loose = (...given: unknown[]) => unknown;
const loose = (call: unknown): Loose => call as Loose;

/** Each call that takes an element, as one that ends at once where nothing is refused. */
const calls: Readonly<Record<string, (array: unknown, index: unknown) => unknown>> = {
  waitSync: (array, index) => loose(waitSync)(array, index, 1, { timeout: 0 }),
  wait: (array, index) => loose(wait)(array, index, 1, { timeout: 0 }),
  notify: (array, index) => loose(notify)(array, index),
  'SharedLock.over': (array, index) => loose(SharedLock.over)(array, index),
  'SharedCounter.over': (array, index) => loose(SharedCounter.over)(array, index),
};

/** Class and code of what a call throws, or rejects with. */
async function refusalOf(call: () => unknown): Promise<unknown> {
  return ending(new Promise((resolve) => resolve(call())));
}

const { words, mapAnonymous, mmap, pageSize } = sharedWords();

describe.each(Object.entries(calls))('%s', (name, call) => {
  const type: ElementType = name === 'SharedCounter.over' ? int64 : int32;
  const good = mapAnonymous(type, 4, { shared: true });

  it('takes an element', async () => {
    expect(String(await refusalOf(() => call(good, 3)))).not.toContain('ERR_');
    expect(String(await refusalOf(() => call(good.subarray(1, 3), 1)))).not.toContain('ERR_');
    expect(String(await refusalOf(() => call(words.cast(type, 8), 0)))).not.toContain('ERR_');
  });

  it('refuses what is no array', async () => {
    for (const array of [undefined, null, {}, new Int32Array(4), words.mapping, 'x']) {
      expect(await refusalOf(() => call(array, 0))).toBe(NOT_THE_KIND);
    }
  });

  it('refuses what is no index of an element', async () => {
    for (const index of [-1, 4, 0.5, Number.NaN, 2 ** 40])
      expect(await refusalOf(() => call(good, index))).toBe(OUT_OF_RANGE);
    for (const index of ['0', 0n, undefined, null]) {
      expect(await refusalOf(() => call(good, index))).toBe(NOT_THE_KIND);
    }
  });

  it('refuses elements of another type, of the same bits too', async () => {
    const enumerated = enumeration({ none: 0 }, int32);
    const others = [
      uint8,
      int16,
      uint32,
      float32,
      int32be,
      int32le,
      enumerated,
      type === int32 ? int64 : int32,
    ];
    for (const other of others) expect(await refusalOf(() => call(good.cast(other), 0))).toBe(ELEMENT);
  });

  it('refuses a column', async () => {
    const column = mapAnonymous(struct({ a: type, b: type }), 4, { shared: true }).field('b');
    expect(await refusalOf(() => call(column, 0))).toBe('Error ERR_UNSUPPORTED');
  });

  it('refuses memory of the engine', async () => {
    expect(await refusalOf(() => call(CArray.alloc(type, 4), 0))).toBe(NOT_MAPPED);
    const view = CArray.view(type, new SharedArrayBuffer(32));
    expect(await refusalOf(() => call(view, 0))).toBe(NOT_MAPPED);
  });

  it('refuses a number that is not aligned', async () => {
    for (const offset of [1, 2, 3]) {
      const array = words.cast(type, offset);
      expect(await refusalOf(() => call(array, 0))).toBe('RangeError ERR_MISALIGNED');
    }
  });

  it('refuses private memory, anonymous and of a file', async () => {
    expect(await refusalOf(() => call(mapAnonymous(type, 4), 0))).toBe(NOT_SHARED);
    const { mapFile } = sharedWords();
    for (const access of ['read', 'copy-on-write'] as const) {
      const array = mapFile(fileOf(new Uint8Array(64)), { type, access });
      expect(await refusalOf(() => call(array, 0))).toBe(NOT_SHARED);
    }
  });

  it('refuses memory without access, and dead memory; an index out of range first', async () => {
    const array = mapAnonymous(type, 4, { shared: true });
    array.mapping.protect('none');
    expect(await refusalOf(() => call(array, 0))).toBe(NO_ACCESS);
    array.mapping.unmap();
    expect(await refusalOf(() => call(array, 0))).toBe(UNMAPPED);
    expect(await refusalOf(() => call(array, 4))).toBe(OUT_OF_RANGE);
  });

  it('takes read-only memory where nothing is stored', async () => {
    const array = mmap(type, 64, PROT_READ, MAP_SHARED, fileOf(new Uint8Array(64)));
    const answer = String(await refusalOf(() => call(array, 0)));
    if (name === 'SharedLock.over') expect(answer).toBe(READ_ONLY);
    else expect(answer).not.toContain('ERR_');
  });

  it('refuses a page at fault', async () => {
    const api = sharedWords();
    const array = api.mapFile(fileOf(new Uint8Array(2 * pageSize)), { type, access: 'read-write' });
    faultAt(api, array, 1);
    const index = pageSize / type.size;
    expect(await refusalOf(() => call(array, index))).toBe(FAULT);
    expect(String(await refusalOf(() => call(array, 0)))).not.toContain('ERR_');
  });
});

describe('what is expected, the time and the signal', () => {
  it.each([undefined, null, '0', 1n, {}])('refuses to expect %s', async (expected) => {
    expect(refusal(() => loose(waitSync)(words, 0, expected))).toBe(NOT_THE_KIND);
    expect(await refusalOf(() => loose(wait)(words, 0, expected))).toBe(NOT_THE_KIND);
  });

  it.each([2 ** 31, -(2 ** 31) - 1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])(
    'refuses to expect %d',
    async (expected) => {
      expect(refusal(() => waitSync(words, 0, expected))).toBe(OUT_OF_RANGE);
      expect(await ending(wait(words, 0, expected))).toBe(OUT_OF_RANGE);
    },
  );

  const lock = SharedLock.over(words, 9);
  const timed: Readonly<Record<string, (options: unknown) => unknown>> = {
    waitSync: (options) => loose(waitSync)(words, 0, 1, options),
    wait: (options) => loose(wait)(words, 0, 1, options),
    acquireSync: (options) => loose(lock.acquireSync.bind(lock))(options),
    acquire: (options) => loose(lock.acquire.bind(lock))(options),
  };

  it.each(Object.entries(timed))('%s refuses options that are none', async (_, call) => {
    for (const timeout of [-1, Number.NaN, Number.NEGATIVE_INFINITY, -Number.MIN_VALUE]) {
      expect(await refusalOf(() => call({ timeout }))).toBe(OUT_OF_RANGE);
    }
    for (const timeout of ['1', null, 1n])
      expect(await refusalOf(() => call({ timeout }))).toBe(NOT_THE_KIND);
    for (const options of [null, 5, 'x']) expect(await refusalOf(() => call(options))).toBe(NOT_THE_KIND);
    expect(await refusalOf(() => call({ timeOut: 5 }))).toBe(NOT_THE_VALUE);
    expect(lock.tryAcquire()).toEqual({ previousOwnerDied: false });
    lock.release();
  });

  it('has no signal where the thread blocks, and only a signal where it does not', async () => {
    const { signal } = new AbortController();
    for (const name of ['waitSync', 'acquireSync']) {
      expect(await refusalOf(() => timed[name]?.({ signal }))).toBe(NOT_THE_VALUE);
    }
    for (const name of ['wait', 'acquire']) {
      for (const wrong of [null, {}, 'x', new AbortController()]) {
        expect(await refusalOf(() => timed[name]?.({ signal: wrong }))).toBe(NOT_THE_KIND);
      }
    }
  });

  it('looks at the arguments in their order, at the signal before the memory', async () => {
    const heap = CArray.alloc(int32, 4);
    const signal = AbortSignal.abort('enough');
    expect(await refusalOf(() => loose(wait)(heap, 9, 'x', { timeout: -1 }))).toBe(OUT_OF_RANGE);
    expect(await refusalOf(() => loose(wait)(heap, 0, 'x', { timeout: -1 }))).toBe(NOT_THE_KIND);
    expect(await refusalOf(() => loose(wait)(heap, 0, 1, { timeout: -1, signal }))).toBe(OUT_OF_RANGE);
    expect(await refusalOf(() => loose(wait)(heap, 0, 1, { signal }))).toBe('enough');
  });

  it.each([-1, 0.5, Number.NaN, -0.1, Number.NEGATIVE_INFINITY])('refuses to notify %d', (count) => {
    expect(refusal(() => notify(words, 0, count))).toBe(OUT_OF_RANGE);
  });

  it.each(['1', null, 1n])('refuses to notify %s', (count) => {
    expect(refusal(() => loose(notify)(words, 0, count))).toBe(NOT_THE_KIND);
  });
});
