// Everything else that one does with a mapping, where pages of it are gone.
const fs = require('node:fs');
const { inspect } = require('node:util');
const support = require('./support.cjs');
const { PAGE, carray, contentOf, faultsOf, newFile, newPath, outcome, refill, row, run, truncate } = support;

const content = contentOf(4 * PAGE);
const LOST = 2 * PAGE;
const point = carray.struct({ x: carray.float64, y: carray.float64 });

/** A mapping that was cut in half. With `touched`, a fault has been met in it. */
function half(touched, options = {}) {
  const file = newFile(4, content);
  const array = carray.mapFile(file, { access: 'read-write', ...options });
  truncate(LOST, file);
  const first = Math.floor(LOST / array.type.size);
  if (touched) outcome(() => array.get(first));
  return { file, array, mapping: array.mapping, first };
}

const codes = (calls, file) => calls.map((call) => outcome(call, file));

const uses = {
  get: (array) => array.get(LOST),
  set: (array) => array.set(LOST, 1),
  fill: (array) => void array.fill(1, LOST),
  toBuffer: (array) => array.toBuffer().readUInt32LE(LOST),
  toArray: (array) => array.toArray()[LOST],
  indexOf: (array) => array.indexOf(0),
  forEach: (array) => array.forEach(() => {}),
  reduce: (array) => array.reduce((sum, value) => sum + value),
  replace: (array) => void array.replace([7, 8], LOST + 1),
};

