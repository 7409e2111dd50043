import { statSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { backends, carray, temporaryDirectory } from './support/cli.js';
import { sparseFile } from './support/files.js';
import { hasTool, printed } from './support/tools.js';

const GIB = 2 ** 30;
const file = temporaryDirectory();

/** What each of the three is asked for where -o, -n and --no-squeeze are asked of ours. */
interface Tool {
  readonly name: 'od' | 'xxd' | 'hexdump';
  readonly base: readonly string[];
  readonly offset: string;
  readonly count: string;
  readonly all: readonly string[];
}

const tools: readonly Tool[] = [
  { name: 'od', base: ['-A', 'x', '-t', 'x1z'], offset: '-j', count: '-N', all: ['-v'] },
  { name: 'xxd', base: [], offset: '-s', count: '-l', all: [] },
  { name: 'hexdump', base: ['-C'], offset: '-s', count: '-n', all: ['-v'] },
];

let seed = 1;
const random = (below: number): number => {
  seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
  return (seed >>> 8) % below;
};

/** Bytes with repeats of lines, of parts of lines, and of nothing. */
function content(size: number): Buffer {
  const bytes = Buffer.alloc(size);
  let at = 0;
  while (at < size) {
    const length = [16, 32, 160, 7, 1000][random(5)] ?? 16;
    const isRandom = random(3) === 0;
    const value = [0, 0x41, 0xff, 0x20][random(4)] ?? 0;
    for (let index = at; index < Math.min(size, at + length); index++)
      bytes[index] = isRandom ? random(256) : value;
    at += length;
  }
  return bytes;
}

const sizes = [
  0, 1, 15, 16, 17, 31, 32, 33, 47, 48, 160, 161, 255, 1000, 1003, 4095, 8191, 70_001, 262_144, 600_003,
];
const names = sizes.map((size) => `random-${size}`);

beforeAll(() => {
  for (const [index, size] of sizes.entries()) writeFileSync(file(names[index] ?? ''), content(size));
  writeFileSync(file('zeros'), Buffer.alloc(1_000_005)); // several blocks that are one line
  sparseFile(file('sparse'), 5 * GIB + 3, content(500));
});

for (const tool of tools) {
  const isHere = hasTool(tool.name);
  describe.skipIf(!isHere)(
    `--like ${tool.name}${isHere ? '' : ` (needs ${tool.name}, which is not here)`}`,
    () => {
      const theirs = (...args: readonly string[]) => printed(tool.name, ...tool.base, ...args);
      const ours = async (...args: readonly string[]) => {
        const { status, stdout, stderr } = await carray(['dump', '--like', tool.name, ...args]);
        expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
        return stdout;
      };

      test.each(backends)('is what it prints, of 20 files of odd sizes, %s', async (backend) => {
        const files = [...names, 'zeros'].map(file);
        const expected = files.map((path) => `==> ${path} <==\n${theirs(path)}`);
        const found = await ours('--backend', backend, ...files);
        expect(found === expected.join('\n')).toBe(true);
      });

      test('an empty file alone', async () => {
        expect(await ours(file('random-0'))).toBe(theirs(file('random-0')));
      });

      test.each([
        ['1003', '1', '0'],
        ['1003', '1', '35'],
        ['1003', '7', '900'],
        ['1003', '1003', undefined],
        ['600003', '262145', '262147'],
      ])('a part of %s bytes, from %s on %s of them', async (size, offset, count) => {
        const counted = count === undefined ? [] : [tool.count, count];
        const path = file(`random-${size}`);
        const expected = theirs(tool.offset, offset, ...counted, path);
        expect(await ours('-o', offset, ...(count === undefined ? [] : ['-n', count]), path)).toBe(expected);
      });

      test('past 4 GiB, where offsets get longer', async () => {
        const { size } = statSync(file('sparse'));
        const end = `${size - 510}`;
        expect(await ours('-o', '-510', file('sparse'))).toBe(theirs(tool.offset, end, file('sparse')));
        const across = `${4 * GIB - 20}`;
        const expected = theirs(...tool.all, tool.offset, across, tool.count, '100', file('sparse'));
        expect(await ours('--no-squeeze', '-r', `${across}+100`, file('sparse'))).toBe(expected);
      });

      test('past 16 MiB, where those of od do', async () => {
        const offset = `${16 * 2 ** 20 - 32}`;
        const expected = theirs(tool.offset, offset, tool.count, '64', file('sparse'));
        expect(await ours('-o', offset, '-n', '64', file('sparse'))).toBe(expected);
      });
    },
  );
}
