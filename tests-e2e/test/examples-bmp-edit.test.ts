import { existsSync, readFileSync, truncateSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type BitmapShape, bitmapOf } from '../src/bitmap.js';
import { linesOf, runExample } from '../src/examples.js';
import { fileOf } from '../src/files.js';
import { onBothBackends } from '../src/packed.js';

const shapes: [string, BitmapShape][] = [
  ['24 bits, rows padded', { width: 1201, height: 801, bits: 24, isTopDown: false }],
  ['32 bits, from the top down', { width: 1000, height: 700, bits: 32, isTopDown: true }],
];

onBothBackends('examples/bmp-edit', (_, backend) => {
  const edit = (...args: (string | number)[]) => linesOf(backend, 'bmp-edit', args);

  describe.each(shapes)('an image of %s', (_title, shape) => {
    const { width, height, bits } = shape;

    it('is shown, and its pixels', () => {
      const { file, place } = bitmapOf(shape);
      const path = fileOf(file);
      expect(edit(path, 'info')).toEqual([`${width} x ${height}, ${bits} bits per pixel`]);
      for (const [x, y] of [
        [0, 0],
        [width - 1, height - 1],
      ] as const) {
        const colour = file.readUIntLE(place(x, y), 3).toString(16).padStart(6, '0');
        expect(edit(path, 'get', x, y)).toEqual([colour]);
      }
      expect(readFileSync(path).equals(file)).toBe(true);
    });

    it('is filled in place, there and nowhere else', () => {
      const { file, place } = bitmapOf(shape);
      const path = fileOf(file);
      expect(edit(path, 'fill', width - 100, 50, 100, 60, '12ab9F')).toEqual([]);
      for (let y = 50; y < 110; y++) {
        for (let x = width - 100; x < width; x++) {
          file.writeUIntLE(0x12ab9f, place(x, y), 3);
          if (bits === 32) file[place(x, y) + 3] = 255;
        }
      }
      expect(readFileSync(path).equals(file)).toBe(true);
    });

    it('is made grey in another file, and stays itself as it is', () => {
      const { file, place } = bitmapOf(shape);
      const path = fileOf(file);
      const out = join(dirname(path), 'grey.bmp');
      expect(edit(path, 'grey', out)).toEqual([]);
      expect(readFileSync(path).equals(file)).toBe(true);
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          const at = place(x, y);
          const [blue = 0, green = 0, red = 0] = file.subarray(at, at + 3);
          file.fill(Math.round(0.299 * red + 0.587 * green + 0.114 * blue), at, at + 3);
        }
      }
      expect(readFileSync(out).equals(file)).toBe(true);
    });
  });

  const small = () => bitmapOf({ width: 10, height: 10, bits: 24, isTopDown: false }).file;
  it.each<[string, (file: Buffer) => Buffer, readonly (string | number)[]]>([
    ['a pixel outside', (file) => file, ['get', 10, 0]],
    ['a rectangle that reaches outside', (file) => file, ['fill', 9, 9, 1, 2, '000000']],
    ['what is no image', () => Buffer.from('GIF89a'.repeat(20)), ['info']],
    ['an empty file', () => Buffer.alloc(0), ['info']],
    ['a file that is cut off', (file) => file.subarray(0, -1), ['grey']],
    ['256 colours', (file) => file.fill(8, 28, 29), ['info']],
    ['a height that no file has', (file) => file.fill(0x7f, 22, 26), ['get', 0, 0]],
    ['a width that no file has', (file) => file.fill(0x7f, 18, 22), ['get', 0, 0]],
    ['a width of nothing', (file) => file.fill(0, 18, 22), ['info']],
  ])('%s is one line and status 1, and changes nothing', (_what, change, args) => {
    const path = fileOf(change(small()));
    const before = readFileSync(path);
    const { status, signal, stdout, stderr } = runExample(backend, 'bmp-edit', [path, ...args]);
    expect({ status, signal, stdout }).toEqual({ status: 1, signal: null, stdout: '' });
    expect(stderr).toMatch(/^bmp-edit: .*file\.bin: .+\n$/);
    expect(readFileSync(path)).toEqual(before);
  });

  it('does not write over a file that is there', () => {
    const path = fileOf(small());
    const { status, stderr } = runExample(backend, 'bmp-edit', [path, 'grey', path]);
    expect([status, stderr]).toEqual([1, expect.stringContaining('EEXIST')]);
    expect(readFileSync(path)).toEqual(small());
    truncateSync(path, 0);
    runExample(backend, 'bmp-edit', [path, 'grey', `${path}.out`]);
    expect(existsSync(`${path}.out`)).toBe(false);
  });
});
