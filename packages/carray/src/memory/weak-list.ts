/** Objects in the order they came, held weakly: being listed keeps none of them alive. */
export class WeakList<T extends object> {
  #references: WeakRef<T>[] = [];
  #pruneAt = 64;

  add(item: T): void {
    if (this.#references.length >= this.#pruneAt) this.#prune();
    this.#references.push(new WeakRef(item));
  }

  *[Symbol.iterator](): IterableIterator<T> {
    for (const reference of this.#references) {
      const item = reference.deref();
      if (item !== undefined) yield item;
    }
  }

  // Each item is looked at once for every doubling, so adding stays cheap however many come and go.
  #prune(): void {
    this.#references = this.#references.filter((reference) => reference.deref() !== undefined);
    this.#pruneAt = 2 * this.#references.length + 64;
  }
}
