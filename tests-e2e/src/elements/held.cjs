// What a program may still hold when the memory changes under it: bound methods, references, columns, iterators.

/** One array of each kind that the library accesses in its own way, with a value to store. */
function arraysOf(carray) {
  const { array, char, float64, int16, mapAnonymous, pageSize, struct, uint8, uint32, uint32be } = carray;
  const { bool, int64 } = carray;
  // A type of its own for each: the methods of a class with one array alone are special.
  const point = () =>
    struct({ a: uint8, x: float64, list: array(int16, 2), text: array(char, 3), in: struct({ y: uint32 }) });
  const value = { a: 1, x: 0.5, list: [1, 2], text: 'abc', in: { y: 3 } };
  const map = (type) => mapAnonymous(type, Math.ceil((3 * pageSize) / type.size));
  const long = { reserve: false };
  return {
    typed: { array: map(uint8), value: 7 },
    bigints: { array: map(int64), value: -7n },
    booleans: { array: map(bool), value: true },
    swapped: { array: map(uint32be), value: 7 },
    unaligned: { array: map(int16).cast(float64, 1), value: 0.5 },
    structs: { array: map(point()), value },
    column: { array: map(point()).field('x'), value: 0.5 },
    windows: { array: mapAnonymous(uint8, 2 ** 31 + 2 ** 20, long), value: 7 },
    viewWindows: { array: mapAnonymous(uint32be, 2 ** 29 + 2 ** 20, long), value: 7 },
    structWindows: { array: mapAnonymous(point(), 2 ** 27, long), value },
  };
}

/** Calls that load and that store, all taken from the array now, for use later. They use elements 0 to 2. */
function holdsOf({ array, value }) {
  const [get, set, at, setAt] = [array.get, array.set, array.at, array.setAt].map((method) =>
    method.bind(array),
  );
  const references = 'x' in Object(value) ? referencesOf(array) : { loads: [], stores: [] };
  const part = array.subarray(1, 3); // from here on the array is not alone
  const [getPart, setPart] = [part.get.bind(part), part.set.bind(part)];
  const fill = part.fill.bind(part);
  const loads = [
    () => get(0),
    () => at(1),
    () => getPart(1),
    () => part.toArray(),
    () => part.forEach(() => {}),
    () => part.values().next(),
  ];
  const stores = [
    () => set(0, value),
    () => setAt(1, value),
    () => setPart(1, value),
    () => fill(value),
    () => part.replace([value]),
  ];
  return { loads: [...loads, ...references.loads], stores: [...stores, ...references.stores] };
}

function referencesOf(array) {
  const [one, inside, list] = [array.ref(1), array.ref(2).in, array.ref(2).list];
  const column = array.field('x');
  const ref = array.ref.bind(array);
  const [getColumn, setColumn] = [column.get.bind(column), column.set.bind(column)];
  const loads = [
    () => one.a,
    () => one.x,
    () => one.text,
    () => inside.y,
    () => list.get(1),
    () => getColumn(1),
    () => array.ref(0).x,
    () => ref(0),
    () => ref(0).x,
  ];
  const stores = [
    () => {
      one.a = 1;
    },
    () => {
      one.x = 0.5;
    },
    () => {
      one.text = 'ab';
    },
    () => {
      inside.y = 1;
    },
    () => list.set(1, -1),
    () => setColumn(1, 0.5),
    () => {
      one.x += 1;
    },
  ];
  return { loads, stores };
}

/** The accessors of a field, taken from the prototype of a reference. */
function accessorsOf({ array }) {
  const one = array.ref(1);
  const { get, set } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(one), 'x');
  return { loads: [() => get.call(one)], stores: [() => set.call(one, 0.5)] };
}

const outcome = (call) => {
  try {
    call();
    return 'fine';
  } catch (error) {
    return error.code ?? String(error);
  }
};

/** The different outcomes of calls, each called so often. */
function outcomesOf(calls, times = 1) {
  const outcomes = new Set();
  for (let turn = 0; turn < times; turn++) for (const call of calls) outcomes.add(outcome(call));
  return [...outcomes].sort().join(' and ');
}

/** Runs each call so often that the engine has compiled it for what it has seen. */
function warmUp({ loads, stores }, times) {
  const outcomes = outcomesOf([...loads, ...stores], times);
  if (outcomes !== 'fine') throw new Error(outcomes);
}

module.exports = { accessorsOf, arraysOf, holdsOf, outcomesOf, warmUp };
