// A file is made shorter while a loop runs over it.
const { spawn } = require('node:child_process');
const support = require('./support.cjs');
const { PAGE, carray, contentOf, faultsOf, fresh, newFile, outcome, row, run } = support;

const PAGES = 16;
const KEPT = 8 * PAGE;
const content = contentOf(PAGES * PAGE);

function start(access) {
  const file = newFile(PAGES, content);
  const array = carray.mapFile(file, { access });
  const { bytes } = array.unsafe;
  spawn('sh', ['-c', `sleep 0.1; truncate -s ${KEPT} "$0"`, file], { stdio: 'inherit' });
  return { file, array, bytes };
}

/** Where the loop was when it met the end: anywhere behind it, on any of its pages. */
function placeOf(fault) {
  const [, byte] = /^truncated (\d+) \1$/.exec(fault) ?? [];
  return Number(byte) >= KEPT ? 'lost' : fault;
}

run({
  get({ access }) {
    const { file, array } = start(access);
    // Ends at the first element that is not what it should be.
    const loop = fresh(
      'array',
      'content',
      `for (;;) for (let index = 0; index < content.length; index++)
        if (array.get(index) !== content[index]) return index;`,
    );
    row('end', placeOf(outcome(() => loop(array, content), file)));
    row('kept', array.subarray(0, KEPT).toBuffer().equals(content.subarray(0, KEPT)));
  },

  set({ access }) {
    const { file, array } = start(access);
    const loop = fresh(
      'array',
      'content',
      'for (;;) for (let index = 0; index < content.length; index++) array.set(index, content[index]);',
    );
    row('end', placeOf(outcome(() => loop(array, content), file)));
    row('kept', array.subarray(0, KEPT).toBuffer().equals(content.subarray(0, KEPT)));
  },

  bulk({ access }) {
    const { file, array } = start(access);
    const loop = () => {
      while (array.toBuffer().equals(content));
      return 'other bytes';
    };
    row('end', placeOf(outcome(loop, file)));
    row('kept', array.subarray(0, KEPT).toBuffer().equals(content.subarray(0, KEPT)));
  },

  view({ access }) {
    const { array, bytes } = start(access);
    const loop = fresh(
      'bytes',
      'content',
      `for (;;) for (let index = 0; index < content.length; index++)
        if (bytes[index] !== content[index]) return index;`,
    );
    const index = loop(bytes, content);
    row('end', index >= KEPT && bytes[index] === 0 ? 'lost' : index);
    row('told', [typeof outcome(() => array.get(0)), outcome(() => array.get(0)).returned === content[0]]);
    row(
      'faults',
      faultsOf(array.mapping).every(([kind, at]) => kind === 'truncated' && at >= KEPT),
    );
  },
});
