// Random truncations, growths, accesses and remaps, against a model of which pages there are. Each result must be the right value, or
// ERR_MAPPING_FAULT where the model allows it.
const { isDeepStrictEqual, inspect } = require('node:util');
const fs = require('node:fs');
const { randomOf } = require('./random.cjs');
const { PAGE, carray, contentOf, newFile, refill, row, run, truncate } = require('./support.cjs');

const { CArray, mapFile, struct, uint16, uint32, uint32be, uint8 } = carray;
const PAGES = 12;
const BYTES = PAGES * PAGE;
const NOWHERE = 255;
const point = struct({ a: uint8, b: uint32, c: uint16 });

const kinds = [
  (bytes) => bytes,
  (bytes) => bytes.cast(uint32),
  (bytes) => bytes.cast(uint32be),
  (bytes) => bytes.cast(uint16, 1),
  (bytes) => bytes.cast(point),
  (bytes) => bytes.cast(point).field('b'),
];

/** What is known of a page: 'fine' as far as it is there, at 'fault' until remap, or 'maybe': it was gone when something was. */
class Model {
  constructor(file) {
    this.file = file;
    /** The bytes of the file, and behind its end such as nothing else has: what is made from them must not come out. */
    this.bytes = Buffer.from(contentOf(BYTES));
    this.pages = PAGES;
    this.states = Array(PAGES).fill('fine');
    /** Whether a raw view met a fault that no call has told yet: 'no', 'maybe', 'yes'. */
    this.untold = 'no';
    this.errors = 0;
  }

  isGone(page) {
    return page >= this.pages;
  }

  resize(pages, content) {
    this.bytes.fill(0, Math.min(pages, this.pages) * PAGE, pages * PAGE);
    this.bytes.fill(NOWHERE, pages * PAGE);
    if (content !== undefined) content.copy(this.bytes, 0, 0, pages * PAGE);
    this.pages = pages;
  }

  heal() {
    this.states.fill('fine');
    this.untold = 'no';
  }

  /** Something met a fault: pages that are gone may have been taken with it. */
  met() {
    for (let page = this.pages; page < PAGES; page++)
      if (this.states[page] === 'fine') this.states[page] = 'maybe';
  }
}

/** The bytes that a use of elements touches, as pairs of the first and the one behind the last. */
function bytesOf(array, from, to) {
  const { byteOffset, stride, type } = array;
  return Array.from({ length: to - from }, (_, index) => {
    const start = byteOffset + (from + index) * stride;
    return [start, start + type.size];
  });
}

const pagesOf = (ranges) => [
  ...new Set(ranges.flatMap(([from, to]) => [Math.floor(from / PAGE), Math.floor((to - 1) / PAGE)])),
];

/** A random use of elements: what it touches, and what it does, to the mapping and to the model alike. */
function useOf(random, heap) {
  const from = random(heap.length);
  const count = 1 + random(random(4) === 0 ? heap.length - from : Math.min(40, heap.length - from));
  const [to, value] = [from + count, heap.get(random(heap.length))];
  const even = count - (count % 2); // the one in the middle stays where it is
  const skipped = random(count);
  const uses = [
    [from, from + 1, 'load', (a) => a.get(from)],
    [from, from + 1, 'load', (a) => a.at(from - a.length)],
    [from, from + 1, 'store', (a) => a.set(from, value)],
    [from, from + 1, 'store', (a) => a.setAt(from, value)],
    [from, to, 'load', (a) => a.slice(from, to).toBuffer()],
    [from, to, 'load', (a) => a.subarray(from, to).toArray()],
    [from, to, 'load', (a) => a.subarray(from, to).toBuffer()],
    [from, to, 'load', (a) => [...a.subarray(from, to)]],
    [from, to, 'load', (a) => a.subarray(from, to).reduce((sum, each) => sum + String(each).length, 0)],
    [from, to, 'store', (a) => void a.fill(value, from, to)],
    [from, from + even, 'store', (a) => void a.subarray(from, from + even).reverse()],
    [from, from + even, 'store', (a) => void a.subarray(from, from + even).copyWithin(even / 2, 0)],
    [from, from + even, 'store', (a) => void a.subarray(from, from + even).copyWithin(0, even / 2)],
    [from + skipped, to, 'store', (a) => void a.subarray(from, to).replace([value, value], skipped)],
  ];
  const [first, end, what, use] = uses[random(uses.length)];
  return { from: first, to: end, stores: what === 'store', use };
}

function attempt(use) {
  try {
    return { value: use() };
  } catch (error) {
    if (error.code !== 'ERR_MAPPING_FAULT') throw error;
    return { fault: error };
  }
}

