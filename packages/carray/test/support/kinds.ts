import { CArray, type ElementType, type MappedArray, struct, uint8, withBackend } from '../../src/index.js';
import { checkedArray, fakeApi, type Way, wayOf } from './api.js';
import { createWindowedBackend } from './windowed-backend.js';

/** An array of a type in one of the ways that its accesses are made, and all the memory that it lies in. */
export interface Kind {
  readonly name: string;
  readonly array: CArray;
  /** A copy of the memory, that in front of the array and behind it too. */
  bytes(): Buffer;
  /** Where the array's first byte is in it. */
  readonly start: number;
  /** Makes a store visible through the other windows: real memory does that by itself. */
  settle(): void;
}

const LENGTH = 5;
const PAGE = 256;
const LONGEST = 4 * PAGE;
/** Several windows, whatever the type. */
const LONG = 3 * LONGEST + 7;

function kind(name: string, whole: CArray, array: CArray): Kind {
  const start = array.byteOffset - whole.byteOffset;
  return { name, array, start, bytes: () => whole.toBuffer(), settle() {} };
}

function heap(name: string, byteLength: number, make: (bytes: CArray) => CArray): Kind {
  const whole = CArray.alloc(uint8, byteLength + 16);
  return kind(name, whole, make(whole));
}

function mapped(name: string, byteLength: number, make: (bytes: MappedArray<typeof uint8>) => CArray): Kind {
  const whole = fakeApi().mapAnonymous(uint8, byteLength + 16);
  return kind(name, whole, make(whole));
}

function windowed(name: string, make: (bytes: CArray) => CArray): Kind {
  const backend = createWindowedBackend(PAGE, LONGEST);
  const whole = withBackend(backend).mapAnonymous(uint8, LONG);
  return {
    ...kind(name, whole, make(whole)),
    bytes: () => Buffer.from(backend.memory),
    settle: () => backend.settle(),
  };
}

/** Arrays of a type over memory that can be trusted. */
export function generatedKinds(type: ElementType): Kind[] {
  const { size } = type;
  const spaced = struct({ gap: uint8, x: type });
  const total = LENGTH * size;
  return [
    heap('heap', total, (bytes) => bytes.cast(type, 8, total)),
    heap('unaligned', total, (bytes) => bytes.cast(type, 1, total)),
    heap('column', LENGTH * spaced.size, (bytes) => bytes.cast(spaced, 8, LENGTH * spaced.size).field('x')),
    mapped('mapped', total, (bytes) => bytes.cast(type, 8, total)),
    mapped('mapped unaligned', total, (bytes) => bytes.cast(type, 3, total)),
    windowed('windowed', (bytes) => bytes.cast(type)),
    windowed('windowed unaligned', (bytes) => bytes.cast(type, 1)),
    windowed('windowed column', (bytes) => bytes.cast(spaced).field('x')),
  ];
}

/** Arrays of a type in every way. */
export function everyKind(type: ElementType): Kind[] {
  const checked = checkedArray(uint8, LENGTH * type.size + 16);
  const array = checked.cast(type, 8, LENGTH * type.size);
  return [...generatedKinds(type), kind('checked', checked, array)];
}

/** The way that a kind of a type's arrays has by its name. */
export function expectedWay(name: string, { codec, size }: ElementType): Way {
  const isAligned = !name.includes('unaligned') || size === 1;
  const views = codec.engine !== undefined && isAligned && !name.includes('column') ? 'typed' : 'view';
  if (name === 'checked') return 'checked';
  return name.startsWith('windowed') ? `windowed ${views}` : views;
}

/** An access of the array that goes wrong. */
function fail(array: CArray): void {
  try {
    array.get(array.length);
  } catch {
    return; // which error is tested elsewhere: here it only has to happen
  }
  throw new Error('an index out of range was no error');
}

/** Whether an error leaves the generated methods as they are: what they do in a storm of errors, and only then. */
export function isInStorm(array: CArray): boolean {
  if (wayOf(array) === 'checked') throw new Error('a checked array has no storms');
  const prototype = Object.getPrototypeOf(array);
  const before = prototype.get;
  fail(array);
  return prototype.get === before;
}

/** Lets accesses go wrong until the methods of the array's class compare indexes. */
export function startStorm(array: CArray): void {
  for (let count = 0; count < 20_000; count++) if (isInStorm(array)) return;
  throw new Error('no storm after 20000 errors');
}
