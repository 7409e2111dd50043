import { existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

let made = 0;

/** Where Linux keeps shared memory: the file of a name, with or without its '/'. */
export const fileOfName = (name: string): string => join('/dev/shm', name);

/** A name of shared memory that nothing has yet; what gets it is removed when the test ends. */
export function freshName(): string {
  const name = `carray-test-${process.pid}-${++made}`;
  onTestFinished(() => rmSync(fileOfName(name), { force: true, recursive: true }));
  return name;
}

/** Bytes of the shared memory; undefined where nothing has the name. */
export const sizeOf = (name: string): number | undefined =>
  existsSync(fileOfName(name)) ? statSync(fileOfName(name)).size : undefined;
