// Every way to use an array `a` of `n` elements, as the text of a statement. `i` is the index of one element, `v` its value; `heap` is an
// array on the heap with the same elements.

/** Of element `i`. */
const single = {
  get: 'last = a.get(i)',
  at: 'last = a.at(i - n)',
  set: 'a.set(i, v)',
  setAt: 'a.setAt(i - n, v)',
  subarray: 'last = a.subarray(i).get(0)',
  replaceEach: 'a.replace([v], [i])',
};

/** One element after the other. */
const loops = {
  loop: 'for (let k = 0; k < a.length; k++) last = a.get(k)',
  forEach: 'a.forEach((value) => { last = value; })',
  reduce: 'last = a.reduce((_, value) => value)',
  values: 'for (const value of a.values()) last = value',
  entries: 'for (const [, value] of a.entries()) last = value',
  forOf: 'for (const value of a) last = value',
  stores: 'for (let k = 0; k < a.length; k++) a.set(k, heap.get(k))',
};

/** Of many elements at once. */
const bulk = {
  toArray: 'a.toArray()',
  toJSON: 'a.toJSON()',
  slice: 'a.slice()',
  toBuffer: 'a.toBuffer()',
  equals: 'if (!a.equals(heap)) throw new Error("not equal")',
  indexOf: 'if (a.indexOf(absent) !== -1) throw new Error("found")',
  lastIndexOf: 'if (a.lastIndexOf(absent) !== -1) throw new Error("found")',
  includes: 'if (a.includes(absent)) throw new Error("found")',
  fill: 'a.fill(v)',
  replace: 'a.replace([v, v, v], 1, 2)',
  shift: 'a.replace([], 0, n >> 1)',
  copyDown: 'a.copyWithin(0, n >> 1)',
  copyUp: 'a.copyWithin(n >> 1, 0)',
  reverse: 'a.reverse()',
};

/** The same, of elements that are bytes. */
const ofBytes = {
  writeTo: 'a.writeTo(io.output())',
  writePart: 'a.subarray(3).writeTo(io.output())', // not from the start of a page
  readFrom: 'a.readFrom(io.input())',
  toBigInt: 'a.toBigInt()',
  readString: "a.readString('latin1', { nullTerminated: false })",
  writeString: "a.writeString('x'.repeat(n), 'latin1')",
};

/** Parts of struct `i`; `held` is a reference to it from before. */
const parts = {
  x: 'last = a.ref(i).x',
  storeX: 'a.ref(i).x = v.x',
  heldX: 'last = held.x',
  storeHeldX: 'held.x = v.x',
  addX: 'held.x += 0',
  high: 'last = a.ref(i).high',
  storeHigh: 'a.ref(i).high = v.high',
  item: 'last = a.ref(i).list.get(1)',
  storeItem: 'a.ref(i).list.set(1, v.list[1])',
  items: 'last = a.ref(i).list.toArray()',
  text: 'last = a.ref(i).text',
  y: 'last = a.ref(i).in.y',
  storeY: 'held.in.y = v.in.y',
  z: 'last = held.in.z',
};

const isStore = (name) =>
  /^(set|store|add|replace|fill|shift|copy(Up|Down)|reverse|readFrom|writeString)/.test(name);

module.exports = { bulk, isStore, loops, ofBytes, parts, single };
