import {
  closeSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readlinkSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A new directory, removed when the test ends. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'carray-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A new file with these bytes. */
export function fileOf(bytes: Uint8Array): string {
  const path = join(temporaryDirectory(), 'file.bin');
  writeFileSync(path, bytes);
  return path;
}

/** A new sparse file that has these bytes at an offset and holes before it. */
export function sparseFile(offset: number, bytes: Uint8Array): string {
  const path = join(temporaryDirectory(), 'sparse.bin');
  const fd = openSync(path, 'w');
  writeSync(fd, bytes, 0, bytes.length, offset);
  closeSync(fd);
  return path;
}

/** A new file of holes alone, removed when the test ends. */
export function fileOfHoles(byteLength: number): string {
  const path = join(temporaryDirectory(), 'holes.bin');
  const fd = openSync(path, 'w');
  ftruncateSync(fd, byteLength);
  closeSync(fd);
  return path;
}

/** How many descriptors this process has open, but for those that Bun and Deno make for themselves, and close as they like. */
export const openDescriptors = (): number =>
  readdirSync('/proc/self/fd').filter((fd) => !/event(fd|poll)|^(pipe|socket):/.test(targetOf(fd))).length;

function targetOf(fd: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`);
  } catch {
    return ''; // the one that has read the folder
  }
}

/** The code of the error that a call throws. */
export function codeOf(call: () => unknown): string | undefined {
  try {
    call();
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
  return undefined;
}
