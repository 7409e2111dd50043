import type { Dependent } from './memory.js';
import { WeakList } from './weak-list.js';

/** What was built over a memory and hears of its changes: most of it held weakly. */
export class Dependents {
  readonly #all = new WeakList<Dependent>();
  /** Undefined until there is one: most mappings have none. */
  #watching: Set<Dependent> | undefined;

  add(dependent: Dependent): void {
    this.#all.add(dependent);
  }

  /** Held, and told, until the answer is called. */
  watch(dependent: Dependent): () => void {
    this.#watching ??= new Set();
    const watching = this.#watching.add(dependent);
    return () => watching.delete(dependent);
  }

  /** Tells all of a change to the bytes; then throws the first error that one of them threw. */
  notify(byteOffset: number, byteLength: number): void {
    const errors: unknown[] = [];
    const dependents = this.#all.items;
    if (this.#watching !== undefined) dependents.push(...this.#watching);
    for (const dependent of dependents) {
      try {
        dependent.memoryChanged(byteOffset, byteLength);
      } catch (error) {
        errors.push(error); // the others must hear of it all the same
      }
    }
    if (errors.length > 0) throw errors[0];
  }
}