/** Runs the use on both, and says what is wrong. */
function compare(model, array, heap, { from, to, stores, use }) {
  const pages = pagesOf(bytesOf(array, from, to));
  const before = Buffer.from(model.bytes);
  const expected = use(heap);
  const result = attempt(() => use(array));
  const must =
    model.untold === 'yes' || pages.some((page) => model.isGone(page) || model.states[page] === 'fault');
  const may = must || model.untold !== 'no' || pages.some((page) => model.states[page] === 'maybe');
  model.untold = result.fault === undefined || model.untold === 'no' ? 'no' : model.untold;
  if (result.fault === undefined) {
    if (must) return `no error, but ${inspect(result.value)}`;
    return isDeepStrictEqual(result.value, expected)
      ? undefined
      : `${inspect(result.value)}, not ${inspect(expected)}`;
  }
  if (!may) return `an error where all is well: ${result.fault.message}`;
  model.errors++;
  model.untold = 'no';
  model.met();
  if (pages.length === 1 && model.isGone(pages[0]) && result.fault.index !== undefined)
    model.states[pages[0]] = 'fault';
  return stores ? adopt(model, before, bytesOf(array, from, to)) : undefined;
}

/** After a store that failed, each byte that it was for is what it was or what it was to be; what it is, is taken over. */
function adopt(model, before, ranges) {
  const now = fs.readFileSync(model.file);
  for (const [from, to] of ranges) {
    for (let at = from; at < to; at++) {
      if (at < now.length && now[at] !== before[at] && now[at] !== model.bytes[at]) {
        return `byte ${at} was ${before[at]}, was to be ${model.bytes[at]}, is ${now[at]}`;
      }
    }
  }
  before.copy(model.bytes);
  now.copy(model.bytes);
  return undefined;
}

/** A load through a raw view. */
function loadRaw(model, raw, at) {
  const page = Math.floor(at / PAGE);
  const [state, value] = [model.states[page], raw[at]];
  if (model.isGone(page) && state === 'fine') {
    model.met();
    model.states[page] = 'fault';
    model.untold = 'yes';
  } else if (model.isGone(page) && state === 'maybe') {
    model.states[page] = 'fault';
    if (model.untold === 'no') model.untold = 'maybe';
  }
  // Of a page that is at fault the view has what was stored there in vain.
  if (model.states[page] !== 'fine' || value === model.bytes[at]) return undefined;
  return `a view has ${value}, not ${model.bytes[at]}`;
}

function change(model, random, mapping) {
  const what = random(10);
  if (what < 4) {
    const pages = random(PAGES + 1);
    truncate(pages * PAGE, model.file);
    model.resize(pages);
  } else if (what < 6) {
    const content = contentOf(BYTES).fill(1 + random(127), 0, random(BYTES));
    refill(model.file, content);
    model.resize(PAGES, content);
  } else {
    mapping.remap();
    model.heal();
  }
  return ['truncate', 'truncate', 'truncate', 'truncate', 'refill', 'refill'][what] ?? 'remap';
}

run({
  model({ seed, steps, raw: withRaw }) {
    const random = randomOf(seed);
    const file = newFile(PAGES);
    const model = new Model(file);
    const bytes = mapFile(file, { access: 'read-write' });
    const raw = withRaw ? bytes.bytes : undefined;
    const arrays = kinds.map((kind) => kind(bytes));
    const heaps = kinds.map((kind) => kind(CArray.view(uint8, model.bytes)));
    const history = [];
    const counts = { values: 0, changes: 0 };
    for (let step = 0; step < steps; step++) {
      let wrong;
      if (random(25) === 0) {
        history.push(`${change(model, random, bytes.mapping)} ${model.pages}`);
        counts.changes++;
      } else if (raw !== undefined && random(6) === 0) {
        const at = random(BYTES);
        wrong = loadRaw(model, raw, at);
        history.push(`view[${at}]`);
      } else {
        const kind = random(kinds.length);
        const use = useOf(random, heaps[kind]);
        history.push(`${kind}: ${use.from} to ${use.to} ${use.use}`);
        wrong = compare(model, arrays[kind], heaps[kind], use);
        counts.values++;
      }
      if (wrong !== undefined) {
        row('wrong', {
          step,
          wrong,
          last: history.slice(-6),
          states: model.states.join(' '),
          pages: model.pages,
        });
        return;
      }
      if (step % 50 === 0 && !fs.readFileSync(file).equals(model.bytes.subarray(0, model.pages * PAGE))) {
        row('file', { step, last: history.slice(-50) });
        return;
      }
    }
    row('steps', steps);
    counts.values -= model.errors;
    row(
      'seen',
      [...Object.values(counts), model.errors].every((count) => count > steps / 100),
    );
  },
});
