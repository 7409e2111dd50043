type Transfer = (this: ArrayBuffer, newLength?: number) => ArrayBuffer;
type Movable = ArrayBuffer & { transfer?: Transfer; transferToFixedLength?: Transfer };

/**
 * Calls `moved` when the memory of a buffer has been moved by its `transfer` or `transferToFixedLength`, to a buffer that nobody
 * can watch. Not by those of the prototype, nor by anything else that moves memory.
 */
export function noticeMoves(buffer: Movable, moved: () => void): void {
  for (const name of ['transfer', 'transferToFixedLength'] as const) {
    const original = buffer[name];
    if (original === undefined) continue;
    const value: Transfer = function (...args) {
      const target = original.apply(this, args);
      moved();
      return target;
    };
    Object.defineProperty(buffer, name, { value, configurable: true, writable: true });
  }
}
