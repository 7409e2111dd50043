// What the loops run over. A subject has, for each of the two sides, the arguments of the calls (`turns`: each is
// one call), puts the starting bytes back (`reset`), and tells the bytes (`content`).
//
// Both sides run over the same bytes: where memory lies decides how fast it is, and would differ from process to process.
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CArray, float64, mapAnonymous, struct, uint32 } from 'carray';
import { fresh } from './fresh.mjs';
import { kinds } from './kinds.mjs';
import { mapMemory } from './memory.mjs';

const HOT = 4096;
const numbers = {
  spread: (index) => Math.imul(index, 0x9e3779b1) >>> 0,
  small: (index) => index & 127,
  /** Mostly nothing: see `rawElements`. */
  sparse: (index) => (index % 65536 < 1024 ? index & 127 : 0),
};

/** The bytes as they are now are what each measurement starts from; those that are only read are left alone. */
function startingFrom(bytes, { does }) {
  if (does === 'read') return { reset() {}, content: () => bytes };
  const start = bytes.slice();
  return { reset: () => bytes.set(start), content: () => bytes };
}

/**
 * What a program without carray would have for the same bytes, with its first values. Zeros are not written: pages
 * that nobody has written are all one page of zeros, which is in the cache. So a long sparse array can be read once
 * without measuring the computer's memory.
 */
function rawElements(bytes, { kind, length = HOT, values = 'spread' }) {
  const { raw, put } = kinds[kind];
  const elements = raw(bytes.buffer, bytes.byteOffset, length);
  for (let index = 0; index < length; index++) {
    const number = numbers[values](index);
    if (number !== 0) put(elements, index, number);
  }
  return elements;
}

/** One array of a mapping of its own, or that `make` makes; `rest` are further arguments of the loop. */
function one(options, { make = kinds[options.kind].map, rest = [] } = {}) {
  const { kind, length = HOT } = options;
  const { array } = make(length);
  const raw = rawElements(array.bytes, options);
  return {
    ...startingFrom(array.bytes, options),
    raw: () => [[raw, length, ...rest]],
    carray: () => [[array, length, ...rest]],
    elements: length,
    arrays: [array],
    another: () => [kinds[kind].map(HOT)],
  };
}

const record = struct({ x: float64, y: float64, id: uint32, flags: uint32 });

function mapRecords(length) {
  const array = mapMemory(record, length);
  return { array, unmap: () => array.mapping.unmap() };
}

function mapColumn(length) {
  const { array, unmap } = mapRecords(length);
  return { array: array.field('x'), unmap };
}

function records(options, { isColumn = false } = {}) {
  const { length = HOT, values = 'spread' } = options;
  const { array } = mapRecords(length);
  const doubles = new Float64Array(array.buffer, 0, 3 * length);
  const words = new Uint32Array(array.buffer, 0, 6 * length);
  for (let index = 0; index < length; index++) {
    if (index > 0 && numbers[values](index) === 0) continue;
    doubles.set([index / 4, (index % 100) + 0.25], 3 * index);
    words.set([index, index & 255], 6 * index + 4);
  }
  const used = isColumn ? array.field('x') : array;
  return {
    ...startingFrom(array.bytes, options),
    raw: () => [[doubles, words, length]],
    carray: () => [[used, length]],
    elements: length,
    arrays: [used],
    isRecord: !isColumn,
    another: () => [(isColumn ? mapColumn : mapRecords)(HOT)],
  };
}

const steps = [1, 2, 3, 4, 5];
/** Callbacks of different code: what calls them, in carray or by hand, cannot count on one. */
const callbacks = steps.map((step) => {
  const callback = `(value) => { sum = (sum + value + ${step}) | 0; }`;
  const total = '() => { const last = sum; sum = 0; return last; }';
  return fresh('', `let sum = 0; return [${callback}, ${total}];`)();
});
const reducers = steps.map((step) => [fresh('sum, value', `return (sum + value + ${step}) | 0;`)]);

/** Both sides have the carray: what is compared is who calls. */
function withCallbacks(options, called) {
  const subject = one(options);
  const turns = called.map((functions) => [...subject.carray()[0], ...functions]);
  return { ...subject, raw: () => turns, carray: () => turns, elements: HOT * turns.length };
}

function shuffled(length) {
  const order = Uint32Array.from({ length }, (_, index) => index);
  for (let index = length - 1; index > 0; index--) {
    const other = numbers.spread(index) % (index + 1);
    [order[index], order[other]] = [order[other], order[index]];
  }
  return order;
}

