import { statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryDirectory } from '../src/files.js';
import { onBothBackends } from '../src/packed.js';
import { answerOf } from '../src/transfer/answer.js';
import { pipes } from '../src/transfer/pipes.js';

const GiB = 2 ** 30;
const LENGTH = 2.5 * GiB + 3;

onBothBackends('transfers of more than a call of the system moves', (_, backend) => {
  it('anonymous memory of 2.5 GiB to /dev/null, all at once and from a byte on', () => {
    const result = answerOf(
      backend,
      `const array = carray.mapAnonymous(carray.uint8, ${LENGTH}, { reserve: false });
      const fd = fs.openSync('/dev/null', 'w');
      return [array.writeTo(fd), array.writeTo(fd, 2 ** 31 + 1), array.subarray(7, -7).writeTo(fd, ${GiB})];`,
    );
    expect(result).toEqual([LENGTH, LENGTH, LENGTH - 14]);
  });

  it('a sparse file of 2.5 GiB, and one of 5 GiB', () => {
    const path = join(temporaryDirectory(), 'sparse.bin');
    writeFileSync(path, '');
    for (const size of [LENGTH, 5 * GiB + 1]) {
      truncateSync(path, size);
      const result = answerOf(
        backend,
        `const array = carray.mapFile(process.argv.at(-1));
        return array.writeTo(fs.openSync('/dev/null', 'w'), 1);`,
        { args: [path] },
      );
      expect(result).toBe(size);
    }
    expect(statSync(path).blocks).toBe(0);
  });

  it('around 1, 2 and 4 GiB of a file into another mapping, at those places', () => {
    const path = join(temporaryDirectory(), 'sparse.bin');
    writeFileSync(path, '');
    truncateSync(path, 5 * GiB);
    const result = answerOf(
      backend,
      `const { randomBytes } = require('node:crypto');
      const path = process.argv.at(-1);
      const array = carray.mapFile(path, { access: 'read-write' });
      const copy = carray.mapAnonymous(carray.uint8, ${5 * GiB}, { reserve: false });
      const folder = require('node:path').dirname(path);
      return [1, 2, 4].map((count) => {
        const from = count * ${GiB} - 50_001;
        const bytes = randomBytes(100_000);
        fs.writeSync(fs.openSync(path, 'r+'), bytes, 0, bytes.length, from);
        const fd = fs.openSync(folder + '/part', 'w+');
        const written = array.subarray(from, from + 100_000).writeTo(fd);
        const read = copy.subarray(0, from + 100_000).readFrom(fs.openSync(folder + '/part', 'r'), from);
        const goal = array.subarray(from + 200_000, from + 300_000);
        const back = goal.readFrom(fs.openSync(folder + '/part', 'r'));
        const check = Buffer.alloc(100_000);
        fs.readSync(fs.openSync(path, 'r'), check, 0, check.length, from + 200_000);
        return [
          written, read - from, back, bytes.equals(fs.readFileSync(folder + '/part')),
          bytes.equals(copy.subarray(from, from + 100_000).toBuffer()), bytes.equals(check),
        ];
      });`,
      { args: [path] },
    );
    expect(result).toEqual(Array(3).fill([100_000, 100_000, 100_000, true, true, true]));
    expect(512 * statSync(path).blocks).toBeLessThan(2 ** 21);
  });

  it('a reader gets more than 1 GiB through a pipe, each byte at its place', () => {
    const marks = [0, GiB - 4097, GiB - 1, GiB, GiB + 1, GiB + 70_000];
    const result = answerOf(
      backend,
      `const array = carray.mapAnonymous(carray.uint8, ${GiB + 70_001}, { reserve: false });
      for (const index of ${JSON.stringify(marks)}) array.set(index, 9);
      const [pipe, found] = [fifo(), newPath()];
      const child = start(\`
        const fd = fs.openSync(path, 'r');
        const part = Buffer.alloc(2 ** 20);
        const marks = [];
        let length = 0;
        for (let size; (size = fs.readSync(fd, part)) > 0; length += size) {
          for (let at = -1; (at = part.indexOf(9, at + 1)) !== -1 && at < size; ) marks.push(length + at);
        }
        fs.writeFileSync(other, JSON.stringify({ length, marks }));
      \`, pipe, found);
      const fd = fs.openSync(pipe, 'w');
      const written = array.writeTo(fd);
      fs.closeSync(fd);
      await ended(child);
      return { written, ...JSON.parse(fs.readFileSync(found)) };`,
      { names: pipes },
    );
    expect(result).toEqual({ written: GiB + 70_001, length: GiB + 70_001, marks });
  });
});
