/** Bytes that differ from place to place, so that none can take another's: no two of 8 in a row come again. */
export function patternOf(byteLength: number, seed = 1): Buffer {
  const words = new Uint32Array(Math.ceil(byteLength / 4));
  let word = seed;
  for (let index = 0; index < words.length; index++) {
    word = (Math.imul(word, 1_664_525) + 1_013_904_223) >>> 0; // every word once before any comes again
    words[index] = word;
  }
  return Buffer.from(words.buffer, 0, byteLength);
}

/** As cmp(1): the first byte at which the two differ, the shorter one's end included; undefined where they are equal. */
export function firstDifference(one: Uint8Array, other: Uint8Array): number | undefined {
  if (Buffer.compare(one, other) === 0) return undefined;
  const common = Math.min(one.length, other.length);
  for (let index = 0; index < common; index++) if (one[index] !== other[index]) return index;
  return common;
}
