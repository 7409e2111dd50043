// Every use of each kind of array over a file that another process makes shorter. A row says how the use ended, twice over.
const { inspect, isDeepStrictEqual } = require('node:util');
const fs = require('node:fs');
const { absent, kinds } = require('./arrays.cjs');
const {
  PAGE,
  carray,
  contentOf,
  fresh,
  optimize,
  newFile,
  newPath,
  outcome,
  row,
  run,
  truncate,
} = require('./support.cjs');
const uses = require('./uses.cjs');

const PAGES = 2;
const content = contentOf(PAGES * PAGE);
const input = newFile(PAGES, content);
const io = {
  output: () => fs.openSync(output, 'w'), // no device: those need not look at the bytes
  input: () => fs.openSync(input, 'r'),
};
const output = newPath();

function usesOf(kind, { bulkOnly, access }) {
  const all = bulkOnly ? { ...uses.bulk } : { ...uses.single, ...uses.loops, ...uses.bulk };
  if (kind === 'bytes') Object.assign(all, uses.ofBytes);
  if (kind === 'structs' && !bulkOnly) Object.assign(all, uses.parts);
  if (absent[kind] === undefined) for (const name of ['indexOf', 'lastIndexOf', 'includes']) delete all[name];
  return Object.entries(all).filter(([name]) => access !== 'read' || !uses.isStore(name));
}

const onHeap = (kind) => kinds[kind](carray.CArray.view(carray.uint8, Buffer.from(content)));
const heaps = Object.fromEntries(
  Object.keys(kinds).map((kind) => [kind, { heap: onHeap(kind), before: onHeap(kind).toArray() }]),
);

/** A mapping of a file of its own, and what its elements are before and would be after the use. */
function prepare(kind, name, text, { access }) {
  const file = newFile(PAGES, content);
  const a = kinds[kind](carray.mapFile(file, { access }));
  const { heap, before } = heaps[kind];
  const n = heap.length;
  const i = n - 2;
  const use = fresh('a', 'i', 'n', 'v', 'heap', 'absent', 'held', 'io', `let last; ${text}; return last;`);
  const call = (target, held) => use(target, i, n, heap.get(i), heap, absent[kind], held, io);
  const holdOf = (array) => (kind === 'structs' ? array.ref(i) : undefined);
  const stored = uses.isStore(name) ? onHeap(kind) : undefined;
  if (stored !== undefined) call(stored, holdOf(stored));
  const held = holdOf(a);
  const after = stored?.toArray() ?? before;
  return { name: `${kind} ${name}`, file, a, before, after, use, call: () => call(a, held) };
}

/** So often that the engine has compiled it for what it has seen. */
function warm({ call, use, file }, times) {
  for (let turn = 0; turn < times; turn++) call();
  optimize(use, call);
  fs.truncateSync(file); // which takes away what was stored into private pages too
  fs.writeFileSync(file, content);
}

const isSame = (one, other) =>
  typeof one === 'object' ? isDeepStrictEqual(one, other) : Object.is(one, other);

/** Elements that lie in front of a byte must be what they were, or what the use makes of them, and nothing else. */
function wrongIn({ a, before, after }, end) {
  for (let index = 0; a.byteOffset + index * a.stride + a.type.size <= end; index++) {
    const value = a.get(index);
    if (isSame(value, before[index]) || isSame(value, after[index])) continue;
    return `element ${index} is ${inspect(value)}, was ${inspect(before[index])}, may be ${inspect(after[index])}`;
  }
  return undefined;
}

run({
  lost(given) {
    const { kept, hot, times, kinds: names = Object.keys(kinds) } = given;
    const subjects = names.flatMap((kind) =>
      usesOf(kind, given).map(([name, text]) => prepare(kind, name, text, given)),
    );
    if (hot) for (const subject of subjects) warm(subject, times);
    truncate(kept * PAGE, ...subjects.map(({ file }) => file));
    for (const subject of subjects) {
      const first = outcome(subject.call, subject.file);
      const again = outcome(subject.call, subject.file);
      row(subject.name, { first, again, wrong: wrongIn(subject, kept * PAGE) });
      subject.a.mapping.unmap();
    }
  },
});
