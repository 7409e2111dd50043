// What @riaskov/mmap-io does: node mmap-io.cjs CASE FOLDER prints one line.
const fs = require('node:fs');
const { join } = require('node:path');
const mmap = require('@riaskov/mmap-io');

const [, , name, folder] = process.argv;
const path = join(folder, 'mapped');
const { MAP_SHARED, PAGESIZE, PROT_NONE, PROT_READ, PROT_WRITE } = mmap;

function map(protection, pages = 4) {
  const fd = fs.openSync(path, 'r+');
  return mmap.map(pages * PAGESIZE, protection, MAP_SHARED, fd);
}

function mapped(protection = PROT_READ | PROT_WRITE, pages = 4) {
  fs.writeFileSync(path, Buffer.alloc(4 * PAGESIZE, 7));
  return map(protection, pages);
}

function truncated() {
  const buffer = mapped();
  fs.truncateSync(path, 0);
  return buffer;
}

function full() {
  fs.ftruncateSync(fs.openSync(path, 'w'), 4 * PAGESIZE);
  const buffer = map(PROT_READ | PROT_WRITE);
  const filler = fs.openSync(join(folder, 'filler'), 'w');
  try {
    for (;;) fs.writeSync(filler, Buffer.alloc(PAGESIZE));
  } catch {
    return buffer;
  }
}

function store(buffer, index) {
  buffer[index] = 1;
  return `stored, ${fs.readFileSync(path)[0]} in the file`;
}

const cases = {
  'truncated get': () => truncated()[PAGESIZE],
  'truncated set': () => store(truncated(), PAGESIZE),
  'full disk set': () => store(full(), PAGESIZE),
  'read-only set': () => store(mapped(PROT_READ), 0),
  'no access get': () => mapped(PROT_NONE)[0],
  'past the end': () => mapped(PROT_READ, 5)[4 * PAGESIZE],
};

try {
  console.log(String(cases[name]()));
} catch (error) {
  console.log(`${error.name}: ${error.message}`);
}
