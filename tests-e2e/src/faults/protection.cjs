// Raw views of pages that may not be written to, or not be used at all.
const fs = require('node:fs');
const support = require('./support.cjs');
const { PAGE, carray, contentOf, faultsOf, fresh, optimize, newFile, outcome, row, run } = support;
const { MAP_PRIVATE, MAP_SHARED, PROT_NONE, PROT_READ, PROT_WRITE, mmap, mprotect, uint32, uint8 } = carray;

const PAGES = 64;
const content = contentOf(PAGES * PAGE);

/** Arrays over read-only pages, each with the content. */
const readOnly = {
  shared: (file) => mmap(uint8, PAGES * PAGE, PROT_READ, MAP_SHARED, file),
  private: (file) => mmap(uint8, PAGES * PAGE, PROT_READ, MAP_PRIVATE, file),
  protected: (file) => {
    const array = carray.mapFile(file, { access: 'read-write' });
    array.mapping.protect('read');
    return array;
  },
  mprotected: (file) => {
    const array = mmap(uint8, PAGES * PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, file);
    mprotect(array, PROT_READ);
    return array;
  },
  anonymous: () => {
    const array = carray.mapAnonymous(uint8, PAGES * PAGE);
    array.bytes.set(content);
    array.mapping.protect('read');
    return array;
  },
};

const isUnchanged = (file) => fs.readFileSync(file).equals(content);
const codes = (calls) => calls.map((call) => outcome(call));

