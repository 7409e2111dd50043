// States that mappings are in when a thread or the process ends.
const fs = require('node:fs');
const { threadId } = require('node:worker_threads');
const { load } = require('../support.cjs');
const { attach, mapAnonymous, mapFile, munmap, pageSize, uint8, uint32 } = load();

globalThis.kept = [];
const keep = (...things) => globalThis.kept.push(...things);

/** Each is given the file that is mapped. */
const makers = {
  live: (file) => keep(mapFile(file), mapAnonymous(uint32, 100).fill(1)),
  shared(file) {
    const array = mapFile(file, { access: 'read-write' });
    keep(array, attach(array.share()), attach(mapAnonymous(uint8, 1).share()));
  },
  held(file) {
    const [array, dead] = [mapFile(file), mapFile(file)];
    keep(array, array.mapping.hold(), dead.bytes, dead.mapping.hold());
    munmap(dead); // its pages are there for him who holds them
  },
  raw(file) {
    const [array, dead] = [mapFile(file, { access: 'read-write' }), mapFile(file)];
    keep(array.bytes, array.subarray(4).typedArray, array.dataView, dead.bytes);
    munmap(dead);
  },
  flush(file) {
    // Large enough that the disk has something to do when the process ends.
    const path = `${file}.${threadId}.flush`;
    fs.writeFileSync(path, Buffer.alloc(2048 * pageSize));
    const array = mapFile(path, { access: 'read-write' }).fill(7);
    keep(array);
    for (let index = 0; index < 4; index++) keep(array.mapping.flush());
  },
  fault(file) {
    const path = `${file}.${threadId}.fault`;
    fs.writeFileSync(path, Buffer.alloc(2 * pageSize));
    const array = mapFile(path, { access: 'read-write' });
    let told = 0;
    keep(array, array.bytes);
    array.mapping.on('fault', () => told++);
    fs.truncateSync(path, 0);
    try {
      array.toArray();
    } catch {}
    if (told !== 1) throw new Error('no fault');
  },
};

/** Makes the states of a list with commas. */
function make(states, file) {
  for (const state of states.split(',')) makers[state](file);
}

module.exports = { keep, make };
