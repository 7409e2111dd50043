// A file is made shorter, and longer again: what remap does, and what is there without it.
const fs = require('node:fs');
const support = require('./support.cjs');
const { PAGE, carray, contentOf, faultsOf, newFile, newPath, other } = support;
const { outcome, refill, row, run, told, truncate } = support;

const content = contentOf(4 * PAGE);
const LOST = 2 * PAGE;

/** How often an element is not what it should be; -1: a fault on the way. */
function wrongIn(array, expected = content) {
  try {
    let wrong = 0;
    for (let index = 0; index < array.length; index++) if (array.get(index) !== expected[index]) wrong++;
    return wrong + (array.toBuffer().equals(expected) ? 0 : 1);
  } catch {
    return -1;
  }
}

/** A mapping of a file that has lost its last two pages, of which one was touched. */
function faulted(access = 'read-write') {
  const file = newFile(4, content);
  const array = carray.mapFile(file, { access });
  truncate(LOST, file);
  outcome(() => array.get(LOST));
  return { file, array, mapping: array.mapping };
}

function byDescriptor(change) {
  const file = newFile(4, content);
  const fd = fs.openSync(file, 'r+');
  const array = carray.mapFile(fd, { access: 'read-write' });
  truncate(LOST, file);
  const first = outcome(() => array.get(LOST));
  refill(change(fd, file) ?? file, content);
  const remap = outcome(() => array.mapping.remap());
  return [first, remap, wrongIn(array), faultsOf(array.mapping).length, array.mapping.path];
}

