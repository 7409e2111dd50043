import type { Backend, ShareToken } from '../backend.js';
import type { AsyncWait } from '../wait-calls.js';

/** What a backend tells of itself and of its state, which is no call. */
type Told = 'name' | 'pageSize' | 'maxBufferBytes' | 'supports' | 'liveRegions';

/** The calls of a backend: they are recorded and can be made to fail. */
export type FakeOperation = Exclude<keyof Backend, Told>;

/** One call that was made. It names buffers by their region, so that a record keeps no memory alive. */
export interface FakeCall {
  readonly operation: FakeOperation;
  /**
   * The numbers given, in order. For `detach`: the buffer's region, or 0 for a buffer of someone else. Bytes and
   * text of JavaScript are named by their length, `unreadable` is 0 or 1, and none are recorded for `attach`.
   */
  readonly arguments: readonly number[];
  /** The number answered or promised, and 0 for a buffer, a counter, a token or a wait. */
  readonly result: number;
}

/** Records calls and answers those that were scripted to fail, before they have any effect. */
export class CallLog {
  readonly calls: FakeCall[] = [];
  readonly #failures = new Map<FakeOperation, number[]>();

  failNext(operation: FakeOperation, errno: number): void {
    const scripted = this.#failures.get(operation) ?? [];
    scripted.push(-Math.abs(errno));
    this.#failures.set(operation, scripted);
  }

  run<Result extends number | ArrayBuffer | Uint32Array | ShareToken | AsyncWait>(
    operation: FakeOperation,
    given: readonly number[],
    perform: () => Result,
  ): Result | number {
    const result = this.#failures.get(operation)?.shift() ?? perform();
    this.calls.push({ operation, arguments: given, result: typeof result === 'number' ? result : 0 });
    return result;
  }
}
