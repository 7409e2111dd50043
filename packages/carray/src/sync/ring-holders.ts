/** What can be one side of a ring. */
export interface Holder {
  /** Whether it is that, still. */
  readonly isHolding: boolean;
}

/**
 * The sides that objects of this thread are, by a number that is in the ring too. A thread has one identity: this tells an object that
 * was dropped, or whose mapping is gone, from one that is there.
 */
const holders = new Map<number, WeakRef<Holder>>();

/** @returns the number for it, never 0 */
export function holds(holder: Holder): number {
  for (const [tag, reference] of holders) if (!reference.deref()?.isHolding) holders.delete(tag);
  for (;;) {
    const tag = 1 + Math.floor(Math.random() * (2 ** 31 - 1));
    if (holders.has(tag)) continue;
    holders.set(tag, new WeakRef(holder));
    return tag;
  }
}

export const holderOf = (tag: number): Holder | undefined => holders.get(tag)?.deref();

export function letsGo(tag: number): void {
  holders.delete(tag);
}
