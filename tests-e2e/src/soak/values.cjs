// What the soak test does with the elements of an array: loads and stores of all kinds.
const fs = require('node:fs');
const { carray, pathOf } = require('./files.cjs');

const { uint16, uint32, uint32be, uint8, float64 } = carray;

/** What a call returns, or the code of its error. An error without one is none that is documented. */
function attempt(call) {
  try {
    return { value: call() };
  } catch (error) {
    if (!/^(ERR_|E[A-Z]+$)/.test(error.code)) throw error;
    return { code: error.code, error };
  }
}

class Wrong extends Error {}

function expect(isRight, message) {
  if (!isRight) throw new Wrong(message);
}

/** Whether the call met a fault where one may be. Any other error is wrong. */
function faulted(slot, from, to, { code, error }) {
  if (code === undefined) return false;
  expect(code === 'ERR_MAPPING_FAULT', `${code} from ${from} to ${to}: ${error.message}`);
  expect(slot.mayFault(from, to), `a fault where all is well, from ${from} to ${to}: ${error.message}`);
  return true;
}

/** A part of the array: short mostly, all of it at times. */
function rangeOf(random, { length }) {
  const [at, size, kind] = [random(length), random(64), random(8)];
  const long = random(length);
  if (kind === 0) return [at, Math.min(length, at + 1 + long)];
  return [at, Math.min(length, at + 1 + size)];
}

const bytesBy = (type) => (array) => {
  const whole = array.byteLength - (array.byteLength % type.size);
  return whole === 0 ? array.toBuffer() : array.cast(type, 0, whole).toBuffer();
};

/** Ways to load all bytes of an array. */
const loads = [
  (array) => array.toBuffer(),
  (array) => array.slice().toBuffer(),
  (array) => Buffer.from(array.toArray()),
  (array) => Buffer.from([...array]),
  (array) => Buffer.from(Array.from({ length: Math.min(array.length, 40) }, (_, index) => array.get(index))),
  (array) => Buffer.from([array.at(0)]),
  (array) => Buffer.from(array.reduce((all, each) => all.concat(each), []).slice(0, 100)),
  (array) => array.cast(uint8, array.length >> 1).toBuffer(),
  bytesBy(uint16),
  bytesBy(uint32),
  bytesBy(float64),
  (array) => {
    const words = array.cast(uint32be, 0, array.length - (array.length % 4));
    const bytes = Buffer.alloc(words.length * 4);
    for (let index = 0; index < words.length; index++) bytes.writeUInt32BE(words.get(index), index * 4);
    return bytes;
  },
];
const HALF = 7;
const SHORT = 256;

function load(slot, random) {
  const [from, to] = rangeOf(random, slot.array);
  const way = random(loads.length);
  // Single accesses of many elements would take all of the time.
  const end = way >= 3 ? Math.min(to, from + SHORT) : to;
  const result = attempt(() => loads[way](slot.array.subarray(from, end)));
  if (faulted(slot, from, end, result)) return;
  const start = way === HALF ? from + ((end - from) >> 1) : from;
  const bytes = result.value;
  expect(bytes.length === 0 || !slot.mustFault(start, start + bytes.length), `no fault from ${start}`);
  const wrong = slot.wrongIn(start, bytes);
  expect(wrong === undefined, `way ${way} from ${from} to ${end}: ${wrong}`);
}

function search(slot, random) {
  const [from, to] = rangeOf(random, slot.array);
  const value = slot.expected(from + random(to - from));
  const result = attempt(() => slot.array.subarray(from, to).indexOf(value));
  // Where zeros or anything may be it can be found later, or not at all.
  if (faulted(slot, from, to, result) || slot.wild.size > 0) return;
  if (slot.file?.kind === 'zeros' && slot.mayFault(from, to)) return;
  let index = 0;
  while (slot.expected(from + index) !== value) index++;
  expect(result.value === index, `${value} from ${from} to ${to} at ${result.value}, not at ${index}`);
}

/** After a store that failed, each byte is what it was or what it was to be; what it is, is taken over. */
function adopt(slot, folder, from, bytes) {
  if (slot.isFixed) return;
  slot.refuse(from, bytes);
  if (slot.access === 'copy-on-write') {
    for (const page of slot.pagesOf(from, from + bytes.length)) slot.wild.add(page);
    return;
  }
  const now = fs.readFileSync(pathOf(folder, slot.file));
  bytes.forEach((byte, index) => {
    const at = slot.offset + from + index;
    if (at >= now.length) return;
    const isRight = now[at] === slot.content[at] || now[at] === byte;
    expect(isRight, `byte ${at} of the file was ${slot.content[at]}, was to be ${byte}, is ${now[at]}`);
    slot.content[at] = now[at];
  });
}

const stores = [
  (array, bytes) => void array.set(0, bytes[0]),
  (array, bytes) => void array.setAt(-array.length, bytes[0]),
  (array, bytes) => void array.replace(bytes),
  (array, bytes) => void bytes.forEach((byte, index) => void array.set(index, byte)),
];
const ONE = 2; // ways in front of it store one element

function store(slot, random, folder) {
  const [from, to] = rangeOf(random, slot.array);
  const [way, value] = [random(stores.length + 1), 1 + random(251)];
  const isFill = way === stores.length;
  const end = way < ONE || (isFill && slot.isFixed) ? from + 1 : way === 3 ? Math.min(to, from + SHORT) : to;
  const bytes = Buffer.alloc(end - from, value);
  if (slot.isFixed)
    for (let index = 0; index < bytes.length; index++) bytes[index] = slot.expected(from + index);
  else if (!isFill)
    for (let index = 0; index < bytes.length; index++) bytes[index] = 1 + ((value + index) % 251);
  const result = attempt(() => {
    if (isFill) slot.array.fill(bytes[0], from, end);
    else stores[way](slot.array.subarray(from, end), bytes);
  });
  if (slot.access === 'read') {
    expect(/^ERR_MAPPING_(READ_ONLY|FAULT)$/.test(result.code), `${result.code} for a store into 'read'`);
    return;
  }
  if (faulted(slot, from, end, result)) adopt(slot, folder, from, bytes);
  else {
    expect(!slot.mustFault(from, end), `no fault of a store from ${from} to ${end}`);
    if (!slot.isFixed) slot.store(from, bytes);
  }
}

module.exports = { attempt, expect, faulted, load, rangeOf, search, store };