/** A file in memory where the system has such, opened anew for each call: a descriptor has one position. */
function file(options, { isRead }) {
  const subject = one(options);
  const [array] = subject.arrays;
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'carray-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'transfer.bin');
  writeFileSync(path, array.bytes);
  const empty = Buffer.alloc(array.byteLength);
  let fd;
  const open = () => {
    if (fd !== undefined) closeSync(fd);
    fd = openSync(path, 'r+');
    return fd;
  };
  return {
    ...subject,
    raw: () => [[array.bytes, open(), isRead ? readSync : writeSync]],
    carray: () => [[array, open()]],
    reset: () => (isRead ? array.bytes.fill(0) : writeFileSync(path, empty)),
    content: () => (isRead ? array.bytes : readFileSync(path)),
  };
}

/** As carray's arrays, but without any check. */
class Unchecked {
  constructor(elements) {
    this.elements = elements;
  }
  get(index) {
    return this.elements[index];
  }
  set(index, value) {
    this.elements[index] = value;
  }
}

/** For what has no carray: typed arrays over one buffer, `wrap` makes something of the second. */
function rawTwice(options, wrap) {
  const { length = HOT, kind } = options;
  const bytes = new Uint8Array(new ArrayBuffer(length * kinds[kind].type.size));
  const elements = rawElements(bytes, options);
  const others = wrap(rawElements(bytes, options));
  return {
    ...startingFrom(bytes, options),
    raw: () => [[elements, length]],
    carray: () => [[others, length]],
    elements: length,
  };
}

/** Keeps a second array of the type alive, after it has been used. */
const live = [];
function keepAlive({ array }, use) {
  for (let index = 0; index < HOT; index++) use(array, index);
  live.push(array);
}

export const subjects = {
  mapped: (options) => one(options),
  random: (options) => one(options, { rest: [shuffled(HOT)] }),
  heap: (options) =>
    one(options, { make: (length) => ({ array: CArray.alloc(kinds[options.kind].type, length) }) }),
  parameter: (options) => {
    const subject = one(options);
    const range = ([[array]]) => [[array, 0, HOT]];
    return { ...subject, raw: () => range(subject.raw()), carray: () => range(subject.carray()) };
  },
  twoLive: (options) => {
    keepAlive(kinds[options.kind].map(HOT), (array, index) => array.set(index, array.get(index) + 1));
    return one(options);
  },

  records: (options) => records(options),
  column: (options) => records(options, { isColumn: true }),
  twoLiveRecords: (options) => {
    keepAlive(mapRecords(HOT), (array, index) => {
      array.ref(index).x += 1;
    });
    return records(options);
  },

  /** Several kinds at one call site, in turn. */
  mixed: ({ mixed, ...options }) => {
    const parts = mixed.map((kind) => one({ ...options, kind }));
    return {
      raw: () => parts.flatMap((part) => part.raw()),
      carray: () => parts.flatMap((part) => part.carray()),
      reset: () => {
        for (const part of parts) part.reset();
      },
      content: () => Buffer.concat(parts.map((part) => part.content())),
      elements: HOT * parts.length,
      arrays: parts.flatMap((part) => part.arrays),
      another: () => parts.flatMap((part) => part.another()),
    };
  },
  /** Elements behind 2 ** 32, of a mapping that is longer than one ArrayBuffer can be on Node 20. */
  beyond: (options) => {
    const from = 2 ** 32 + HOT;
    const array = mapAnonymous(kinds[options.kind].type, 5 * 2 ** 30, { reserve: false });
    const { bytes } = array.subarray(from, from + HOT);
    const raw = rawElements(bytes, options);
    return {
      ...startingFrom(bytes, options),
      raw: () => [[raw, 0, HOT]],
      carray: () => [[array, from, from + HOT]],
      elements: HOT,
    };
  },

  callbacks: (options) => withCallbacks(options, callbacks),
  reducers: (options) => withCallbacks(options, reducers),
  /** The carray on both sides: the reference is a loop over `get`. */
  byHand: (options) => withCallbacks(options, [[]]),
  writing: (options) => file(options, { isRead: false }),
  reading: (options) => file(options, { isRead: true }),

  rawTwice: (options) => rawTwice(options, (elements) => elements),
  /** The least an accessor can do: what its ratio is above 1 is not the price of the checks. */
  unchecked: (options) => rawTwice(options, (elements) => new Unchecked(elements)),
};
