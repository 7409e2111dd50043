import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryDirectory } from '../src/files.js';
import { carray } from '../src/packed.js';
import { requireOf } from '../src/program.js';

const { MS_ASYNC, MS_INVALIDATE, MS_SYNC } = carray;

/** A carray that prints what its `msync` is given, and maps nothing. */
const stub = `
  module.exports = { MS_ASYNC: ${MS_ASYNC}, MS_INVALIDATE: ${MS_INVALIDATE}, MS_SYNC: ${MS_SYNC}, MADV_NORMAL: 0, PROT_READ: 1, PROT_WRITE: 2,
    mmap: (_type, size) => ({ byteLength: size, unsafe: { bytes: new Uint8Array(size) } }),
    msync: (_array, flags, offset, length) => console.log(JSON.stringify([flags, offset, length])) };`;

/** What `msync` is given for a `sync` of 100 bytes: flags, offset and length. */
function syncs(...given: unknown[]): unknown {
  const folder = temporaryDirectory();
  mkdirSync(join(folder, 'node_modules', 'carray'), { recursive: true });
  writeFileSync(join(folder, 'node_modules', 'carray', 'index.js'), stub);
  const source = `const { map, sync } = ${requireOf('../src/peers/mmap-io.cjs', import.meta.url)};
    sync(map(100, 3, 1, 0), ...${JSON.stringify(given)});`;
  const options = { cwd: folder, encoding: 'utf8' } as const;
  return JSON.parse(execFileSync(process.execPath, ['-e', source], options));
}

// As src/mmap-io.ts of 1.4.3 does: what is missing is 0 or false, and a length of 0 is that of the buffer.
it.each<[string, unknown[], number, number, number]>([
  ['nothing', [], MS_ASYNC, 0, 100],
  ['an offset', [8], MS_ASYNC, 8, 100],
  ['a range', [8, 16], MS_ASYNC, 8, 16],
  ['a range, to wait', [8, 16, true], MS_SYNC, 8, 16],
  ['a range, not to wait', [8, 16, false, true], MS_ASYNC | MS_INVALIDATE, 8, 16],
  ['no length', [8, 0, true, true], MS_SYNC | MS_INVALIDATE, 8, 100],
  ['to wait', [true], MS_SYNC, 0, 100],
  ['not to wait', [false], MS_ASYNC, 0, 100],
  ['to wait and invalidate', [true, true], MS_SYNC | MS_INVALIDATE, 0, 100],
])('sync() of @riaskov/mmap-io, given %s', (_, given, ...expected) => {
  expect(syncs(...given)).toEqual(expected);
});
