// The loops, each as two source texts: `raw` is what a program without carray would write, `carray` the same with
// it. Two bodies that differ in more than the access would measure something else, so most are made from one.
const rawArray = { get: (i) => `a[${i}]`, set: (i, value) => `a[${i}] = ${value}` };
const rawView = (kind, size, order = '') => ({
  get: (i) => `a.get${kind}(${i} * ${size}${order})`,
  set: (i, value) => `a.set${kind}(${i} * ${size}, ${value}${order})`,
});
const checked = { get: (i) => `a.get(${i})`, set: (i, value) => `a.set(${i}, ${value})` };

/** A loop whose body is the same for both, but for the access. */
const on = (parameters, body, raw = rawArray) => ({
  raw: [parameters, body(raw)],
  carray: [parameters, body(checked)],
});
/** A control: the raw loop on both sides. */
const rawOnly = (parameters, body) => ({
  raw: [parameters, body(rawArray)],
  carray: [parameters, body(rawArray)],
});

const each = (statement) => `for (let i = 0; i < n; i++) { ${statement} }`;
const sum = ({ get }) => `let sum = 0; ${each(`sum = (sum + ${get('i')}) | 0;`)} return sum;`;
const sumDouble = ({ get }) => `let sum = 0; ${each(`sum += ${get('i')};`)} return sum;`;
const sumBig = ({ get }) =>
  `let sum = 0n; ${each(`sum = BigInt.asIntN(64, sum + ${get('i')});`)} return sum;`;
const store =
  (value) =>
  ({ set }) =>
    each(`${set('i', value)};`);
const storeBig = ({ set }) =>
  `let value = 0n; ${each(`value = BigInt.asIntN(64, value + 3n); ${set('i', 'value')};`)}`;
const update =
  (value) =>
  ({ get, set }) =>
    each(`${set('i', value(get('i')))};`);
const hash = ({ get }) =>
  `let hash = 1; ${each(`hash ^= ${get('i')}; hash ^= hash << 13; hash ^= hash >>> 17; hash ^= hash << 5;`)} return hash;`;
const fromParameter =
  (statement) =>
  ({ get, set }) =>
    `let sum = 0; for (let i = from; i < to; i++) { ${statement(get, set)} } return sum;`;

const bigEndian32 = rawView('Uint32', 4);
const bigEndianDouble = rawView('Float64', 8);
const unaligned32 = rawView('Uint32', 4, ', true');

export const loops = {
  sum: on('a, n', sum),
  sumFrom: on(
    'a, from, to',
    fromParameter((get) => `sum = (sum + ${get('i')}) | 0;`),
  ),
  // The length asked for each time, as most loops are written.
  sumToLength: on(
    'a, n',
    ({ get }) => `let sum = 0; for (let i = 0; i < a.length; i++) sum = (sum + ${get('i')}) | 0; return sum;`,
  ),
  sumAt: { raw: ['a, n', sum(rawArray)], carray: ['a, n', sum({ get: (i) => `a.at(${i})` })] },
  // A sum of doubles and integers would be bound by the latency of the conversions.
  count: on('a, n', ({ get }) => `let count = 0; ${each(`if (${get('i')} > 10) count++;`)} return count;`),
  sumRandom: on(
    'a, n, order',
    ({ get }) => `let sum = 0; ${each(`sum = (sum + ${get('order[i]')}) | 0;`)} return sum;`,
  ),
  hash: on('a, n', hash),
  setDouble: on('a, n', store('i * 0.5')),
  setByte: on('a, n', store('i & 255')),
  setSigned: on('a, n', store('i - 2048')),
  setIndex: on('a, n', store('i')),
  setRandom: on(
    'a, n',
    ({ set }) =>
      `let x = 1; ${each(`x = (Math.imul(x, 1664525) + 1013904223) >>> 0; ${set('i', 'x')};`)} return x;`,
  ),
  setFrom: on(
    'a, from, to',
    fromParameter((_get, set) => `${set('i', 'i & 255')};`),
  ),
  increment: on(
    'a, n',
    update((old) => `${old} + 1`),
  ),
  incrementByte: on(
    'a, n',
    update((old) => `(${old} + 1) & 255`),
  ),

  sumBigEndian: on('a, n', sum, bigEndian32),
  setBigEndian: on('a, n', store('i'), bigEndian32),
  sumBigEndianDouble: on('a, n', sumDouble, bigEndianDouble),
  setBigEndianDouble: on('a, n', store('i * 0.5'), bigEndianDouble),
  sumUnaligned: on('a, n', sum, unaligned32),
  setUnaligned: on('a, n', store('i'), unaligned32),
  sumBig: on('a, n', sumBig),
  setBig: on('a, n', storeBig),

  // struct({ x: float64, y: float64, id: uint32, flags: uint32 }) is three doubles, or six words.
  structUpdate: {
    raw: [
      'doubles, words, n',
      each('doubles[3 * i] += doubles[3 * i + 1] * 0.5; words[6 * i + 5] = (words[6 * i + 5] + 1) & 255;'),
    ],
    carray: ['a, n', each('const p = a.ref(i); p.x += p.y * 0.5; p.flags = (p.flags + 1) & 255;')],
  },
  structRead: {
    raw: ['doubles, words, n', `let sum = 0; ${each('sum += doubles[3 * i];')} return sum;`],
    carray: ['a, n', `let sum = 0; ${each('sum += a.ref(i).x;')} return sum;`],
  },
  columnRead: {
    raw: ['doubles, words, n', `let sum = 0; ${each('sum += doubles[3 * i];')} return sum;`],
    carray: ['a, n', sumDouble(checked)],
  },

  // The reference of these is a loop over `get`, by hand.
  forEach: {
    raw: ['a, n, callback, total', `${each('callback(a.get(i), i, a);')} return total();`],
    carray: ['a, n, callback, total', 'a.forEach(callback); return total();'],
  },
  forEachInline: {
    raw: ['a, n', sum(checked)],
    carray: ['a, n', 'let sum = 0; a.forEach((value) => { sum = (sum + value) | 0; }); return sum;'],
  },
  reduce: {
    raw: [
      'a, n, callback',
      `let result = 0; ${each('result = callback(result, a.get(i), i, a);')} return result;`,
    ],
    carray: ['a, n, callback', 'return a.reduce(callback, 0);'],
  },
  reduceInline: {
    raw: ['a, n', sum(checked)],
    carray: ['a, n', 'return a.reduce((sum, value) => (sum + value) | 0, 0);'],
  },
  toArray: {
    raw: ['a, n', `const list = new Array(n); ${each('list[i] = a[i];')} return list;`],
    carray: ['a, n', 'return a.toArray();'],
  },
  fill: { raw: ['a', 'a.fill(7);'], carray: ['a', 'a.fill(7);'] },
  write: {
    raw: [
      'bytes, fd, writeSync',
      'let done = 0; while (done < bytes.length) done += writeSync(fd, bytes, done); return done;',
    ],
    carray: ['a, fd', 'return a.writeTo(fd);'],
  },
  read: {
    raw: [
      'bytes, fd, readSync',
      'let done = 0; while (done < bytes.length) done += readSync(fd, bytes, done, bytes.length - done, null); return done;',
    ],
    carray: ['a, fd', 'return a.readFrom(fd);'],
  },

  rawSum: rawOnly('a, n', sum),
};
