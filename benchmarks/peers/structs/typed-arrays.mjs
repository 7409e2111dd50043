import { mapped } from './mapping.mjs';

export function records(path, length) {
  const { buffer, byteOffset, byteLength } = mapped(path, length).bytes;
  const doubles = new Float64Array(buffer, byteOffset, byteLength / 8);
  const words = new Uint32Array(buffer, byteOffset, byteLength / 4);
  return {
    sum(from, to) {
      let sum = 0;
      for (let i = from; i < to; i++) sum += doubles[3 * i];
      return sum;
    },
    update(from, to) {
      for (let i = from; i < to; i++) {
        doubles[3 * i] += doubles[3 * i + 1] * 0.5;
        words[6 * i + 5] = (words[6 * i + 5] + 1) & 255;
      }
    },
  };
}
