import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

let directory: string | undefined;
let count = 0;

afterAll(() => {
  if (directory !== undefined) rmSync(directory, { recursive: true });
  directory = undefined;
});

/** A path of this test file's own, where nothing is yet. */
export function freshPath(): string {
  directory ??= mkdtempSync(join(tmpdir(), 'carray-test-'));
  return join(directory, `file-${++count}`);
}

/** A new file with these bytes. @returns its path. */
export function fileOf(bytes: Uint8Array): string {
  const path = freshPath();
  writeFileSync(path, bytes);
  return path;
}

/** Bytes that differ from their neighbours, and from page to page. */
export function pattern(byteLength: number): Uint8Array {
  return Uint8Array.from({ length: byteLength }, (_, at) => (at * 7 + (at >> 8) * 13 + 1) & 0xff);
}

/** How many descriptors this process has open. */
export function openDescriptors(): number {
  return readdirSync('/dev/fd').length;
}