run({
  one({ kind }) {
    const file = newFile(PAGES, content);
    const array = readOnly[kind](file);
    const named = kind === 'anonymous' ? undefined : file;
    row('set', [outcome(() => array.set(5, 1)), outcome(() => array.fill(1)), array.writable]);
    const raw = array.typedArray;
    raw[PAGE + 5] = 200;
    row('view', [raw[PAGE + 5], raw[PAGE + 6] === content[PAGE + 6], raw[PAGE - 1] === content[PAGE - 1]]);
    row(
      'next call',
      outcome(() => array.get(0), named),
    );
    row('after', [outcome(() => array.get(0) === content[0]), outcome(() => array.get(PAGE + 9), named)]);
    row('faults', faultsOf(array.mapping));
    row('set then', [outcome(() => array.set(0, 1)), outcome(() => array.set(PAGE, 1))]);
    row('file', isUnchanged(file));
    row(
      'remap',
      outcome(() => array.mapping.remap()),
    );
    row('healed', [faultsOf(array.mapping), outcome(() => array.get(PAGE + 5)), raw[PAGE + 5]]);
    raw[PAGE + 5] = 100;
    row('once more', [outcome(() => array.get(0), named), isUnchanged(file)]);
  },

  loop({ kind }) {
    const file = newFile(PAGES, content);
    const array = readOnly[kind](file);
    const named = kind === 'anonymous' ? undefined : file;
    const store = fresh(
      'bytes',
      'length',
      'for (let index = 0; index < length; index++) bytes[index] = index & 63; return true;',
    );
    const { bytes } = array;
    for (let turn = 0; turn < 50; turn++) store(new Uint8Array(PAGE), PAGE);
    optimize(store, () => store(new Uint8Array(PAGE), PAGE));
    row('stored', store(bytes, bytes.length));
    row(
      'view',
      bytes.every((byte, index) => byte === (index & 63)),
    );
    row('calls', codes([() => array.get(0), () => array.get(0), () => array.get(PAGES * PAGE - 1)]));
    row('faults', faultsOf(array.mapping));
    row('file', isUnchanged(file));
    array.mapping.remap();
    const [last, lost] = [array.get(PAGES * PAGE - 1), kind === 'anonymous'];
    row('healed', last === (lost ? (PAGES * PAGE - 1) & 63 : content.at(-1)) && named !== null);
  },

  // Writable again, a page that is a private copy must not take stores for the file.
  writableAgain() {
    const file = newFile(4, content.subarray(0, 4 * PAGE));
    const array = carray.mapFile(file, { access: 'read-write' });
    const { bytes, mapping } = array;
    mapping.protect('read', PAGE, PAGE);
    bytes[PAGE] = 200;
    mapping.protect('read-write');
    row(
      'calls',
      codes([() => array.get(0), () => array.set(PAGE + 1, 1), () => array.fill(1), () => array.set(0, 1)]),
    );
    mapping.remap();
    row('healed', codes([() => array.get(PAGE) === content[PAGE], () => array.set(PAGE, 9)]));
    row('file', [fs.readFileSync(file)[0], fs.readFileSync(file)[PAGE]]);
  },

  // What cannot be survived is refused, and given to those who ask for it by name.
  refused() {
    const file = newFile(PAGES, content);
    const views = ['typedArray', 'bytes', 'dataView', 'buffer'];
    for (const kind of Object.keys(readOnly)) {
      const array = readOnly[kind](file);
      const refusals = views.map((view) => {
        try {
          return typeof array[view];
        } catch (error) {
          return [error.code, error instanceof TypeError, /\bunsafe\b/.test(error.message)];
        }
      });
      const { typedArray, bytes, dataView, buffer } = array.unsafe;
      const last = PAGES * PAGE - 1;
      const loads = [typedArray[last], bytes[last], dataView.getUint8(last), new Uint8Array(buffer).at(last)];
      row(kind, [refusals, loads.every((byte) => byte === content[last]), array.get(last) === content[last]]);
    }
    const part = carray.mapFile(file, { access: 'read-write' });
    part.mapping.protect('read', PAGE, PAGE);
    row('part', codes([() => part.bytes.length, () => part.subarray(PAGE, PAGE + 1).bytes.length]));
    row('the rest', [part.subarray(0, PAGE).bytes.length, part.subarray(2 * PAGE).bytes.length]);
    row('written', [
      part.unsafe.bytes[0] === content[0],
      outcome(() => part.set(0, 9)),
      part.unsafe.bytes[0],
    ]);
  },

  // Its pages are private and may be stored into: that reaches nobody.
  mapFile() {
    const file = newFile(PAGES, content);
    const array = carray.mapFile(file, { type: uint32 });
    const { typedArray, bytes, dataView, buffer } = array;
    row(
      'taken',
      [typedArray, bytes, dataView, new Uint8Array(buffer)].map(({ byteLength }) => byteLength),
    );
    for (let index = 0; index < bytes.length; index += 7) bytes[index] = 200;
    dataView.setUint32(PAGE, 77);
    typedArray.fill(5, PAGE);
    row(
      'next',
      outcome(() => array.get(PAGE)),
    );
    row('state', [
      array.writable,
      outcome(() => array.set(0, 1)),
      faultsOf(array.mapping),
      isUnchanged(file),
    ]);
    array.mapping.unmap();
    row('file', isUnchanged(file));
  },

  // `touch`: by a load or a store through a raw view.
  none({ touch, file: ofFile }) {
    const file = newFile(4, content.subarray(0, 4 * PAGE));
    const array = ofFile
      ? carray.mapFile(file, { access: 'read-write' })
      : carray.mapAnonymous(uint8, 4 * PAGE).replace(content.subarray(0, 4 * PAGE));
    const { bytes } = array;
    array.mapping.protect('none', PAGE, PAGE);
    row('calls', codes([() => array.get(PAGE), () => array.set(PAGE, 1), () => array.subarray(PAGE).bytes]));
    row('others', codes([() => array.get(0) === content[0], () => array.slice(2 * PAGE).length]));
    if (touch === 'load') row('loaded', bytes[PAGE + 3]);
    else bytes[PAGE + 3] = 99;
    row('next', codes([() => array.get(0), () => array.get(0) === content[0], () => array.get(PAGE)]));
    row('faults', faultsOf(array.mapping));
    array.mapping.remap();
    row('healed', [faultsOf(array.mapping), outcome(() => array.get(PAGE))]);
    array.mapping.protect('read-write', PAGE, PAGE);
    row('back', [
      array.get(PAGE + 3) === content[PAGE + 3],
      fs.readFileSync(file)[PAGE + 3] === content[PAGE + 3],
    ]);
  },

  noneMapped() {
    const file = newFile(4);
    const array = mmap(uint8, 4 * PAGE, PROT_NONE, MAP_SHARED, file);
    row('calls', codes([() => array.get(0), () => array.toBuffer(), () => array.bytes]));
  },
});
