// memory SUBJECT COUNT: bytes of memory that each of so many mappings of a page takes, none of them touched.
import { readFileSync } from 'node:fs';
import { sparseFile } from '../files.mjs';
import { subject } from './subject.mjs';

const { adapter, args, folder } = await subject();
const count = Number(args[0]);
const path = sparseFile(folder, 4096);
const collect = globalThis.gc ?? (() => {});
const resident = () => 1024 * Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
const turn = () => new Promise(setImmediate);

const opened = new Array(count);
async function openAll(from, to) {
  for (let index = from; index < to; index++) {
    opened[index] = adapter.open(path, 4096);
    if (index % 1000 === 0) await turn();
  }
  collect();
  await turn();
  return resident();
}

// Code and tables that the first ones bring are not theirs.
const first = Math.min(100, count >> 1);
const before = await openAll(0, first);
const after = await openAll(first, count);
console.log((after - before) / (count - first));
if (opened.length !== count) process.exitCode = 1;
