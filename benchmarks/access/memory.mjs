// What the mapped subjects are made of: anonymous memory, or a file. A file can be made shorter, so each access to it
// is followed by a look at the count of faults.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mapAnonymous, mapFile } from 'carray';

let folder;
let files = 0;

/** From now on mapped memory is that of files. */
export function useFiles() {
  folder = mkdtempSync(join(tmpdir(), 'carray-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true }));
}

export function mapMemory(type, length) {
  if (folder === undefined) return mapAnonymous(type, length);
  const options = { type, length, access: 'read-write', create: true, grow: true };
  return mapFile(join(folder, `${++files}`), options);
}
