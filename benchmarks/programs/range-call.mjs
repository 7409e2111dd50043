import { join } from 'node:path';
import {
  MADV_NORMAL,
  MADV_WILLNEED,
  MS_ASYNC,
  madvise,
  mapAnonymous,
  mapFile,
  mprotect,
  msync,
  PROT_READ,
  PROT_WRITE,
  pageSize,
  uint8,
} from 'carray';

const file = mapFile(join(process.argv.at(-1), 'range-call.bin'), {
  access: 'read-write',
  create: true,
  grow: true,
  length: 16 * pageSize,
});
const memory = mapAnonymous(uint8, 16 * pageSize);
memory.fill(1);
file.fill(1);
const protection = PROT_READ | PROT_WRITE;

const calls = {
  mprotect: () => mprotect(memory, protection, 0, pageSize),
  'mprotect-toggle': () => {
    mprotect(memory, PROT_READ, 0, pageSize);
    mprotect(memory, protection, 0, pageSize);
  },
  'madvise-normal': () => madvise(memory, MADV_NORMAL, 0, pageSize),
  'madvise-willneed': () => madvise(file, MADV_WILLNEED, 0, pageSize),
  msync: () => msync(file, MS_ASYNC, 0, pageSize),
};

const call = calls[process.argv[2]];
const ROUNDS = 300_000;
const rounds = (count) => {
  for (let round = 0; round < count; round++) call();
};
rounds(ROUNDS / 10);
const start = process.hrtime.bigint();
rounds(ROUNDS);
console.log(Number(process.hrtime.bigint() - start) / ROUNDS);
