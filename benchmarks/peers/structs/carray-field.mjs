// Columns of the same records.
import { mapped } from './mapping.mjs';

export function records(path, length) {
  const array = mapped(path, length);
  const [xs, ys, flags] = ['x', 'y', 'flags'].map((name) => array.field(name));
  return {
    sum(from, to) {
      let sum = 0;
      for (let i = from; i < to; i++) sum += xs.get(i);
      return sum;
    },
    update(from, to) {
      for (let i = from; i < to; i++) {
        xs.set(i, xs.get(i) + ys.get(i) * 0.5);
        flags.set(i, (flags.get(i) + 1) & 255);
      }
    },
  };
}
