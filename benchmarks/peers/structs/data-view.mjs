import { mapped, SIZE } from './mapping.mjs';

export function records(path, length) {
  const { buffer, byteOffset, byteLength } = mapped(path, length).bytes;
  const view = new DataView(buffer, byteOffset, byteLength);
  return {
    sum(from, to) {
      let sum = 0;
      for (let i = from; i < to; i++) sum += view.getFloat64(i * SIZE, true);
      return sum;
    },
    update(from, to) {
      for (let i = from; i < to; i++) {
        const at = i * SIZE;
        view.setFloat64(at, view.getFloat64(at, true) + view.getFloat64(at + 8, true) * 0.5, true);
        view.setUint32(at + 20, (view.getUint32(at + 20, true) + 1) & 255, true);
      }
    },
  };
}
