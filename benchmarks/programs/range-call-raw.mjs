// The calls of range-call.mjs, on the backend itself.
import { openSync } from 'node:fs';
import { join } from 'node:path';
import * as constants from '@carray/constants';
import * as ffi from '@carray/ffi-fallback';
import * as native from '@carray/native';

const { MADV_NORMAL, MADV_WILLNEED, MAP_ANONYMOUS, MAP_PRIVATE, MAP_SHARED, MS_ASYNC } = constants;
const { PROT_READ, PROT_WRITE } = constants;
const backend = (process.env.CARRAY_BACKEND === 'ffi' ? ffi : native).loadBackend();
const { pageSize } = backend;
const protection = PROT_READ | PROT_WRITE;
const length = 16 * pageSize;

const fd = openSync(join(process.argv.at(-1), 'range-call-raw.bin'), 'w+');
backend.allocate(fd, 0, length);
const file = backend.map(0, length, protection, MAP_SHARED, fd, 0);
const memory = backend.map(0, length, protection, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
for (const region of [file, memory]) new Uint8Array(backend.buffer(region, 0, length)).fill(1);

const calls = {
  mprotect: () => backend.protect(memory, 0, pageSize, protection),
  'mprotect-toggle': () =>
    backend.protect(memory, 0, pageSize, PROT_READ) + backend.protect(memory, 0, pageSize, protection),
  'madvise-normal': () => backend.advise(memory, 0, pageSize, MADV_NORMAL),
  'madvise-willneed': () => backend.advise(file, 0, pageSize, MADV_WILLNEED),
  msync: () => backend.sync(file, 0, pageSize, MS_ASYNC),
};

const call = calls[process.argv[2]];
const ROUNDS = 300_000;
const rounds = (count) => {
  for (let round = 0; round < count; round++) if (call() !== 0) throw new Error('refused');
};
rounds(ROUNDS / 10);
const start = process.hrtime.bigint();
rounds(ROUNDS);
console.log(Number(process.hrtime.bigint() - start) / ROUNDS);
