import { type CArray, int32, type MappedArray } from '../../src/index.js';
import { SharedLock } from '../../src/sync/index.js';
import { type FakeApi, fakeApi } from './api.js';

/** Shared memory of a fake: two pages of int32. */
export interface Words extends FakeApi {
  readonly words: MappedArray<typeof int32>;
}

export function sharedWords(options?: Parameters<typeof fakeApi>[0]): Words {
  const api = fakeApi({ pageSize: 1 << 12, ...options });
  return { ...api, words: api.mapAnonymous(int32, (2 * api.pageSize) / int32.size, { shared: true }) };
}

/** The same with a lock over element 1. */
export function locked(options?: Parameters<typeof fakeApi>[0]) {
  const api = sharedWords(options);
  return { ...api, lock: SharedLock.over(api.words, 1), word: () => api.words.get(1) };
}

/** The page of an element is at fault, as a raw view would meet it. */
export function faultAt({ fake, pageSize }: FakeApi, array: CArray, page: number): void {
  const region = array.mapping?.region;
  if (region === undefined) throw new Error('nothing is mapped');
  fake.fault(region.id, page * pageSize, 1);
}

/** How a promise ends: its value, or class and code of its error. */
export async function ending(promise: Promise<unknown>): Promise<unknown> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string')
      return `${error.constructor.name} ${error.code}`;
    return error;
  }
}
