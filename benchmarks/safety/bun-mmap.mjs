// What Bun.mmap does: bun bun-mmap.mjs CASE FOLDER prints one line.
import fs from 'node:fs';
import { join } from 'node:path';

const [, , name, folder] = process.argv;
const path = join(folder, 'mapped');
const PAGE = 4096;

function mapped(options) {
  fs.writeFileSync(path, Buffer.alloc(4 * PAGE, 7));
  return globalThis.Bun.mmap(path, options);
}

function truncated() {
  const bytes = mapped();
  fs.truncateSync(path, 0);
  return bytes;
}

function full() {
  fs.ftruncateSync(fs.openSync(path, 'w'), 4 * PAGE);
  const bytes = globalThis.Bun.mmap(path);
  const filler = fs.openSync(join(folder, 'filler'), 'w');
  try {
    for (;;) fs.writeSync(filler, Buffer.alloc(PAGE));
  } catch {
    return bytes;
  }
}

function store(bytes, index) {
  bytes[index] = 1;
  return 'stored';
}

const cases = {
  'truncated get': () => truncated()[PAGE],
  'truncated set': () => store(truncated(), PAGE),
  'full disk set': () => store(full(), PAGE),
  'past the end': () => mapped({ size: 5 * PAGE }).length,
};

try {
  console.log(String(cases[name]()));
} catch (error) {
  console.log(`${error.name}: ${error.message}`);
}
