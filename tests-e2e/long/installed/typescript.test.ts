import { createRequire } from 'node:module';
import { beforeAll, expect, it } from 'vitest';
import { managers } from '../../src/installed/managers.js';
import { Project } from '../../src/installed/project.js';
import { workspace } from '../../src/paths.js';

// As pnpm installs, where nothing is found that was not declared.
const [pnpm] = managers.filter(({ name }) => name === 'pnpm');
if (pnpm === undefined) throw new Error('pnpm is none of the package managers');
const project = new Project(pnpm);

const right = `
import { type CArray, ctype, type ElementType, type MappedArray, mapFile, munmap, uint64, uint8, type ValueOf } from 'carray';
import { SharedCounter, type SharedLock } from 'carray/sync';

const bytes: MappedArray<typeof uint8> = mapFile('x');
const first: number = bytes.get(0);
const point = ctype<ElementType<{ x: number; y: bigint }>>('struct { int32_t x; int64_t y; }');
const points = mapFile('x', { type: point, access: 'read-write', grow: true, length: 10n });
const y: bigint = points.get(0).y;
const counters: CArray<typeof uint64> = bytes.cast(uint64);
const counter: SharedCounter = SharedCounter.over(counters, 0);
const value: ValueOf<typeof uint64> = counters.get(0);
munmap(points);
export const all: [number, bigint, bigint, SharedCounter, SharedLock | undefined] = [first, y, value, counter, undefined];
`;

/** Each is an error by itself: the line, and the number that TypeScript gives it. */
const wrong: [line: string, code: string][] = [
  ["export const text: string = mapFile('x').get(0);", 'TS2322'],
  ["mapFile('x', { acess: 'read' });", 'TS2561'],
  ["mapFile('x', { access: 'write' });", 'TS2322'],
  ["mapFile('x', { type: uint64 }).set(0, 1);", 'TS2345'],
  ['ctype(1);', 'TS2345'],
  ["SharedCounter.over(mapFile('x'), 0);", 'TS2345'],
  ["munmap('x');", 'TS2345'],
];

beforeAll(() => project.install(['carray']), 240_000);

const typescript = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const flags = ['--noEmit', '--strict', '--target', 'es2022', '--lib', 'es2023,esnext.disposable'];
const types = ['--typeRoots', `${workspace}/node_modules/@types`, '--types', 'node'];

function check(module: string, resolution: string, file: string, text: string, more: string[] = []) {
  project.write(file, text);
  const how = ['--module', module, '--moduleResolution', resolution, ...more];
  const { status, stdout } = project.node(typescript, ...flags, ...types, ...how, file);
  return { status, stdout };
}

const ways = [
  ['esnext', 'bundler', 'user.ts'],
  ['node16', 'node16', 'user.mts'],
  ['node16', 'node16', 'user.cts'],
  ['nodenext', 'nodenext', 'user.mts'],
  ['nodenext', 'nodenext', 'user.cts'],
  ['commonjs', 'node10', 'user.ts'],
] as const;

it.each(ways)('a right program passes with module %s, resolution %s, in %s', (module, resolution, file) => {
  expect(check(module, resolution, file, right)).toEqual({ status: 0, stdout: '' });
});

// Declarations that others check with theirs, too.
it('and without skipLibCheck, with every strict option', () => {
  const more = ['--skipLibCheck', 'false', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess'];
  expect(check('nodenext', 'nodenext', 'user.mts', right, more)).toEqual({ status: 0, stdout: '' });
});

it.each(ways)(
  'each wrong line is an error with module %s, resolution %s, in %s',
  (module, resolution, file) => {
    const start = right.split('\n').length;
    const text = right + wrong.map(([line]) => line).join('\n');
    const { status, stdout } = check(module, resolution, file, text);
    const found = Array.from(stdout.matchAll(/\((\d+),\d+\): error (TS\d+)/g), ([, line, code]) => [
      Number(line) - start,
      code,
    ]);
    expect(found).toEqual(wrong.map(([, code], index) => [index, code]));
    expect(status).toBe(2);
  },
);
