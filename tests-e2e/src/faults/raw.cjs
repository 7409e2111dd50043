// The engine and Node's own functions over raw views of pages that are gone. Half of what they are given is there, the rest is zeros.
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const zlib = require('node:zlib');
const support = require('./support.cjs');
const { PAGE, carray, contentOf, faultsOf, fresh, optimize, newFile, outcome, refill, row, run, truncate } =
  support;

const PAGES = 4;
const KEPT = 2 * PAGE;
const content = contentOf(PAGES * PAGE);
/** What there is to see of a file that was cut in half. */
const seen = Buffer.concat([content.subarray(0, KEPT), Buffer.alloc(KEPT)]);

const bufferOf = (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const hash = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** By name: what is done with the bytes, twice: of the file, and of the same on the heap. */
const uses = {
  interpreted: (bytes) => [bytes[0], bytes[KEPT], bytes[KEPT + PAGE], bytes.at(-1)],
  loop: (bytes) => {
    let sum = 0;
    for (let index = 0; index < bytes.length; index++) sum += bytes[index];
    return sum;
  },
  stores: (bytes) => {
    for (let index = 0; index < bytes.length; index++) bytes[index] = index & 127;
    return hash(bytes);
  },
  dataView: ({ buffer, byteOffset, byteLength }) => {
    const view = new DataView(buffer, byteOffset, byteLength);
    view.setUint32(KEPT + 3, 77);
    return [view.getFloat64(0), view.getBigUint64(KEPT - 4), view.getUint32(KEPT + 3)].map(String);
  },
  words: ({ buffer, byteOffset }) => new Float64Array(buffer, byteOffset, (PAGES * PAGE) / 8).indexOf(0),
  copy: (bytes) => {
    const target = Buffer.alloc(bytes.length, 9);
    return [bufferOf(bytes).copy(target), hash(target)];
  },
  copyInto: (bytes) => [content.copy(bufferOf(bytes)), hash(bytes)],
  toString: (bytes) =>
    ['latin1', 'hex', 'base64', 'utf8'].map((encoding) => hash(bufferOf(bytes).toString(encoding))),
  indexOf: (bytes) => [bufferOf(bytes).indexOf(0), bufferOf(bytes).indexOf(Buffer.from([0, 0, 1]))],
  lastIndexOf: (bytes) => bytes.lastIndexOf(content[KEPT - 1]),
  compare: (bytes) => [bufferOf(bytes).compare(seen), bufferOf(bytes).compare(content)],
  equals: (bytes) => [bufferOf(bytes).equals(seen), bufferOf(bytes).equals(content)],
  hash,
  decoder: (bytes) => hash(new TextDecoder().decode(bytes)),
  clone: (bytes) => hash(structuredClone(Buffer.from(bytes))),
  slice: (bytes) => [hash(bytes.slice(KEPT - 5)), hash(new Uint8Array(bytes.buffer.slice(KEPT)))],
  sort: (bytes) => hash(bytes.subarray(KEPT - 10, KEPT + 10).sort()),
  copyWithin: (bytes) => hash(bytes.copyWithin(PAGE, KEPT)),
  fill: (bytes) => hash(bytes.fill(5, KEPT - 1)),
  atomics: (bytes) => [Atomics.add(bytes, KEPT, 5), Atomics.load(bytes, KEPT)],
  json: (bytes) => hash(JSON.stringify(Array.from(bytes))),
  zlib: (bytes) => hash(zlib.inflateSync(zlib.deflateSync(bytes))),
  unzip: (bytes) => zlib.crc32?.(bytes) ?? hash(zlib.gzipSync(bytes)),
  concat: (bytes) => hash(Buffer.concat([bytes, bytes])),
};

run({
  uses({ access }) {
    const subjects = Object.entries(uses).map(([name, use]) => {
      const file = newFile(PAGES, content);
      const array = carray.mapFile(file, { access });
      return { name, file, array, use, bytes: array.bytes };
    });
    truncate(KEPT, ...subjects.map(({ file }) => file));
    for (const { name, file, array, use, bytes } of subjects) {
      const result = use(bytes);
      const isRight = JSON.stringify(result) === JSON.stringify(use(new Uint8Array(seen)));
      const calls = [1, 2].map(() => outcome(() => array.get(0) >= 0, file));
      const kinds = new Set(array.mapping.faults.map(({ kind }) => kind));
      row(name, [isRight || result, ...calls, [...kinds], fs.statSync(file).size]);
    }
  },

  // Machine code that was made before the page was gone.
  compiled() {
    const names = ['interpreted', 'loop', 'stores', 'dataView', 'words', 'atomics'];
    for (const name of names) {
      const use = fresh('KEPT', 'PAGE', 'PAGES', 'hash', `return ${uses[name]}`)(KEPT, PAGE, PAGES, hash);
      const file = newFile(PAGES, content);
      const { bytes, mapping } = carray.mapFile(file, { access: 'read-write' });
      for (let turn = 0; turn < 3; turn++) use(bytes);
      optimize(use, () => use(bytes));
      fs.writeFileSync(file, content);
      truncate(KEPT, file);
      const result = use(bytes);
      const isRight = JSON.stringify(result) === JSON.stringify(use(new Uint8Array(seen)));
      row(name, [isRight || result, mapping.faults.length > 0]);
    }
  },

  // Once for all that was, at the next call on any array of the mapping; after that by page.
  told() {
    const file = newFile(PAGES, content);
    const array = carray.mapFile(file, { access: 'read-write' });
    const words = array.cast(carray.uint32);
    const { bytes, mapping } = array;
    const heard = [];
    mapping.on('fault', ({ kind, byteOffset, byteLength }) => heard.push([kind, byteOffset, byteLength]));
    truncate(PAGE, file);
    row('unnoticed', [bytes[3 * PAGE], bytes[2 * PAGE], heard.length]);
    row(
      'first call',
      outcome(() => words.get(0), file),
    );
    row('second', [outcome(() => words.get(0)).returned === content.readUInt32LE(0), heard]);
    row('array', outcome(() => array.get(1)).returned === content[1]);
    row('pages', [outcome(() => words.get(PAGE / 2), file), outcome(() => array.get(3 * PAGE + 1), file)]);
    // Page 1 was not touched yet.
    row('one more', [bytes[PAGE], outcome(() => array.fill(1, 0, 1), file), array.fill(1, 0, 1).get(0)]);
    row('its own page', [
      bytes[PAGE],
      outcome(() => array.get(PAGE), file),
      outcome(() => array.get(0), file),
    ]);
    bytes[2 * PAGE] = 5;
    row('kept by the view', [bytes[2 * PAGE], outcome(() => array.get(2 * PAGE), file)]);
    refill(file, content);
    mapping.remap();
    row('healed', [
      faultsOf(mapping),
      Buffer.compare(bytes, Buffer.concat([Buffer.of(1), content.subarray(1)])),
    ]);
  },

  // Where the touched page is the one of the next call, it is told with its element, and with that it is told.
  toldWithElement() {
    const file = newFile(PAGES, content);
    const array = carray.mapFile(file);
    const { bytes } = array;
    truncate(PAGE, file);
    bytes[2 * PAGE];
    row(
      'same page',
      outcome(() => array.get(2 * PAGE + 3), file),
    );
    row('another', outcome(() => array.get(0)).returned === content[0]);
    bytes[3 * PAGE];
    row('asked', faultsOf(array.mapping));
    row(
      'next',
      outcome(() => array.get(0), file),
    );
    row('and after it', outcome(() => array.get(0)).returned === content[0]);
  },
});
