// What everybody does: a file is mapped, read, stored into, made durable, unmapped. Prints which backend did it.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backendInfo, ctype, mapFile, munmap } from 'carray';
import { SharedCounter } from 'carray/sync';

const path = join(tmpdir(), `carray-use-${process.pid}-${Math.random()}`);
writeFileSync(path, Buffer.from([1, 0, 0, 0, 2, 0, 0, 0]));
const array = mapFile(path, { type: ctype('uint32_t'), access: 'read-write' });
array.set(1, array.get(0) + array.get(1));
array.mapping.flushSync();
munmap(array);
const stored = readFileSync(path)[4];
rmSync(path);
console.log(stored, typeof SharedCounter, backendInfo().name);
