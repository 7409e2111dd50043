import { endianness } from 'node:os';

/** Whether the host has the low bytes of a number first. */
export const isLowFirst = endianness() === 'LE';

const hostOrder = isLowFirst ? 'le' : 'be';

/** The name of a type without its byte order, and whether that is not the host's. */
export function orderOf(name: string): { readonly base: string; readonly isForeign: boolean } {
  const [, base = name, order = hostOrder] = /^(.+?)(be|le)$/.exec(name) ?? [];
  return { base, isForeign: order !== hostOrder };
}

/** Turns the bytes of each number around, in place. */
export function swapBytes(bytes: Buffer, numberBytes: number): Buffer {
  if (numberBytes === 2) return bytes.swap16();
  if (numberBytes === 4) return bytes.swap32();
  return numberBytes === 8 ? bytes.swap64() : bytes;
}
