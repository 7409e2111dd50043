/** What tells one file from all others. */
interface Identity {
  readonly dev: bigint;
  readonly ino: bigint;
}

/** Files and directories by what they are, whatever their names. */
export class Seen {
  readonly #devices = new Map<bigint, Set<bigint>>();

  /** Whether it was asked about before. */
  before({ dev, ino }: Identity): boolean {
    let known = this.#devices.get(dev);
    if (known === undefined) {
      known = new Set();
      this.#devices.set(dev, known);
    }
    const { size } = known;
    return known.add(ino).size === size;
  }
}
