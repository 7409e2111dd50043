import type { Dependent } from './memory.js';

/** The arrays over one mapping, held weakly: a mapping tells them of changes and keeps none of them alive. */
export class Dependents {
  #references: WeakRef<Dependent>[] = [];
  #pruneAt = 64;

  add(dependent: Dependent): void {
    if (this.#references.length >= this.#pruneAt) this.#prune();
    this.#references.push(new WeakRef(dependent));
  }

  notify(): void {
    for (const reference of this.#references) reference.deref()?.memoryChanged();
  }

  // Each array is looked at once for every doubling, so adding stays cheap however many come and go.
  #prune(): void {
    this.#references = this.#references.filter((reference) => reference.deref() !== undefined);
    this.#pruneAt = 2 * this.#references.length + 64;
  }
}
