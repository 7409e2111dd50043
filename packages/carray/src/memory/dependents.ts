import type { Dependent } from './memory.js';
import { WeakList } from './weak-list.js';

/** What was built over a memory, held weakly, and hears of its changes. */
export class Dependents {
  readonly #all = new WeakList<Dependent>();

  add(dependent: Dependent): void {
    this.#all.add(dependent);
  }

  /** Tells all of a change to the bytes; then throws the first error that one of them threw. */
  notify(byteOffset: number, byteLength: number): void {
    const errors: unknown[] = [];
    for (const dependent of this.#all) {
      try {
        dependent.memoryChanged(byteOffset, byteLength);
      } catch (error) {
        errors.push(error); // the others must hear of it all the same
      }
    }
    if (errors.length > 0) throw errors[0];
  }
}
