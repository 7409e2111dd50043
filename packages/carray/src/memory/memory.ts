import type { Mapping } from './mapping.js';

/** Bytes of a memory that lie in one ArrayBuffer: byte `offset` of the buffer is byte `start` of the memory. */
export interface Window {
  readonly buffer: ArrayBufferLike;
  readonly start: number;
  readonly offset: number;
}

/** Something built over a memory that must hear when its pages move, vanish or change their protection. */
export interface Dependent {
  /** The bytes it may concern, in the memory. */
  memoryChanged(byteOffset: number, byteLength: number): void;
}

/** Bytes and their lifetime, without elements: the heap's, or a mapping's. Offsets and lengths are in bytes. */
export abstract class Memory {
  abstract readonly byteLength: number;
  /** @internal The mapping that owns the bytes; undefined for memory of the engine. */
  abstract readonly mapping: Mapping | undefined;
  /** @internal Throws unless the bytes are alive, may be accessed so, and lie in front of the end of the file. */
  abstract check(byteOffset: number, byteLength: number, access: 'read' | 'write'): void;

  /**
   * @internal
   * What may be done with every byte of the range, for as long as dependents hear of no change. Undefined
   * where that differs from byte to byte, or is not certain: then each access must be checked.
   */
  abstract steady(byteOffset: number, byteLength: number): 'read' | 'read-write' | undefined;

  /** @internal The buffer that the bytes lie in; undefined where they are more than one ArrayBuffer can hold, or dead. */
  abstract window(byteOffset: number, byteLength: number): Window | undefined;

  /** @internal The longest range that `window` serves. */
  abstract readonly maxWindowBytes: number;

  /** @internal Whether the bytes can be read now, found out without a fault. */
  abstract readable(byteOffset: number, byteLength: number): boolean;

  /** @internal Makes the memory ready for stores past our checks: what a raw view does must not kill the process. */
  abstract exposeRaw(): void;

  /** @internal Whether dependents can be told of changes now; those that are not must check each access. */
  abstract readonly attachable: boolean;

  /** @internal Tells it of every change from now on; it is held weakly. */
  abstract attach(dependent: Dependent): void;
}
