/** The bytes, big-endian, as an integer. */
export function toBigInt(bytes: Uint8Array, signed: boolean): bigint {
  if (bytes.length === 0) return 0n;
  const value = BigInt(`0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')}`);
  return signed ? BigInt.asIntN(8 * bytes.length, value) : value;
}

/** An integer as big-endian bytes: as few as hold it, rounded up to a multiple of `size`; none for 0. */
export function fromBigInt(value: bigint, signed: boolean, size: number): Buffer {
  if (value === 0n) return Buffer.alloc(0);
  const magnitude = value < 0n ? -value - 1n : value;
  const bits = magnitude.toString(16).length * 4 - leadingZeros(magnitude) + (signed ? 1 : 0);
  const byteLength = Math.ceil(bits / 8 / size) * size;
  const digits = BigInt.asUintN(8 * byteLength, value).toString(16);
  return Buffer.from(digits.padStart(2 * byteLength, '0'), 'hex');
}

const leadingZeros = (value: bigint): number =>
  Math.clz32(Number.parseInt(value.toString(16)[0] ?? '0', 16)) - 28;
