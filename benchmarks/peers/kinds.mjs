/** The typed arrays that a program without carray would use. */
export const kinds = {
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  float64: Float64Array,
  int64: BigInt64Array,
};

/** How the elements of a subject are written in the text of a loop. */
export const indexed = { isCalled: false, get: (i) => `a[${i}]`, set: (i, value) => `a[${i}] = ${value}` };
export const called = {
  isCalled: true,
  get: (i) => `a.get(${i})`,
  set: (i, value) => `a.set(${i}, ${value})`,
};

export const viewOf = (kind, buffer, byteOffset, byteLength) =>
  new kinds[kind](buffer, byteOffset, byteLength / kinds[kind].BYTES_PER_ELEMENT);

/** A package that gives fewer bytes than it was asked for, and does not say so, has not done it. */
export function mustHave(byteLength, given) {
  if (given !== byteLength) throw new Error(`asked for ${byteLength} bytes, got ${given}, without an error`);
}
