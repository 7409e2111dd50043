// Accesses that end the process, where nobody was asked to survive them, and what the guard may be told.
const fs = require('node:fs');
const os = require('node:os');
const support = require('./support.cjs');
const { PAGE, carray, contentOf, newFile, outcome, row, run, truncate } = support;
const { MAP_SHARED, PROT_READ, mapFile, mmap, uint8 } = carray;

const content = contentOf(4 * PAGE);

function truncated() {
  const file = newFile(4, content);
  const array = mapFile(file, { access: 'read-write' });
  const { bytes } = array;
  truncate(2 * PAGE, file);
  row('in front', array.get(0) === content[0]);
  return { array, bytes };
}

const uses = {
  get: (array) => array.get(2 * PAGE),
  set: (array) => array.set(2 * PAGE, 1),
  toBuffer: (array) => array.toBuffer().length,
  fill: (array) => array.fill(1, 2 * PAGE).length,
  view: (_, bytes) => bytes[2 * PAGE],
};

const guards = (...values) => values.map((faultGuard) => outcome(() => carray.configure({ faultGuard })));

run({
  truncated({ use, configured }) {
    if (configured !== undefined) carray.configure({ faultGuard: configured });
    const { array, bytes } = truncated();
    row(
      'outcome',
      outcome(() => uses[use](array, bytes)),
    );
  },

  readOnly({ configured }) {
    if (configured !== undefined) carray.configure({ faultGuard: configured });
    const array = mmap(uint8, PAGE, PROT_READ, MAP_SHARED, newFile(1));
    const { bytes } = array.unsafe;
    row('loaded', bytes[0]);
    bytes[0] = 5;
    row(
      'stored',
      outcome(() => array.get(0)),
    );
  },

  // For mappings from then on; those that are there keep what they have.
  fromNowOn() {
    const { array } = truncated();
    carray.configure({ faultGuard: 'off' });
    row(
      'guarded',
      outcome(() => array.get(2 * PAGE)),
    );
    const other = truncated().array;
    row(
      'not guarded',
      outcome(() => other.get(2 * PAGE)),
    );
  },

  configure() {
    row('values', guards('all', 'on', 'off', undefined, 'nonsense', '', 'ON', true, null, 0));
    const calls = [() => carray.configure(), () => carray.configure(null), () => carray.configure('all')];
    calls.push(
      () => carray.configure({ guard: 'all' }),
      () => carray.configure({}),
    );
    row(
      'options',
      calls.map((call) => outcome(call)),
    );
    row(
      'still off',
      outcome(() => mapFile(newFile(1)).get(0)),
    );
  },

  environment() {
    row('import', typeof carray.mapFile);
    row('heap', carray.CArray.of(uint8, 1).get(0));
    row(
      'map',
      outcome(() => mapFile(newFile(1)).length),
    );
    row(
      'anonymous',
      outcome(() => carray.mapAnonymous(uint8, 1).length),
    );
    row('maps', fs.readFileSync('/proc/self/maps', 'latin1').includes(os.tmpdir()));
    row('configured', [...guards('on'), outcome(() => mapFile(newFile(1)).length)]);
  },

  // Signals that are nobody's fault.
  killed({ signal, listener }) {
    const { array } = truncated();
    row(
      'survived',
      outcome(() => array.get(2 * PAGE)),
    );
    if (listener) process.on(signal, () => {}).removeAllListeners(signal);
    support.other('kill', '-s', signal.slice(3), String(process.pid));
    setTimeout(() => row('alive', true), 5000);
  },

  // A listener of the user's hears of them all the same, faults or not.
  async heard({ signal }) {
    const { array } = truncated();
    const heard = new Promise((resolve) => process.on(signal, resolve));
    const awake = setTimeout(() => {}, 20_000); // a listener alone does not keep the process
    await new Promise(setImmediate);
    row(
      'survived',
      outcome(() => array.get(2 * PAGE)),
    );
    support.other('kill', '-s', signal.slice(3), String(process.pid));
    row('heard', await heard);
    row(
      'survives',
      outcome(() => array.get(3 * PAGE)),
    );
    process.removeAllListeners(signal);
    clearTimeout(awake);
  },

  /** `when`: a listener for the signals is set 'before' the first mapping, 'after' it, 'earlier' than this turn, or is 'removed' again. */
  async listeners({ when, signal }) {
    const heard = [];
    const listener = (name) => heard.push(name);
    if (when === 'before') process.on(signal, listener);
    const { array, bytes } = truncated();
    if (when === 'after' || when === 'earlier') process.on(signal, listener);
    if (when === 'earlier') await new Promise(setImmediate);
    if (when === 'removed') process.on(signal, listener).off(signal, listener);
    if (when === 'once') process.once(signal, listener).removeAllListeners();
    row(
      'get',
      outcome(() => array.get(2 * PAGE)),
    );
    row('view', bytes[3 * PAGE]);
    row(
      'next',
      outcome(() => array.get(0)),
    );
    const readOnly = mmap(uint8, PAGE, PROT_READ, MAP_SHARED, newFile(1));
    readOnly.unsafe.bytes[0] = 5;
    row(
      'read-only',
      outcome(() => readOnly.get(0)),
    );
    setImmediate(() => row('heard', heard));
  },
});
