import { Struct } from 'typed-struct';
import { mapped, SIZE } from './mapping.mjs';

const Record = new Struct('Record').Float64LE('x').Float64LE('y').UInt32LE('id').UInt32LE('flags').compile();

/** An object over each record is made when it is visited, as its arrays of structs do for all at once. */
export function records(path, length) {
  const { buffer, byteOffset, byteLength } = mapped(path, length).bytes;
  const bytes = Buffer.from(buffer, byteOffset, byteLength);
  const at = (i) => new Record(bytes.subarray(i * SIZE, (i + 1) * SIZE));
  if (Record.baseSize !== SIZE) throw new Error(`a record has ${Record.baseSize} bytes`);
  return {
    sum(from, to) {
      let sum = 0;
      for (let i = from; i < to; i++) sum += at(i).x;
      return sum;
    },
    update(from, to) {
      for (let i = from; i < to; i++) {
        const record = at(i);
        record.x += record.y * 0.5;
        record.flags = (record.flags + 1) & 255;
      }
    },
  };
}
