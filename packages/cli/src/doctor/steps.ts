import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Api, type BackendName, type MappedArray, MS_SYNC, PROT_READ, PROT_WRITE, uint32 } from 'carray';
import { addUpInChild } from '../child.js';
import { hasCode } from '../errors.js';
import { sharedName } from './check.js';
import { leftovers } from './leftovers.js';

/** What the steps have in common. */
export interface Trial {
  readonly api: Api;
  readonly backend: BackendName;
  /** For files, and removed afterwards. */
  readonly directory: string;
  /** Two pages of a file, mapped for reading and writing by the step `maps a file`. */
  numbers?: MappedArray<typeof uint32>;
}

export interface Step {
  readonly name: string;
  /** What to do where it fails. */
  readonly advice: string;
  /** Throws where it fails, and LeftOut where it cannot be tried. */
  readonly run: (trial: Trial) => void | Promise<void>;
}

/** A step that could not be tried, and why. */
export class LeftOut extends Error {}

const unexpected = 'this should work everywhere: please report it, with the output of carray info --json';
const otherDirectory = 'try a directory on another file system: TMPDIR=/path carray doctor';

export const steps: readonly Step[] = [
  { name: 'maps a file', advice: otherDirectory, run: mapsFile },
  { name: 'writes, flushes, and the file has it', advice: otherDirectory, run: writes },
  { name: 'protects against stores', advice: unexpected, run: protects },
  { name: 'shares with a child process', advice: unexpected, run: sharesWithChild },
  {
    name: 'shares memory by name',
    advice:
      'make room in /dev/shm: carray shm list, docker run --shm-size, mount -o remount,size=1G /dev/shm',
    run: sharesByName,
  },
  { name: 'survives a fault', advice: unexpected, run: survivesFault },
  { name: 'unmaps, and leaves nothing', advice: unexpected, run: unmaps },
];

function mapsFile(trial: Trial): void {
  const { api, directory } = trial;
  const path = join(directory, 'numbers');
  const expected = Uint32Array.from({ length: (2 * api.pageSize) / 4 }, (_, index) => index * 3);
  writeFileSync(path, expected);
  trial.numbers = api.mapFile(path, { type: uint32, access: 'read-write' });
  const numbers = trial.numbers;
  expect(numbers.length, expected.length, 'the length');
  for (const [index, value] of expected.entries()) expect(numbers.get(index), value, `element ${index}`);
}

function writes({ api, directory, numbers }: Trial): void {
  const array = mapped(numbers);
  array.set(array.length - 1, 0xc0ffee);
  api.msync(array, MS_SYNC);
  const file = readFileSync(join(directory, 'numbers'));
  expect(new Uint32Array(file.buffer, file.byteOffset, array.length)[array.length - 1], 0xc0ffee, 'the file');
}

function protects({ api, numbers }: Trial): void {
  const array = mapped(numbers);
  api.mprotect(array, PROT_READ);
  expectError('ERR_MAPPING_READ_ONLY', 'a store into a protected page', () => array.set(0, 1));
  api.mprotect(array, PROT_READ | PROT_WRITE);
  array.set(0, 7);
  expect(array.get(0), 7, 'a store after the protection is taken back');
}

async function sharesWithChild({ backend, directory, numbers }: Trial): Promise<void> {
  const array = mapped(numbers).fill(1);
  await addUpInChild(join(directory, 'numbers'), backend);
  expect(array.get(0), array.length - 1, 'the sum that the child has stored');
}

function sharesByName({ api, backend, directory }: Trial): void {
  const name = sharedName(backend, directory);
  const mine = api.openSharedMemory(name, uint32, api.pageSize / 4, { create: true, exclusive: true });
  try {
    const theirs = api.openSharedMemory(name, uint32, undefined, { readOnly: true });
    mine.set(5, 0xc0ffee);
    const read = theirs.get(5);
    api.munmap(theirs);
    expect(read, 0xc0ffee, 'the other mapping of the name');
  } finally {
    api.munmap(mine);
    api.unlinkSharedMemory(name);
  }
}

function survivesFault({ api, directory }: Trial): void {
  const path = join(directory, 'cut');
  writeFileSync(path, Buffer.alloc(2 * api.pageSize));
  const array = api.mapFile(path, { type: uint32 });
  truncateSync(path, 0);
  expectError('ERR_MAPPING_FAULT', 'reading what is no longer in the file', () =>
    array.get(array.length - 1),
  );
  api.munmap(array);
}

function unmaps({ api, directory, numbers }: Trial): void {
  const array = mapped(numbers);
  api.munmap(array);
  expectError('ERR_MAPPING_UNMAPPED', 'reading what is unmapped', () => array.get(0));
  const left = leftovers(directory);
  if (left === undefined) throw new LeftOut('what is left cannot be seen: there is no /proc');
  if (left.length > 0) throw new Error(`left behind: ${left.join(', ')}`);
}

function mapped(numbers: Trial['numbers']): MappedArray<typeof uint32> {
  if (numbers !== undefined) return numbers;
  throw new LeftOut('the file could not be mapped');
}

function expect(found: unknown, expected: unknown, what: string): void {
  if (found !== expected) throw new Error(`${what} is ${found}, and must be ${expected}`);
}

function expectError(code: string, what: string, job: () => unknown): void {
  try {
    job();
  } catch (error) {
    if (hasCode(error, code)) return;
    throw error;
  }
  throw new Error(`${what} is an error elsewhere, and was none here`);
}
