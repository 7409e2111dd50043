import { expect, it } from 'vitest';
import { fileOfHoles } from '../src/files.js';
import { bytesAt, diskUse } from '../src/large/file.js';
import { onBothBackends } from '../src/packed.js';
import { answerOf } from '../src/transfer/answer.js';

const GiB = 2 ** 30;
const LENGTH = 5 * GiB;
const BORDERS = [GiB, 2 * GiB, 4 * GiB];

onBothBackends('ranges past 2 and 4 GiB', (_, backend) => {
  const answer = (body: string) => {
    const path = fileOfHoles(LENGTH);
    const names = `
      const BORDERS = ${JSON.stringify(BORDERS)};
      const array = carray.mapFile(process.argv.at(-1), { access: 'read-write' });`;
    const result = answerOf(backend, body, { names, args: [path] });
    expect(diskUse(path)).toBeLessThan(2 ** 20);
    return { result, path };
  };

  it('subarrays that start, end and lie there', () => {
    const { result, path } = answer(`
      const part = array.subarray(2 ** 32 + 5);
      const inner = part.subarray(10, 20);
      const big = array.subarray(2 ** 31 - 3, 2 ** 32 + 3);
      part.set(0, 1);
      inner.fill(2);
      big.set(0, 3);
      big.setAt(-1, 4);
      const bigints = array.subarray(2n ** 32n + 5n, -(2n ** 29n));
      return [
        part.length, inner.length, big.length, part.get(10), array.get(2 ** 32 + 15), array.get(2 ** 31 - 3), array.get(2 ** 32 + 2),
        big.get(2 ** 31), bigints.get(0), bigints.length, outcome(() => part.get(part.length)), outcome(() => inner.get(10)),
        part.cast(carray.uint32be, 8, 8).toArray(), array.subarray(2 ** 33).length, array.subarray(2 ** 32, 2 ** 31).length,
      ];`);
    expect(result).toEqual([
      ...[GiB - 5, 10, 2 * GiB + 6, 2, 2, 3, 4, 0, 1, GiB - 5 - 2 ** 29],
      ...['ERR_OUT_OF_RANGE', 'ERR_OUT_OF_RANGE', [0x00000202, 0x02020202], 0, 0],
    ]);
    expect(bytesAt(path, 2 ** 32 + 5, 20)).toEqual([1, ...Array(9).fill(0), ...Array(10).fill(2)]);
  });

  it('fill and copyWithin across a border, of bytes and of elements that are not aligned', () => {
    const { result, path } = answer(`
      return BORDERS.map((border) => {
        array.fill(9, border - 3, border + 3);
        array.replace([1, 2, 3, 4, 5, 6], [0, 1, 2, 3, 4, 5].map((index) => border + 100 + index));
        array.copyWithin(border - 20, border + 100, border + 106);
        array.copyWithin(border + 98, border + 100, border + 106);
        const words = array.cast(carray.uint32be, border - 4096 + 1, 8192);
        words.fill(0x0a0b0c0d, 1021, 1024).copyWithin(1030, 1020, 1025);
        return words.slice(1018, 1040).toArray();
      });`);
    const words = Array(22).fill(0);
    words.splice(3, 3, ...Array(3).fill(0x0a0b0c0d));
    words.splice(13, 3, ...Array(3).fill(0x0a0b0c0d));
    expect(result).toEqual(Array(3).fill(expect.arrayContaining([0x0a0b0c0d])));
    for (const border of BORDERS) {
      expect(bytesAt(path, border - 20, 6)).toEqual([1, 2, 3, 4, 5, 6]);
      expect(bytesAt(path, border + 98, 10)).toEqual([1, 2, 3, 4, 5, 6, 5, 6, 0, 0]);
      // Words 1021 to 1023 are the bytes from border - 11 on, over the nines.
      expect(bytesAt(path, border - 11, 14)).toEqual([...Array(3).fill([10, 11, 12, 13]).flat(), 9, 9]);
    }
  });

  it('copyWithin over more than 4 GiB, either way, and within the whole of the array', () => {
    const { result, path } = answer(`
      array.replace([1, 2, 3, 4, 5], [10, 11, 12, 13, 14]);
      array.copyWithin(array.length - 7, 10, 15);
      array.copyWithin(2 ** 32 - 2, -7, -2);
      array.copyWithin(100, 2 ** 32 - 2, 2 ** 32 + 3);
      const shorts = array.cast(carray.uint16be, 1);
      shorts.copyWithin(shorts.length - 4, 5, 7);
      return shorts.length;`);
    expect(result).toBe(LENGTH / 2 - 1);
    for (const place of [10, 2 ** 32 - 2, 100]) expect(bytesAt(path, place, 5)).toEqual([1, 2, 3, 4, 5]);
    // Shorts 5 and 6 are bytes 11 to 14; the fourth short from the end starts 9 bytes in front of the end.
    expect(bytesAt(path, LENGTH - 9, 9)).toEqual([2, 3, 4, 5, 3, 4, 5, 0, 0]);
  });

  it('indexOf, lastIndexOf and includes in a part of the holes', () => {
    const { result } = answer(`
      return BORDERS.map((border) => {
        array.set(border, 77);
        array.set(border + 50_000, 77);
        const part = array.subarray(border - 100_000, border + 100_000);
        const shorts = part.cast(carray.uint16be, 1);
        return [
          part.indexOf(77), part.indexOf(77, 100_001), part.lastIndexOf(77), part.lastIndexOf(77, 149_999), part.includes(78),
          shorts.indexOf(77), shorts.lastIndexOf(77), array.indexOf(77, border - 1000) - border,
          array.subarray(0, border + 1).lastIndexOf(77) - border,
        ];
      });`);
    const each = [100_000, 150_000, 150_000, 100_000, false, 49_999, 74_999, 0, 0];
    expect(result).toEqual(Array(3).fill(each));
  });

  it('texts, slices, loops, reverse and equals', () => {
    const { result, path } = answer(`
      return BORDERS.map((border) => {
        const part = array.subarray(border - 5, border + 6);
        const text = part.cast(carray.char);
        text.writeString('0123456789');
        const twin = array.subarray(border + 1000, border + 1011).replace(part);
        const sums = [part.reduce((sum, byte) => sum + byte, 0), [...part].length, twin.equals(part)];
        part.subarray(0, 10).reverse();
        return [...sums, text.readString(), part.slice(4, 6).toArray(), part.toBuffer().toString('latin1', 0, 10), twin.equals(part)];
      });`);
    const each = [525, 11, true, '9876543210', [53, 52], '9876543210', false];
    expect(result).toEqual(Array(3).fill(each));
    for (const border of BORDERS) {
      expect(Buffer.from(bytesAt(path, border - 5, 10)).toString()).toBe('9876543210');
      expect(Buffer.from(bytesAt(path, border + 1000, 10)).toString()).toBe('0123456789');
    }
  });

  it('raw views of a part, and of all where the engine has room for it', () => {
    const { result, path } = answer(`
      const { bytes } = array.subarray(2 ** 32 - 10, 2 ** 32 + 10);
      bytes.fill(5, 8, 12);
      array.subarray(2 ** 32 + 1000, 2 ** 32 + 1008).dataView.setUint32(0, 0x01020304);
      const words = array.cast(carray.uint32, 2 ** 32 + 4096, 16).typedArray;
      words.set([1, 2]);
      const whole = outcome(() => array.bytes);
      const most = require('node:buffer').constants.MAX_LENGTH;
      const limit = typeof whole === 'string' ? whole : whole.length;
      return [bytes.length, array.get(2 ** 32), limit === (most < array.length ? 'ERR_OUT_OF_RANGE' : array.length)];`);
    expect(result).toEqual([20, 5, true]);
    expect(bytesAt(path, 2 ** 32 - 3, 6)).toEqual([0, 5, 5, 5, 5, 0]);
    expect(bytesAt(path, 2 ** 32 + 1000, 5)).toEqual([1, 2, 3, 4, 0]);
    expect(bytesAt(path, 2 ** 32 + 4096, 8)).toEqual([1, 0, 0, 0, 2, 0, 0, 0]);
  });

  it('protection of pages past 4 GiB holds there, and not at the same place modulo 4 GiB', () => {
    const { result } = answer(`
      const { pageSize } = carray;
      array.mapping.protect('read', 2 ** 32, pageSize);
      array.mapping.protect('none', 2 ** 31, pageSize);
      const at = (index) => [outcome(() => array.get(index)), outcome(() => array.set(index, 0)) ?? 'fine'];
      const border = array.cast(carray.uint64, 2 ** 32 - 4, 8);
      return [
        at(2 ** 32), at(2 ** 32 + pageSize), at(2 ** 32 - 1), at(2 ** 31), at(2 ** 31 + pageSize), at(0),
        [outcome(() => String(border.get(0))), outcome(() => border.set(0, 1n))],
      ];`);
    const fine = [0, 'fine'];
    expect(result).toEqual([
      [0, 'ERR_MAPPING_READ_ONLY'],
      ...[fine, fine, Array(2).fill('ERR_MAPPING_NO_ACCESS'), fine, fine],
      ['0', 'ERR_MAPPING_READ_ONLY'],
    ]);
  });

  it('past the end of the file: errors there, and no crash once it has been cut', () => {
    const { result } = answer(`
      const path = process.argv.at(-1);
      const longer = carray.mapFile(path, { access: 'read-write', length: 6 * 2 ** 30, allowPastEnd: true });
      const results = [outcome(() => longer.get(array.length - 1)), outcome(() => longer.get(array.length))];
      fs.truncateSync(path, 2 ** 32 + 10);
      const output = fs.openSync(path + '.part', 'w');
      const part = longer.subarray(2 ** 32 - 4096, 2 ** 32 + 4096 * 3);
      return [...results, outcome(() => part.writeTo(output)), outcome(() => longer.subarray(2 ** 32, 2 ** 32 + 10).writeTo(output))];`);
    expect(result).toEqual([0, 'ERR_MAPPING_FAULT', 'ERR_MAPPING_FAULT', 10]);
  });
});