run({
  regrown({ access }) {
    const file = newFile(4, content);
    const array = carray.mapFile(file, { access });
    const { mapping } = array;
    const methods = Object.getPrototypeOf(array);
    const part = array.subarray(LOST);
    const words = array.cast(carray.uint32);
    truncate(LOST, file);
    row('lost', [outcome(() => array.get(LOST + 5), file), outcome(() => array.get(LOST + 9), file)]);
    refill(file, content);
    row(
      'touched',
      [LOST, LOST + 5, LOST + PAGE - 1].map((index) => outcome(() => array.get(index), file)),
    );
    row(
      'others',
      [LOST - 1, LOST + PAGE, 4 * PAGE - 1].every((index) => array.get(index) === content[index]),
    );
    row('faults', faultsOf(mapping));
    row(
      'remap',
      outcome(() => mapping.remap()),
    );
    row('healed', [faultsOf(mapping), wrongIn(array), part.get(0) === content[LOST]]);
    row('words', words.get(LOST / 4) === content.readUInt32LE(LOST));
    row('fast', Object.getPrototypeOf(array) === methods);
    row(
      'stored',
      outcome(() => array.set(LOST, 200)),
    );
    row('in file', [array.get(LOST), fs.readFileSync(file)[LOST] === content[LOST]]);
    truncate(0, file);
    row('once more', [outcome(() => array.get(LOST), file), outcome(() => words.get(0), file)]);
    row(
      'remap again',
      outcome(() => mapping.remap()),
    );
    row('still lost', [faultsOf(mapping), outcome(() => array.get(LOST), file), faultsOf(mapping)]);
  },

  // Shorter and longer again before anybody looked: no fault, and what the file has now.
  unnoticed() {
    const file = newFile(4, content);
    const array = carray.mapFile(file, { access: 'read-write' });
    truncate(LOST, file);
    truncate(4 * PAGE, file);
    row('zeros', wrongIn(array, Buffer.concat([content.subarray(0, LOST), Buffer.alloc(2 * PAGE)])));
    array.set(LOST, 77);
    row('end', [faultsOf(array.mapping), fs.readFileSync(file)[LOST]]);
  },

  // The kernel has zeros behind an end in the middle of a page: no fault.
  insideOfPage() {
    const file = newFile(4, content);
    const array = carray.mapFile(file, { access: 'read-write' });
    truncate(LOST - 100, file);
    const expected = Buffer.concat([content.subarray(0, LOST - 100), Buffer.alloc(100)]);
    row('page', wrongIn(array.subarray(0, LOST), expected));
    row(
      'behind',
      outcome(() => array.get(LOST), file),
    );
    const text = array.subarray(LOST - 101);
    row('text', text.readString('latin1') === String.fromCharCode(content[LOST - 101]));
    row(
      'all',
      outcome(() => text.readString('latin1', { nullTerminated: false }), file),
    );
  },

  replaced() {
    const { file, array, mapping } = faulted();
    other('mv', newFile(4), file);
    row('remap', [outcome(() => mapping.remap()), outcome(() => mapping.remap())]);
    row('as before', [faultsOf(mapping), outcome(() => array.get(LOST + 1)), array.get(0) === content[0]]);
    other('rm', file);
    row(
      'removed',
      outcome(() => mapping.remap()),
    );
    row('and then', [faultsOf(mapping), outcome(() => array.get(LOST + 1)), array.get(0) === content[0]]);
  },

  descriptor() {
    row(
      'open',
      byDescriptor(() => undefined),
    );
    row(
      'closed',
      byDescriptor((fd) => void fs.closeSync(fd)),
    );
    row(
      'closed, and another file has its number',
      byDescriptor((fd) => {
        fs.closeSync(fd);
        const next = fs.openSync(newFile(4, Buffer.alloc(4 * PAGE, 255)), 'r+');
        if (next !== fd) throw new Error('It has another number');
      }),
    );
    row(
      'closed, and another file has its path',
      byDescriptor((fd, file) => {
        fs.closeSync(fd);
        other('mv', newFile(4), file);
      }),
    );
    row(
      'open, and its path is gone',
      byDescriptor((_, file) => {
        const path = newPath();
        other('mv', file, path);
        return path;
      }),
    );
  },

  offset() {
    const file = newFile(4, content);
    const array = carray.mapFile(file, { byteOffset: PAGE + 8, type: carray.uint32 });
    truncate(LOST, file);
    for (const index of [PAGE / 4 - 2, PAGE / 4]) {
      try {
        array.get(index);
      } catch (error) {
        row(`element ${index - PAGE / 4}`, told(error, file, PAGE));
      }
    }
    refill(file, content);
    array.mapping.remap();
    row('healed', array.toBuffer().equals(content.subarray(PAGE + 8)));
  },

  // What is in no file must not be lost with the pages that are at fault.
  privateChanges() {
    const { file, array, mapping } = faulted('copy-on-write');
    array.set(5, 200);
    refill(file, content);
    mapping.remap();
    row('kept', [array.get(5), array.get(LOST) === content[LOST], fs.readFileSync(file)[5] === content[5]]);
  },

  protection() {
    const file = newFile(4, content);
    const array = carray.mapFile(file, { access: 'read-write' });
    array.mapping.protect('read', 3 * PAGE, PAGE);
    truncate(LOST, file);
    row('lost', [outcome(() => array.get(3 * PAGE)), outcome(() => array.set(3 * PAGE, 1))]);
    refill(file, content);
    array.mapping.remap();
    row('healed', [
      array.get(3 * PAGE) === content[3 * PAGE],
      outcome(() => array.set(3 * PAGE, 1)),
      outcome(() => array.set(LOST, 1)),
    ]);
    row('pages', /^\S+ (....) /gm.exec(mapsAt(array.mapping.address + BigInt(3 * PAGE)))[1]);
  },

  listeners() {
    const { file, array, mapping } = faulted();
    const heard = [];
    const listen = (fault) => heard.push([fault.kind, fault.byteOffset, fault.byteLength]);
    mapping.on('fault', listen).once('fault', listen);
    outcome(() => array.get(LOST + 5));
    row('nothing new', heard.splice(0));
    outcome(() => array.get(3 * PAGE + 5));
    row('twice', heard.splice(0));
    const [first, last] = mapping.faults;
    const isNow = Math.abs(Date.now() - last.time) < 60_000;
    row('facts', [Object.isFrozen(last), last.address === mapping.address + BigInt(3 * PAGE), isNow]);
    row('order', [first.byteOffset, last.byteOffset]);
    refill(file, content);
    mapping.remap();
    truncate(0, file);
    outcome(() => array.get(1));
    row('after remap', heard.splice(0));
    mapping.off('fault', listen);
    outcome(() => array.get(PAGE));
    row('none', [heard, outcome(() => mapping.on('faults', listen)), outcome(() => mapping.on('fault', 1))]);
  },

  noFaults() {
    const file = newFile(4, content);
    const array = carray.mapFile(file, { access: 'read-write' });
    array.set(0, 200);
    row('nothing to heal', [outcome(() => array.mapping.remap()), array.get(0), faultsOf(array.mapping)]);
    array.mapping.unmap();
    row(
      'unmapped',
      outcome(() => array.mapping.remap()),
    );
    const anonymous = carray.mapAnonymous(carray.uint8, PAGE);
    row(
      'anonymous',
      outcome(() => anonymous.mapping.remap()),
    );
  },
});

function mapsAt(address) {
  return fs
    .readFileSync('/proc/self/maps', 'latin1')
    .split('\n')
    .find((line) => {
      const [start, end] = line.split(/[- ]/, 2).map((text) => BigInt(`0x${text || 0}`));
      return address >= start && address < end;
    });
}
