import type { FakeOperation } from '@carray/backend/fake';
import {
  type CArray,
  type ElementType,
  MADV_RANDOM,
  MADV_SEQUENTIAL,
  type MappedArray,
  MS_SYNC,
  madvise,
  mprotect,
  msync,
  PROT_READ,
} from '../../src/index.js';

/** An operation on bytes of an array, by its name; the range comes last. */
export interface RangeOperation {
  readonly name: string;
  /** What the backend is asked for it, and with which number behind the range. */
  readonly asks: FakeOperation;
  readonly argument: number;
  readonly run: (array: MappedArray<ElementType>, ...range: readonly unknown[]) => unknown;
}

type ArrayFunction = (array: CArray, argument: number) => true;

function onArray(name: string, asks: FakeOperation, call: ArrayFunction, argument: number): RangeOperation {
  const run = (array: unknown, ...range: readonly unknown[]) =>
    Reflect.apply(call, undefined, [array, argument, ...range]);
  return { name, asks, argument, run };
}

function onMapping(
  method: 'protect' | 'advise' | 'flushSync',
  asks: FakeOperation,
  argument: number,
  ...given: readonly unknown[]
): RangeOperation {
  const run: RangeOperation['run'] = ({ mapping }, ...range) =>
    Reflect.apply(mapping[method], mapping, [...given, ...range]);
  return { name: `mapping.${method}`, asks, argument, run };
}

/** The three that leave alignment to the system, on the array that `mmap` returned. */
export const arrayOperations: readonly RangeOperation[] = [
  onArray('mprotect', 'protect', mprotect, PROT_READ),
  onArray('madvise', 'advise', madvise, MADV_RANDOM),
  onArray('msync', 'sync', msync, MS_SYNC),
];

/** Those of the mapping; `adviseUnsafe`, whose range is not optional, is not among them. */
export const mappingOperations: readonly RangeOperation[] = [
  onMapping('protect', 'protect', PROT_READ, 'read'),
  onMapping('advise', 'advise', MADV_SEQUENTIAL, 'sequential'),
  onMapping('flushSync', 'sync', MS_SYNC),
];

export const rangeOperations: readonly RangeOperation[] = [...arrayOperations, ...mappingOperations];
