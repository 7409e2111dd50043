import { expect } from 'vitest';

/** Bytes none of which is zero and which differ between pages of any size. */
export function pattern(byteLength: number): Uint8Array {
  return Uint8Array.from({ length: byteLength }, (_, index) => (index % 251) + 1);
}

/** As many times one byte. */
export function filled(byteLength: number, byte: number): Uint8Array {
  return new Uint8Array(byteLength).fill(byte);
}

export function zeros(byteLength: number): Uint8Array {
  return new Uint8Array(byteLength);
}

/** Asserts that bytes are equal, without a walk in JavaScript where they are. */
export function expectBytes(actual: Uint8Array, expected: Uint8Array): void {
  if (Buffer.compare(actual, expected) !== 0) expect(actual).toEqual(expected);
}