run({
  // The kernel says EFAULT to whoever gives it such memory.
  system() {
    const { file, array, mapping } = half(false);
    const { bytes } = array;
    const fd = fs.openSync(newPath(), 'w');
    const random = fs.openSync(newFile(8), 'r');
    row(
      'write',
      outcome(() => fs.writeSync(fd, bytes, LOST + PAGE)),
    );
    row(
      'read',
      outcome(() => fs.readSync(random, bytes, LOST, PAGE, 0)),
    );
    row('in front', [outcome(() => fs.writeSync(fd, bytes, 0, LOST)), fs.statSync(file).size]);
    row('faults', faultsOf(mapping));
    row('array', array.subarray(0, LOST).toBuffer().equals(content.subarray(0, LOST)));
  },

  async operations({ touched }) {
    const { file, array, mapping } = half(touched);
    row(
      'flushSync',
      codes([() => mapping.flushSync(), () => mapping.flushSync(LOST), () => mapping.flushSync(LOST, 1)]),
    );
    row('flush', await mapping.flush().then(() => 'fine', String));
    row(
      'msync',
      outcome(() => carray.msync(array, carray.MS_SYNC)),
    );
    row(
      'advise',
      codes([
        () => mapping.advise('random'),
        () => mapping.advise('willneed', LOST),
        () => mapping.advise('normal'),
      ]),
    );
    row(
      'populate',
      outcome(() => mapping.advise('populate-read', 0, LOST)),
    );
    row(
      'protect',
      codes([() => mapping.protect('read'), () => array.set(0, 1), () => mapping.protect('read-write')]),
    );
    row('after', codes([() => array.set(0, 1), () => array.get(LOST), () => array.set(LOST, 1)], file));
    row('range', codes([() => mapping.protect('none', LOST, PAGE), () => array.get(LOST)]));
    row('again', codes([() => mapping.protect('read-write', LOST, PAGE), () => array.get(LOST)], file));
    row('faults', faultsOf(mapping));
    row('unmap', [mapping.unmap(), mapping.unmap(), outcome(() => array.get(LOST)), mapping.faults.length]);
  },

  shown({ touched }) {
    const { array, mapping } = half(touched);
    const shown = () => inspect(array).length > 0;
    row('inspect', [inspect(array).includes('1, 32, 63'), shown()]);
    row(
      'lost',
      [array.subarray(LOST), array.subarray(LOST - 3), array.cast(carray.uint32, LOST)].map((part) =>
        /not readable/.test(inspect(part)),
      ),
    );
    const points = array.cast(point);
    row(
      'ref',
      outcome(() => inspect(points.ref(0)).includes(`x: ${content.readDoubleLE(0)}`)),
    );
    const log = new console.Console(fs.createWriteStream('/dev/null'));
    row(
      'console',
      codes([() => log.log(array), () => log.dir(points), () => log.table(points.subarray(0, 2))]),
    );
    row('facts', [array.length, array.byteLength, mapping.byteLength, mapping.unmapped]);
    row('no new faults', faultsOf(mapping));
    row('json', codes([() => JSON.stringify(array), () => JSON.stringify({ points })]));
    row(
      'json in front',
      outcome(() => JSON.stringify(array.subarray(0, 3))),
    );
  },

  lostReference() {
    const { array, mapping } = half(false, { type: point });
    const reference = array.ref(LOST / 16);
    row(
      'inspect',
      outcome(() => typeof inspect(reference)),
    );
    row(
      'console',
      outcome(() => new console.Console(fs.createWriteStream('/dev/null')).log(reference)),
    );
    row('faults', faultsOf(mapping));
  },

  usedReference() {
    const { array } = half(false, { type: point });
    const reference = array.ref(LOST / 16);
    row(
      'field',
      outcome(() => reference.x),
    );
    row(
      'inspect',
      outcome(() => typeof inspect(reference)),
    );
    row(
      'json',
      outcome(() => JSON.stringify(reference)),
    );
  },

  // That pages are gone does not make the memory read-only.
  writable() {
    for (const touched of [false, true]) {
      const { array } = half(touched);
      row(touched ? 'touched' : 'not touched', [array.writable, array.subarray(0, 1).writable]);
      array.set(0, 1);
    }
  },

  // Whatever a listener does, the call that met the fault must not return what it found there.
  unmapInListener() {
    for (const [name, use] of Object.entries(uses)) {
      const { array, mapping } = half(false);
      const heard = [];
      mapping.on('fault', () => heard.push(mapping.unmap()));
      row(name, [outcome(() => typeof use(array)), outcome(() => array.get(0)), heard, mapping.unmapped]);
    }
  },

  healingListener() {
    for (const [name, use] of Object.entries(uses)) {
      const whole = carray.CArray.view(carray.uint8, Buffer.from(content));
      const { file, array, mapping } = half(false);
      mapping.once('fault', () => {
        refill(file, content);
        mapping.remap();
      });
      const first = outcome(() => use(array));
      const isRight = first.returned === use(whole) && array.get(LOST) === whole.get(LOST);
      row(name, [isRight ? 'right' : first, outcome(() => array.get(LOST)), faultsOf(mapping)]);
    }
  },

  throwingListener() {
    const { file, array, mapping } = half(false);
    mapping.on('fault', () => {
      throw Object.assign(new Error('of the listener'), { code: 'MINE' });
    });
    row('get', codes([() => array.get(LOST), () => array.get(LOST), () => array.get(LOST + PAGE)], file));
    outcome(() => array.get(0)); // nobody was told of the last one
    row('after', [outcome(() => array.get(0)).returned === content[0], outcome(() => array.fill(1), file)]);
    row('faults', faultsOf(mapping));
    refill(file, content);
    mapping.remap();
    row('healed', array.toBuffer().equals(content));
  },

  // A listener that uses the mapping itself.
  nestedListener() {
    const { file, array, mapping } = half(false);
    const seen = [];
    mapping.on('fault', ({ byteOffset }) => {
      seen.push([
        byteOffset,
        outcome(() => array.get(0)).returned === content[0],
        outcome(() => array.get(LOST + PAGE)),
      ]);
    });
    row(
      'get',
      outcome(() => array.get(LOST), file),
    );
    row('seen', seen);
  },

  // Every array of the mapping knows at once.
  otherArrays() {
    const { file, array, mapping } = half(false);
    const points = array.cast(point);
    const column = points.field('x');
    const part = array.subarray(LOST - 8, LOST + 8);
    const other = carray.mapFile(file, { access: 'read-write' });
    row(
      'first',
      outcome(() => column.get(LOST / 16), file),
    );
    row('others', codes([() => array.get(LOST + 1), () => part.get(8), () => points.ref(LOST / 16).x], file));
    row('in front', [column.get(0) === content.readDoubleLE(0), part.get(7) === content[LOST - 1]]);
    row('another mapping', [
      other.length,
      outcome(() => other.toBuffer().equals(content.subarray(0, LOST))),
      faultsOf(mapping),
    ]);
  },
});
