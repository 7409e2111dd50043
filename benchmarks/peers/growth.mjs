// How figures grow: each of these cases is a curve, with a point for each size or count.
import { peerCase } from './subjects.mjs';

const KIB = 2 ** 10;
const sizes = Array.from({ length: 8 }, (_, power) => 4 * KIB * 16 ** power); // 4 KiB to 1 TiB
const counts = [1, 10, 100, 1_000, 10_000, 20_000];
const mappers = [
  'c',
  'native',
  'ffi',
  'mmapIo',
  'koffi',
  'native26',
  'nodeFfi',
  'nativeBun',
  'bun',
  'python',
];
const readers = ['c', 'native', 'ffi', 'raw', 'mmapIo', 'koffi', 'native26', 'nodeFfi', 'nativeBun', 'bun'];
const withResidency = ['c', 'native', 'ffi', 'mmapIo', 'koffi', 'native26', 'nodeFfi'];

/** Milliseconds: the code of a whole mapping takes long to be compiled. */
const COMPILED = 600;

const curve = (id, name, x, among, options) => ({
  ...{ id, name, x: x.name, unit: options.unit ?? 'ns', group: 'growth' },
  budget: options.budget,
  points: x.values.map((value) => ({
    x: value,
    variants: peerCase(id, name, among, { ...options, ...options.of(String(value)) }).variants,
  })),
});
const bySize = { name: 'bytes', values: sizes };
const byCount = { name: 'mappings', values: counts };

export const growthCases = [
  curve('growth-map', 'open, map, touch the last page, unmap', bySize, mappers, {
    budget: COMPILED,
    program: 'map',
    of: (size) => ({ args: [size], c: { file: 'among.c', args: [size, '0'] } }),
  }),
  curve('growth-random', 'read a byte anywhere in a file', bySize, readers, {
    program: 'anywhere',
    of: (size) => ({ args: [size] }),
  }),
  curve('growth-residency', 'which pages are there', bySize, withResidency, {
    program: 'residency',
    of: (size) => ({ args: [size], c: { file: 'resident.c' } }),
  }),
  curve('growth-among', 'open, map, touch, unmap a page among live mappings', byCount, mappers, {
    budget: COMPILED,
    program: 'among',
    of: (count) => ({ args: [count], c: { args: ['4096', count] } }),
  }),
  curve('growth-spread', 'read a byte of any of the mappings', byCount, [...mappers, 'raw'], {
    program: 'spread',
    of: (count) => ({ args: [count] }),
  }),
  curve('growth-memory', 'memory of each mapping', { name: 'mappings', values: counts.slice(2) }, mappers, {
    unit: 'bytes',
    program: 'memory',
    flags: ['--expose-gc'],
    of: (count) => ({ args: [count] }),
  }),
];
