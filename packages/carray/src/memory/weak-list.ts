const MOST_PER_TURN = 2 ** 14;
let addedInTurn = 0;

/**
 * Whether one more object should be held weakly in this turn of the event loop: what a WeakRef is made for, the engine keeps
 * until the turn ends, so a loop that makes millions of them would fill the memory.
 */
export function mayHoldWeakly(): boolean {
  return addedInTurn < MOST_PER_TURN;
}

function countInTurn(): void {
  addedInTurn++;
  if (addedInTurn > 1) return;
  setImmediate(() => {
    addedInTurn = 0;
  }).unref();
}

/** Objects in the order they came, held weakly: being listed keeps none of them alive. */
export class WeakList<T extends object> {
  #references: WeakRef<T>[] = [];
  #pruneAt = 64;

  add(item: T): void {
    countInTurn();
    if (this.#references.length >= this.#pruneAt) this.#prune();
    this.#references.push(new WeakRef(item));
  }

  /** Those that are still there; a list of its own, which stays as it is. */
  get items(): T[] {
    const items: T[] = [];
    for (const reference of this.#references) {
      const item = reference.deref();
      if (item !== undefined) items.push(item);
    }
    return items;
  }

  // Each item is looked at once for every doubling, so adding stays cheap however many come and go.
  #prune(): void {
    this.#references = this.#references.filter((reference) => reference.deref() !== undefined);
    this.#pruneAt = 2 * this.#references.length + 64;
  }
}
