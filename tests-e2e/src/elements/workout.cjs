// Every way to load and store elements, over a mapped file of 64 KiB of zeros. What comes out is plain JSON.
module.exports = function workout(carray, path) {
  const { array, bits, char, ctype, enumeration, float64, int16, struct, uint8, uint32be, union, zarray } =
    carray;
  const codeOf = (call) => {
    try {
      return call();
    } catch (error) {
      return error.code;
    }
  };
  const colour = enumeration({ red: 0, green: 1 }, uint8);
  const type = struct({
    colour,
    x: float64,
    low: bits(uint8, 3),
    big: uint32be,
    name: zarray(char, 8),
    list: array(int16, 3),
    either: union({ i: int16, u: uint8 }),
    in: struct({ y: float64 }),
  });
  const bytes = carray.mapFile(path, { access: 'read-write' });
  const points = bytes.subarray(0, 100 * type.size).cast(type);
  points.set(0, {
    colour: 'green',
    x: 0.5,
    low: 5,
    big: 4e9,
    name: 'zero',
    list: [1, 2, 3],
    either: { i: -1 },
    in: { y: 1 },
  });
  for (let index = 1; index < points.length; index++) {
    const one = points.ref(index);
    one.colour = index % 2 ? 'green' : 'red';
    one.x = index / 4;
    one.low = index % 8;
    one.big = 2 ** 31 + index;
    one.name = `n${index}`;
    one.list.replace([index, -index]);
    one.either.i = -index;
    one.in.y += index;
  }
  const xs = points.field('x');
  const text = bytes.subarray(40_000, 40_020).cast(char);
  const numbers = bytes.cast(uint32be, 50_001, 400);
  numbers.fill(7).replace([1, 2, 3], 10, 11);
  numbers.copyWithin(50, 9, 14);
  const result = {
    first: points.get(0).in.y + points.get(0).list[2],
    last: [points.ref(99).name, points.ref(99).either.u, points.at(-1).colour, points.ref(99).low],
    sum: xs.reduce((sum, x) => sum + x, 0),
    found: [xs.indexOf(5), xs.includes(0.75), points.field('colour').lastIndexOf('red'), numbers.indexOf(3)],
    written: text.writeString('Grüße'),
    text: [text.readString(), bytes.subarray(40_000, 40_020).readString('utf8'), text.readString('latin1')],
    numbers: [...numbers.slice(8, 15), ...numbers.subarray(50, 55)],
    reversed: numbers.slice(9, 14).reverse().toArray(),
    declared: ctype('struct { short a, b; }').size,
    equal: numbers.equals(numbers.slice()),
    wrong: [
      codeOf(() => points.ref(100)),
      codeOf(() => {
        points.ref(0).low = 8;
      }),
      codeOf(() => {
        points.ref(0).colour = 'blue';
      }),
      codeOf(() => {
        points.ref(0).name = '12345678';
      }),
      codeOf(() => numbers.set(0, 2 ** 32)),
      codeOf(() => numbers.get(100)),
      codeOf(() => xs.set(0, '1')),
    ],
    after: [points.ref(0).low, points.ref(0).name, numbers.get(0), xs.get(0)],
  };
  const one = points.ref(1);
  const unmapped = bytes.mapping.unmap();
  return {
    ...result,
    unmapped,
    dead: [codeOf(() => one.x), codeOf(() => xs.get(0)), codeOf(() => text.readString())],
  };
};
