import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { linesOf, runExample } from '../src/examples.js';
import { fileOf } from '../src/files.js';
import { onBothBackends } from '../src/packed.js';

const hasReadelf = spawnSync('readelf', ['--version']).status === 0;
const why = hasReadelf ? '' : ' (there is no readelf)';

/** The C library that this process runs with. */
function libc(): string {
  const maps = readFileSync('/proc/self/maps', 'latin1');
  return /\S*\/libc[.-]\S*so\S*/.exec(maps)?.[0] ?? process.execPath;
}
const programs = [process.execPath, libc()];

const answers = new Map<string, string>();

/** What readelf says, asked once. */
function textOf(option: string, path: string): string {
  const known = answers.get(option + path);
  if (known !== undefined) return known;
  const text = execFileSync('readelf', [option, '-W', path], { encoding: 'utf8', maxBuffer: 2 ** 28 });
  answers.set(option + path, text);
  return text;
}

function readelf(option: string, path: string, pattern: RegExp): string[][] {
  const text = textOf(option, path);
  return Array.from(text.matchAll(pattern), ([, ...parts]) => parts.map((part) => part ?? ''));
}

const hex = (text = ''): string => BigInt(`0x${text.replace('0x', '')}`).toString(16);

/** Functions with their sizes, the largest first, those of one size as the table has them. */
function largestFunctions(path: string, count: number): string[] {
  const lines = /^ *\d+: [0-9a-f]+ +(0x[0-9a-f]+|\d+) FUNC +\S+ +\S+ +(?:\[.*\] +)?\S+ +(\S+)/gm;
  const table = textOf('-s', path);
  const last = table.slice(table.lastIndexOf('Symbol table'));
  const functions = Array.from(last.matchAll(lines), ([, size, name = '']) => ({ size: Number(size), name }));
  const sorted = functions.filter(({ size }) => size > 0).sort((a, b) => b.size - a.size);
  return sorted.slice(0, count).map(({ size, name }) => `${size} ${name.replace(/@.*/, '')}`);
}

onBothBackends('examples/elf-browser', (_, backend) => {
  const show = (path: string, ...args: (string | number)[]) =>
    linesOf(backend, 'elf-browser', [path, ...args]);

  it.skipIf(!hasReadelf).each(programs)(`has the sections that readelf has, of %s${why}`, (path) => {
    const expected = readelf(
      '-S',
      path,
      /^ +\[ *(\d+)\] (\S*) +[A-Z_0-9]+ +([0-9a-f]{16}) ([0-9a-f]+) ([0-9a-f]+) /gm,
    );
    const [, ...shown] = show(path);
    const rows = shown.map((line) => {
      const [, index, name, address, offset, size] =
        /^\[(\d+)\] (\S*) \S+ (\S+) (\S+) (\S+)$/.exec(line) ?? [];
      return [index, name, hex(address), hex(offset), hex(size)];
    });
    expect(expected.length).toBeGreaterThan(20);
    expect(rows).toEqual(
      expected.map(([index, name, ...numbers]) => [index, name, ...numbers.map((number) => hex(number))]),
    );
  });

  it.skipIf(!hasReadelf).each(programs)(`has the segments that readelf has, of %s${why}`, (path) => {
    const expected = readelf(
      '-l',
      path,
      /^ +[A-Z_]+ +(0x\w+) (0x\w+) 0x\w+ (0x\w+) (0x\w+) ([R ])([W ])([E ]) +0x/gm,
    );
    const rows = show(path, 'segments').map((line) => line.split(' ').slice(1));
    expect(expected.length).toBeGreaterThan(4);
    expect(rows.map(([rights, ...numbers]) => [rights, ...numbers.map((number) => hex(number))])).toEqual(
      expected.map(([offset, address, inFile, inMemory, ...letters]) => [
        letters.join('').replaceAll(' ', '-').toLowerCase().replace('e', 'x'),
        ...[offset, address, inFile, inMemory].map((number) => hex(number)),
      ]),
    );
  });

  it.skipIf(!hasReadelf).each(programs)(`has the largest functions, of %s${why}`, (path) => {
    expect(show(path, 'symbols', 50)).toEqual(largestFunctions(path, 50));
    if (path !== process.execPath) expect(show(path, 'symbols').length).toBe(20);
  });

  it.each([
    ['is none', () => Buffer.from('#!/bin/sh\n')],
    ['is empty', () => Buffer.alloc(0)],
    ['is cut off in the header', (bytes: Buffer) => bytes.subarray(0, 40)],
    ['is cut off behind the header', (bytes: Buffer) => bytes.subarray(0, 100)],
    ['is of 32 bits', (bytes: Buffer) => bytes.fill(1, 4, 5)],
    ['lies about where its sections are', (bytes: Buffer) => bytes.fill(0xff, 0x28, 0x30)],
    ['lies about how many sections it has', (bytes: Buffer) => bytes.fill(0xff, 0x3c, 0x3e)],
    ['lies about which section has the names', (bytes: Buffer) => bytes.fill(0xff, 0x3e, 0x40)],
  ])('a file that %s is one line and status 1', (_what, change) => {
    const path = fileOf(change(readFileSync(libc())));
    const { status, signal, stderr } = runExample(backend, 'elf-browser', [path]);
    expect({ status, signal }).toEqual({ status: 1, signal: null });
    expect(stderr).toMatch(/^elf-browser: .*file\.bin: .+\n$/);
  });
});
