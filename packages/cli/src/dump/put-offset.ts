const digitCodes = Buffer.from('0123456789abcdef', 'latin1');

/** Puts an offset in hexadecimal, filled up with zeros to so many digits, which it does not exceed; returns where they end. */
export function putOffset(byteOffset: number, digits: number, target: Uint8Array, at: number): number {
  const end = at + digits;
  let low = byteOffset >>> 0;
  let high = (byteOffset - low) / 2 ** 32; // below 2^21
  for (let column = end - 1; column >= at; column--) {
    target[column] = digitCodes[low & 15] ?? 0;
    low = (low >>> 4) | ((high & 15) << 28);
    high >>>= 4;
  }
  return end;
}
