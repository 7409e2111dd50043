// The order of bytes is big endian there: the sums are of other numbers, the work is the same.
import { View } from 'structurae';
import { mapped, SIZE } from './mapping.mjs';

const number = (btype) => ({ type: 'number', btype });
const properties = {
  x: number('float64'),
  y: number('float64'),
  id: number('uint32'),
  flags: number('uint32'),
};

export function records(path, length) {
  const { buffer, byteOffset } = mapped(path, length).bytes;
  const items = { $id: 'Record', type: 'object', properties };
  const Records = new View().create({ $id: 'Records', type: 'array', items, maxItems: length });
  const array = new Records(buffer, byteOffset, length * SIZE);
  if (array.size !== length) throw new Error(`${array.size} records of ${length}`);
  return {
    sum(from, to) {
      let sum = 0;
      for (let i = from; i < to; i++) sum += array.getView(i).get('x');
      return sum;
    },
    update(from, to) {
      for (let i = from; i < to; i++) {
        const record = array.getView(i);
        record.set('x', record.get('x') + record.get('y') * 0.5);
        record.set('flags', (record.get('flags') + 1) & 255);
      }
    },
  };
}
