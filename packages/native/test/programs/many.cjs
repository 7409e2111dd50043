// More pages and regions than single mappings for each could be had: vm.max_map_count is 65530.
const assert = require('node:assert');
const fs = require('node:fs');
const { PAGE, READ, READ_WRITE, SHARED, NONE } = require('./support.cjs');
const { makeFile, map, areas, native, run, trapInWebAssembly } = require('./support.cjs');

/** A file that is all holes. */
function sparseFile(pages) {
  const file = makeFile(1, 0);
  fs.truncateSync(file, pages * PAGE);
  return file;
}

run({
  scattered() {
    const pages = 160_000;
    const file = sparseFile(pages);
    const { bytes, faults } = map(file, pages);
    fs.truncateSync(file, 0);
    for (let page = 0; page < pages; page += 2) assert.equal(bytes[page * PAGE], 0);
    assert(faults() < 80_000);
    assert(areas() < 20_000);
  },

  // Pages that the file still has stay the file's, however many were lost beside them.
  keepsOthers() {
    const pages = 20_000;
    const file = sparseFile(pages);
    const fd = fs.openSync(file, 'r+');
    for (let page = 0; page < pages; page++)
      fs.writeSync(fd, Buffer.from([(page % 255) + 1]), 0, 1, page * PAGE);
    const { region, bytes } = map(file, pages);
    fs.truncateSync(file, (pages / 2) * PAGE);
    for (let page = pages - 1; page >= pages / 2; page -= 3) assert.equal(bytes[page * PAGE], 0);
    for (let page = 0; page < pages; page++) {
      assert.equal(bytes[page * PAGE], page < pages / 2 ? (page % 255) + 1 : 0);
    }
    assert.equal(native().faulted(region, 0, pages * PAGE), (pages / 2) * PAGE);
    assert.equal(native().faultEnd(region, 0), (pages / 2) * PAGE);
    bytes[7 * PAGE] = 9;
    assert.equal(fs.readSync(fd, Buffer.alloc(1), 0, 1, 7 * PAGE), 1);
    assert.equal(fs.readFileSync(file)[7 * PAGE], 9);
  },

  readOnly() {
    const pages = 80_000;
    const file = sparseFile(pages);
    const { bytes, faults } = map(file, pages, { protection: READ });
    for (let page = 0; page < pages; page++) bytes[page * PAGE] = (page % 255) + 1;
    for (let page = 0; page < pages; page++) assert.equal(bytes[page * PAGE], (page % 255) + 1);
    assert(faults() < pages);
    assert(areas() < 20_000);
    assert.equal(fs.statSync(file).blocks, fs.statSync(sparseFile(pages)).blocks);
  },

  unreadable() {
    const pages = 40_000;
    const { region, bytes } = map(sparseFile(pages), pages, { unreadable: true });
    assert.equal(native().protect(region, 0, pages * PAGE, NONE), 0);
    for (let page = 0; page < pages; page++) assert.equal(bytes[page * PAGE], 0);
    assert.equal(native().faultEnd(region, 0), pages * PAGE);
    assert(areas() < 20_000);
  },

  regions() {
    const file = makeFile(1, 1);
    const fd = fs.openSync(file, 'r+');
    const regions = Array.from({ length: 20_000 }, () => native().map(0, PAGE, READ_WRITE, SHARED, fd, 0));
    const counters = regions.map((region) => native().guard(region, false));
    fs.truncateSync(file, 0);
    for (let i = 0; i < 200; i++) {
      const which = (i * 7919) % regions.length;
      const buffer = native().buffer(regions[which], 0, PAGE);
      assert.equal(new Uint8Array(buffer)[0], 0);
      assert.equal(counters[which][0], 1);
      native().detach(buffer);
    }
    assert.equal(trapInWebAssembly(100), 100);
    for (const region of regions) assert.equal(native().unmap(region), 0);
    // A slot that was another's starts anew.
    const next = native().map(0, PAGE, READ_WRITE, SHARED, fd, 0);
    assert.equal(native().guard(next, false)[0], 0);
    assert.equal(native().faulted(next, 0, PAGE), -1);
  },
});
