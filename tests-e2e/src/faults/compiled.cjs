// Several accesses in each turn of a compiled loop. What one of them reads behind the end of the file must not be used, not
// even for what it does in the same turn: engines look at the count of faults for several accesses at once, if they may.
const { PAGE, carray, fresh, newFile, outcome, row, run, truncate } = require('./support.cjs');

const BYTES = 64 * PAGE;
const HALF = BYTES / 2;
const { bits, bool, float32, float64, float64be, struct, uint8, uint32, uint32be, int64 } = carray;
const records = {
  ...{ pair: struct({ x: uint32, y: uint32 }), point: struct({ x: float64, y: float64 }) },
  flags: struct({ x: bits(uint32, 1), y: bits(uint32, 8) }),
};
const types = { ...records, bool, uint8, uint32, uint32be, float32, float64, float64be, int64 };
const ones = Buffer.alloc(BYTES, 1);

/** Bodies of a turn. `lost(value)` is counted: nothing in the file is 0. */
const elements = {
  two: 'sum = sum + a.get(i) + a.get(i + 1);',
  four: 'sum = sum + a.get(i) + a.get(i + 1) + a.get(i + 2) + a.get(i + 3);',
  compared: 'if (a.get(i) == 0) zeros++; if (a.get(i + 1) == 0) zeros++;',
  updated: 'a.set(i, a.get(i)); a.set(i + 1, a.get(i + 1));',
  stored: 'a.set(i, value); a.set(i + 1, value);',
};
const fields = {
  two: 'sum = sum + a.ref(i).x + a.ref(i + 1).x + a.ref(i + 1).y;',
  whole: 'sum = sum + a.get(i).x + a.get(i + 1).x + a.get(i + 1).y;',
  compared: 'if (a.ref(i).x === 0) zeros++; if (a.ref(i + 1).x === 0) zeros++;',
  updated: 'a.ref(i).x = a.ref(i).x; a.ref(i + 1).x = a.ref(i + 1).x;',
};

function loopOf(body, zero) {
  const text = `let sum = ${zero}, zeros = 0;
    try { for (let i = from; i < to; i += 2) { ${body} } } finally { seen.zeros = zeros; }
    return sum;`;
  return fresh('a', 'from', 'to', 'value', 'seen', text);
}

run({
  /** `start` 1: the first lost element is the second of its turn. */
  compiled({ type: name, shared, start }) {
    row('page', PAGE);
    const type = types[name];
    for (const [title, body] of Object.entries(name in records ? fields : elements)) {
      const file = newFile(0, ones);
      const array = carray.mapFile(file, { type, access: 'read-write' });
      // With a second array of the class the methods are others.
      const second = shared ? carray.mapFile(file, { type, access: 'read-write' }) : undefined;
      const loop = loopOf(body, name === 'int64' ? '0n' : '0');
      const value = array.get(0);
      const seen = { zeros: 0 };
      const end = array.length - 4;
      const most = name === 'int64' ? 4e6 : 4e7; // bigints are slow
      for (let round = 0; round < 3000 && round * end < most; round++) loop(array, start, end, value, seen);
      truncate(HALF, file);
      row(title, [outcome(() => loop(array, start, end, value, seen), file), seen.zeros]);
      second?.mapping.unmap();
      array.mapping.unmap();
    }
  },
});
