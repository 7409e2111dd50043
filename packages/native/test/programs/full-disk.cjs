// Stores into a hole of a file on a file system that is full: node full-disk.cjs store FILE PAGES
const assert = require('node:assert');
const fs = require('node:fs');
const { PAGE, map, native, run } = require('./support.cjs');

run({
  store() {
    const [file, pages] = [process.argv[3], Number(process.argv[4])];
    fs.writeFileSync(file, '');
    fs.truncateSync(file, pages * PAGE);
    const { region, bytes, faults } = map(file, pages);
    for (let page = 0; page < pages; page++) bytes[page * PAGE] = 5;
    for (let page = 0; page < pages; page++) assert.equal(bytes[page * PAGE], 5);
    assert(faults() > 0);
    const first = native().faulted(region, 0, pages * PAGE);
    assert(first > 0);
    assert.equal(native().faultMark(region, first), 1);
  },
});
