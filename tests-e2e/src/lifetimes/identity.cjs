// Has the library by require and by import in one thread, in either order.
const fs = require('node:fs');
const { dirname, join } = require('node:path');
const { pathToFileURL } = require('node:url');
const { isDeepStrictEqual } = require('node:util');
const { parentPort, threadId } = require('node:worker_threads');
const { load, packed, outcome, startWorker, run } = require('../support.cjs');

/** The entry that `import 'carray'` finds in a module of the user's project. */
function importIt() {
  const manifest = packed.resolve('carray/package.json');
  const { default: entry } = packed(manifest).exports['.'].import;
  return import(pathToFileURL(join(dirname(manifest), entry)).href);
}

/** What a file that was made shorter is to an array of one copy, through a listener and `munmap` of the other. */
function faultOf({ mapFile }, { munmap, Mapping }, file, name) {
  const path = `${file}.${threadId}.${name}`;
  fs.copyFileSync(file, path);
  const array = mapFile(path, { access: 'read-write' });
  const kinds = [];
  array.mapping.on('fault', ({ kind }) => kinds.push(kind));
  fs.truncateSync(path, 0);
  return [outcome(() => array.toArray()), kinds, array.mapping instanceof Mapping, munmap(array)];
}

async function compare({ file, first }) {
  const early = first === 'import' ? await importIt() : load();
  const [required, imported] = [load(), await importIt()];
  const [one, two] = [required.mapFile(file), imported.mapAnonymous(imported.uint32, 8).fill(3)];
  const token = one.share();
  const attached = imported.attach(token);
  return {
    one: [required, imported].every(({ CArray }) => CArray === early.CArray),
    instances: [one instanceof imported.CArray, two instanceof required.CArray],
    info: isDeepStrictEqual(required.backendInfo(), imported.backendInfo()),
    backend: imported.backendInfo().name,
    attached: attached.get(0),
    unmapped: [imported.munmap(one), required.munmap(two), required.munmap(attached)],
    again: [required.munmap(one), imported.munmap(two), imported.munmap(attached)],
    codes: [one, two, attached].map((array) => outcome(() => array.get(0))),
    faults: [faultOf(required, imported, file, 'r'), faultOf(imported, required, file, 'i')],
  };
}

const jobs = { compare: (data) => compare(data).then((result) => parentPort.postMessage(result)) };

const cases = {
  main: (file, first) => compare({ file, first }),
  /** Two at once, so that each has loaded everything while the other does. */
  async workers(file) {
    const workers = ['require', 'import'].map((first) => startWorker(__filename, 'compare', { file, first }));
    const results = await Promise.all(workers.map(({ next }) => next()));
    const ends = await Promise.all(workers.map(({ ended }) => ended));
    return [...results, await compare({ file, first: 'import' }), ends.map(({ status }) => status)];
  },
};

run(cases, jobs);
