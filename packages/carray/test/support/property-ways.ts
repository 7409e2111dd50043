import {
  type CArray as AnyArray,
  array,
  CArray,
  type ElementType,
  MAP_PRIVATE,
  type Mapping,
  PROT_READ,
  PROT_WRITE,
  struct,
  uint8,
  withBackend,
} from '../../src/index.js';
import { fakeApi, isChecked } from './api.js';
import { fileOf } from './files.js';
import { createWindowedBackend } from './windowed-backend.js';

/** An array, and all the bytes of the memory that it lies in. */
export interface Bed {
  readonly array: AnyArray;
  /** The byte of the memory that the first element starts at. */
  readonly start: number;
  /** The bytes of the memory that are read-only, first and end. */
  readonly locked?: readonly [number, number];
  /** Lets stores be seen through all buffers over the memory: real memory does that by itself. */
  readonly settle?: () => void;
  snapshot(): Buffer;
  /** Changes the bytes behind the array's back. */
  put(bytes: Uint8Array): void;
}

/** A way for an array to lie in memory. */
export interface Way {
  readonly name: string;
  readonly isColumn?: boolean;
  lay(type: ElementType, length: number): Bed;
}

const AHEAD = 5;
const BEHIND = 9;

function over(bytes: Uint8Array) {
  return { snapshot: () => Buffer.from(bytes), put: (image: Uint8Array) => bytes.set(image) };
}

const heap = (name: string, start: number, behind: number): Way => ({
  name,
  lay(type, length) {
    const bytes = new Uint8Array(start + type.size * length + behind);
    return { array: CArray.view(type, bytes, start, length), start, ...over(bytes) };
  },
});

const mapped: Way = {
  name: 'mapped',
  lay(type, length) {
    const start = 16;
    const base = fakeApi({ pageSize: 64 }).mapAnonymous(uint8, start + type.size * length + BEHIND);
    return { array: base.cast(type, start, type.size * length), start, ...over(base.bytes) };
  },
};

/** Each mapping of a file holds a descriptor, and within one property nothing is collected. */
const MOST_MAPPED = 16;
const files: Mapping[] = [];

function keep(mapping: Mapping): void {
  files.push(mapping);
  if (files.length > MOST_MAPPED) files.shift()?.unmap();
}

let onePage: string | undefined;

/** It lies past the end of its file, so none of it can be trusted; the fake says that the file has grown since. */
const pastEnd: Way = {
  name: 'mapped, past the end of the file',
  lay(type, length) {
    const pageSize = 64;
    onePage ??= fileOf(new Uint8Array(pageSize));
    const start = pageSize + AHEAD;
    const total = start + type.size * length;
    const base = fakeApi({ pageSize }).mmap(uint8, total, PROT_READ | PROT_WRITE, MAP_PRIVATE, onePage);
    keep(base.mapping);
    const laid = base.cast(type, start, type.size * length);
    if (!isChecked(laid)) throw new Error('the array is trusted, though it lies past the end of the file');
    return { array: laid, start, ...over(base.bytes) };
  },
};

/** Pages of it are read-only. */
const locked = (name: string, lockedPages: (pages: number) => [number, number]): Way => ({
  name,
  lay(type, length) {
    const pageSize = 16;
    const start = AHEAD;
    const total = start + type.size * length + BEHIND;
    const base = fakeApi({ pageSize }).mapAnonymous(uint8, total);
    const bytes = over(base.bytes);
    const [first, end] = lockedPages(Math.ceil(total / pageSize));
    const [from, to] = [first * pageSize, Math.min(end * pageSize, total)];
    base.mapping.protect('read', from, to - from);
    return { array: base.cast(type, start, type.size * length), start, locked: [from, to], ...bytes };
  },
});
const readOnly = locked('mapped, read-only', (pages) => [0, pages]);
const mixed = locked('mapped, a page read-only', (pages) => [pages >> 1, (pages >> 1) + 1]);

/** Windows of three pages, which overlap: arrays of more bytes lie in several. */
export const windowed: Way = {
  name: 'mapped, windowed',
  lay(type, length) {
    const page = Math.max(16, 2 ** Math.ceil(Math.log2(type.size / 3)));
    const backend = coherent(createWindowedBackend(page, 4 * page));
    const start = 2 * page + AHEAD;
    const total = start + type.size * length + 4 * page;
    const base = withBackend(backend).mapAnonymous(uint8, total);
    return {
      array: base.cast(type, start, type.size * length),
      start,
      settle: backend.settle,
      snapshot: () => Buffer.from(backend.memory),
      put(image) {
        backend.memory.set(image);
        backend.settle();
      },
    };
  },
};

/** Lets a store through one window be seen through the others as soon as the library looks for one. */
function coherent(backend: ReturnType<typeof createWindowedBackend>): typeof backend {
  const { buffer: make, settle } = backend;
  const copies: { bytes: Uint8Array; seen: Uint8Array }[] = [];
  const settleStores = () => {
    if (copies.every(({ bytes, seen }) => Buffer.compare(bytes, seen) === 0)) return;
    settle();
    for (const { bytes, seen } of copies) seen.set(bytes);
  };
  const buffer: typeof make = (...given) => {
    const made = make(...given);
    if (typeof made === 'number') return made;
    copies.push({ bytes: new Uint8Array(made), seen: new Uint8Array(made.slice()) });
    const { byteLength } = made;
    Object.defineProperty(made, 'byteLength', {
      get() {
        settleStores();
        return byteLength;
      },
    });
    return made;
  };
  return Object.defineProperty(backend, 'buffer', { value: buffer });
}

const hosts = new WeakMap<ElementType, ReturnType<typeof makeHost>>();
const makeHost = (type: ElementType) => struct({ head: uint8, value: type, tail: array(uint8, 3) });

/** One field of structs that lie so. */
const columnOf = (way: Way): Way => ({
  name: `column, ${way.name}`,
  isColumn: true,
  lay(type, length) {
    const host = hosts.get(type) ?? makeHost(type);
    hosts.set(type, host);
    const bed = way.lay(host, length);
    const place = host.places.find((each) => each.name === 'value');
    const structs = bed.array as AnyArray<typeof host>;
    return { ...bed, array: structs.field('value'), start: bed.start + (place?.byteOffset ?? 0) };
  },
});

const aligned = heap('heap, aligned', 16, 0);
const unaligned = heap('heap, unaligned', 1, BEHIND);

export const plainWays: readonly Way[] = [aligned, unaligned, mapped, windowed, pastEnd];
export const columnWays: readonly Way[] = [columnOf(aligned), columnOf(windowed), columnOf(pastEnd)];
export const ways: readonly Way[] = [...plainWays, readOnly, mixed, ...columnWays];
