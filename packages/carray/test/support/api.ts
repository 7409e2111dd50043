import {
  createFakeBackend,
  type FakeBackend,
  type FakeOperation,
  type FakeOptions,
} from '@carray/backend/fake';
import {
  type Api,
  CArray,
  type ElementType,
  MAP_PRIVATE,
  PROT_READ,
  PROT_WRITE,
  uint8,
  withBackend,
} from '../../src/index.js';
import { fileOf } from './files.js';

export interface FakeApi extends Api {
  readonly fake: FakeBackend;
}

/** The functions that map, over a fake backend of their own. */
export function fakeApi(options?: FakeOptions): FakeApi {
  const fake = createFakeBackend({ guards: true, ...options });
  return { ...withBackend(fake), fake };
}

/** The numbers that the backend was asked with, call by call, without the region they begin with. */
export function asked(fake: FakeBackend, operation: FakeOperation): number[][] {
  const calls = fake.calls.filter((call) => call.operation === operation);
  return calls.map((call) => (operation === 'map' ? [...call.arguments] : call.arguments.slice(1)));
}

/** How the accesses of an array are made: step by step in the class itself, or by generated methods of four kinds. */
export type Way = 'checked' | 'typed' | 'view' | 'windowed typed' | 'windowed view';

export function wayOf(array: CArray<ElementType>): Way {
  if (Object.getPrototypeOf(array) === CArray.prototype) return 'checked';
  const kind = array.window.elements.length > 0 ? 'typed' : 'view';
  return array.windows.length > 1 ? `windowed ${kind}` : kind;
}

/** Whether each access of the array is checked step by step, in the class itself. */
export const isChecked = (array: CArray<ElementType>): boolean => wayOf(array) === 'checked';

/**
 * An array of zeros whose accesses are checked step by step: it lay past the end of its file when it was mapped, so
 * its memory cannot be trusted. The fake says that the file has grown since.
 */
export function checkedArray<E extends ElementType>(type: E, length: number): CArray<E> {
  const { mmap, pageSize } = fakeApi();
  const onePage = fileOf(new Uint8Array(pageSize));
  const byteLength = length * type.size;
  const both = mmap(uint8, pageSize + byteLength, PROT_READ | PROT_WRITE, MAP_PRIVATE, onePage);
  return both.cast(type, pageSize);
}
