// What everybody does: a file is mapped, read, stored into, made durable, unmapped. Prints which backend did it.
const { writeFileSync, readFileSync, rmSync } = require('node:fs');
const { join } = require('node:path');
const { tmpdir } = require('node:os');
const { backendInfo, ctype, mapFile, munmap } = require('carray');
const { SharedCounter } = require('carray/sync');

const path = join(tmpdir(), `carray-use-${process.pid}-${Math.random()}`);
writeFileSync(path, Buffer.from([1, 0, 0, 0, 2, 0, 0, 0]));
const array = mapFile(path, { type: ctype('uint32_t'), access: 'read-write' });
array.set(1, array.get(0) + array.get(1));
array.mapping.flushSync();
munmap(array);
const stored = readFileSync(path)[4];
rmSync(path);
console.log(stored, typeof SharedCounter, backendInfo().name);
