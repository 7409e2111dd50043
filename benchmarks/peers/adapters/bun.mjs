import { mustHave, viewOf } from '../kinds.mjs';

export { indexed as access } from '../kinds.mjs';

/** There is no call that unmaps, and every mapping can be written. */
export function open(path, byteLength, { kind = 'uint8' } = {}) {
  const bytes = globalThis.Bun.mmap(path, { size: byteLength });
  mustHave(byteLength, bytes.length);
  return { array: viewOf(kind, bytes.buffer, bytes.byteOffset, byteLength) };
}
