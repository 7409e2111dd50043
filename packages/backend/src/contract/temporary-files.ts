import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';

/** The files of one test, and their descriptors, all gone after `clear`. */
export class TemporaryFiles {
  readonly #parent: string;
  readonly #descriptors = new Set<number>();
  #directory: string | undefined;
  #count = 0;

  constructor(parent: string) {
    this.#parent = parent;
  }

  get directory(): string {
    this.#directory ??= mkdtempSync(join(this.#parent, 'carray-contract-'));
    return this.#directory;
  }

  /** A new file with these bytes, or as many zeros as it is told, without blocks on disk. @returns its path. */
  create(content: Uint8Array | number): string {
    this.#count += 1;
    const path = join(this.directory, `file-${this.#count}`);
    writeFileSync(path, typeof content === 'number' ? '' : content);
    if (typeof content === 'number') truncateSync(path, content);
    return path;
  }

  read(path: string): Uint8Array {
    return new Uint8Array(readFileSync(path));
  }

  /** Some bytes of a file that is too long to be read whole. */
  readAt(path: string, byteLength: number, byteOffset: number): Uint8Array {
    const bytes = new Uint8Array(byteLength);
    const fd = this.open(path, 'r');
    expect(readSync(fd, bytes, 0, byteLength, byteOffset)).toBe(byteLength);
    this.close(fd);
    return bytes;
  }

  /** Stores bytes in a file with write(2), past any mapping. */
  write(path: string, bytes: Uint8Array, byteOffset: number): void {
    const fd = this.open(path, 'r+');
    expect(writeSync(fd, bytes, 0, bytes.byteLength, byteOffset)).toBe(bytes.byteLength);
    this.close(fd);
  }

  /** Makes a file shorter, or longer by zeros, behind the back of its mappings. */
  truncate(path: string, byteLength: number): void {
    truncateSync(path, byteLength);
  }

  open(path: string, flags: string | number): number {
    return this.adopt(openSync(path, flags));
  }

  /** Asserts that this is a descriptor, and closes it after the test. */
  adopt(fd: number): number {
    expect(fd, 'a descriptor').toBeGreaterThanOrEqual(0);
    this.#descriptors.add(fd);
    return fd;
  }

  close(fd: number): void {
    this.#descriptors.delete(fd);
    closeSync(fd);
  }

  clear(): void {
    for (const fd of this.#descriptors) this.close(fd);
    if (this.#directory !== undefined) rmSync(this.#directory, { recursive: true });
    this.#directory = undefined;
  }
}
