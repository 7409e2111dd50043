// What carray does: node carray.cjs CASE FOLDER prints one line. The backend and the guard are taken from the environment.
const fs = require('node:fs');
const { join } = require('node:path');
const { deflate } = require('node:zlib');
const { MAP_PRIVATE, MAP_SHARED, PROT_READ, PROT_WRITE } = require('carray');
const { mapAnonymous, mapFile, mmap, munmap, pageSize, uint8 } = require('carray');

const [, , name, folder = ''] = process.argv;
const path = join(folder, 'mapped');
const PAGES = 4;
const access = 'read-write';

/** What a call gives: its value, or the code and kind of its error. */
function answer(call) {
  try {
    return String(call());
  } catch (error) {
    if (error.code === undefined) throw error;
    return [error.code, error.kind].filter((each) => each !== undefined).join(' ');
  }
}

function mapped() {
  fs.writeFileSync(path, Buffer.alloc(PAGES * pageSize, 7));
  return mapFile(path, { access });
}

function truncated(length = 0) {
  const array = mapped();
  fs.truncateSync(path, length);
  return array;
}

/** Of a raw view, and of the call after it. */
const both = (raw, array) => `${answer(raw)}, then ${answer(() => array.get(0))}`;

/** A hole on a file system without room. */
function full() {
  fs.ftruncateSync(fs.openSync(path, 'w'), PAGES * pageSize);
  const array = mapFile(path, { access });
  const filler = fs.openSync(join(folder, 'filler'), 'w');
  try {
    for (;;) fs.writeSync(filler, Buffer.alloc(pageSize));
  } catch (error) {
    if (error.code !== 'ENOSPC') throw error;
  }
  return array;
}

function readOnly(flags) {
  fs.writeFileSync(path, Buffer.alloc(PAGES * pageSize, 7));
  return mmap(uint8, PAGES * pageSize, PROT_READ, flags, fs.openSync(path, 'r'));
}

function store(view) {
  view[0] = 9;
  return `${view[0]} in the view, ${fs.readFileSync(path)[0]} in the file`;
}

/** Memory without any access, and a raw view that was made when it had one. */
function closed() {
  const array = mapAnonymous(uint8, pageSize).fill(7);
  const view = array.typedArray;
  array.mapping.protect('none');
  return { array, view };
}

function pastEnd() {
  fs.writeFileSync(path, Buffer.alloc(pageSize, 7));
  return mmap(uint8, 2 * pageSize, PROT_READ | PROT_WRITE, MAP_SHARED, fs.openSync(path, 'r+'));
}

const cases = {
  'truncated get': () => answer(() => truncated().get(pageSize)),
  'truncated set': () => answer(() => truncated().set(pageSize, 1)),
  'truncated forEach': () => answer(() => truncated().forEach(() => {})),
  'truncated toArray': () => answer(() => truncated().toArray().length),
  'truncated fill': () => answer(() => truncated().fill(1)),
  'truncated raw view': () => {
    const array = mapped();
    const view = array.typedArray;
    fs.truncateSync(path, 0);
    return both(() => view[pageSize], array);
  },
  'truncated, in a loop': () => {
    const array = mapped();
    let sum = 0;
    for (let round = 0; round < 1e5; round++) sum += array.get(round % array.length);
    fs.truncateSync(path, 0);
    return answer(() => {
      for (let round = 0; round < 1e5; round++) sum += array.get(round % array.length);
      return sum;
    });
  },
  'last page behind the end': () => {
    const array = truncated(100);
    return [answer(() => array.get(100)), answer(() => array.set(100, 5)), fs.statSync(path).size].join(', ');
  },
  'full disk set': () => answer(() => full().set(pageSize, 1)),
  'full disk fill': () => answer(() => full().fill(1)),
  'full disk raw view': () => {
    const array = full();
    const view = array.typedArray;
    return both(() => view.fill(1).length, array);
  },
  'grow on a full disk': () => {
    munmap(full());
    return answer(() => mapFile(path, { access, grow: true, length: 64 * pageSize }).length);
  },
  'read-only set': () => {
    mapped();
    return answer(() => mapFile(path).set(0, 1));
  },
  'read-only raw view of mapFile': () => {
    mapped();
    const array = mapFile(path);
    return both(() => store(array.typedArray), array);
  },
  'read-only raw view of mmap': () => {
    const array = readOnly(MAP_SHARED);
    return both(() => store(array.typedArray), array);
  },
  'read-only raw view of mmap, private': () => {
    const array = readOnly(MAP_PRIVATE);
    return both(() => store(array.typedArray), array);
  },
  'read-only unsafe raw view': () => {
    const array = readOnly(MAP_SHARED);
    return both(() => store(array.unsafe.typedArray), array);
  },
  'no access get': () => answer(() => closed().array.get(0)),
  'no access raw view, new': () => answer(() => closed().array.typedArray.length),
  'no access raw view, old': () => {
    const { array, view } = closed();
    const read = answer(() => view[0]);
    array.mapping.protect('read');
    return `${read}, then ${answer(() => array.get(0))}`;
  },
  'past the end mapFile': () => {
    mapped();
    return answer(() => mapFile(path, { length: 5 * pageSize }));
  },
  'past the end get': () => answer(() => pastEnd().get(pageSize)),
  'past the end raw view': () => {
    const array = pastEnd();
    return answer(() => both(() => array.typedArray[pageSize], array));
  },
  'unmapped get': () => {
    const array = mapped();
    munmap(array);
    return answer(() => array.get(0));
  },
  'unmapped raw view': () => {
    const array = mapped();
    const view = array.typedArray;
    munmap(array);
    return `length ${view.length}, element ${view[0]}`;
  },
  'unmapped in a callback': () => {
    const array = mapped();
    return answer(() => array.reduce((ended) => ended + munmap(array), 0));
  },
  'unmapped under zlib': async () => {
    const array = mapAnonymous(uint8, 2 ** 26).fill(7);
    const done = new Promise((resolve) => deflate(array.bytes, (error) => resolve(error?.code ?? 'done')));
    await new Promise((resolve) => setTimeout(resolve, 20));
    munmap(array);
    return done;
  },
};

async function main() {
  if (name === '--list') console.log(JSON.stringify(Object.keys(cases)));
  else console.log(await cases[name]());
}
main();
