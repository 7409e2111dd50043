import type { Backend, FaultMark, RegionId } from '../backend.js';
import type { FakeCall, FakeOperation } from './calls.js';

/** What a fake pretends to be. */
export interface FakeOptions {
  /** Bytes in a page, a power of two. Default: 4 KiB. */
  readonly pageSize?: number;
  /** Bytes in the longest buffer that it hands out. Default: 4 GiB. */
  readonly maxBufferBytes?: number;
  /** Whether `detach` empties the views; where false, they read zeros. Default: true. */
  readonly detach?: boolean;
  /** Whether it claims to survive faults wherever they happen: see `fault`. Default: false. */
  readonly guards?: boolean;
  /** Whether it has `waitAt` and `wakeAt`. Default: true. */
  readonly waits?: boolean;
  /** Whether it has `waitAsync`. Default: as `waits`. */
  readonly asyncWaits?: boolean;
}

/** A backend in plain JavaScript, which tells what it was asked and fails when it is told to. */
export interface FakeBackend extends Backend {
  /** Every call so far but those of `liveRegions`, oldest first. */
  readonly calls: readonly FakeCall[];
  /**
   * Lets the next call of an operation answer with an errno, without any effect. Several wait their turn.
   * @param errno as in `os.constants.errno`, positive
   */
  failNext(operation: FakeOperation, errno: number): void;
  /**
   * Takes away what is behind the page with the byte and the pages after it, as when a file was truncated:
   * `copyOut` and `copyIn` come short there, until `remap`. Buffers go on showing bytes: no fault can be simulated in them.
   * @throws Error for a region that is not held
   */
  lose(region: RegionId, byteOffset: number): void;
  /**
   * What a load or a store that faults does to a guarded region where faults are survived: the page is private from now on,
   * zeros with mark 1, and the counter rises.
   * @throws Error for a region without a guard, and for a byte outside of it
   */
  fault(region: RegionId, byteOffset: number, mark: Exclude<FaultMark, 0>): void;
}
