import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fileOf, temporaryDirectory } from '../src/files.js';
import { onBothBackends } from '../src/packed.js';
import { answerOf } from '../src/transfer/answer.js';
import { firstDifference, patternOf } from '../src/transfer/bytes.js';
import { pipes } from '../src/transfer/pipes.js';

// What a stray access would be: SIGBUS, and the end of the process.
onBothBackends('transfers of pages that are not there any more', ({ pageSize }, backend) => {
  const content = patternOf(8 * pageSize);
  const answer = (body: string, ...args: string[]) => {
    const path = fileOf(content);
    const names = `${pipes}
      const [path, other] = process.argv.slice(-2);
      const array = carray.mapFile(path, { access: 'read-write' });
      const end = 3 * ${pageSize};
      fs.truncateSync(path, end);`;
    return answerOf(backend, body, { names, args: [path, ...args] });
  };
  const newPath = () => join(temporaryDirectory(), 'new.bin');

  it('what lies in front is written to a file, then ERR_MAPPING_FAULT', () => {
    const path = newPath();
    const result = answer(`return outcome(() => array.writeTo(fs.openSync(other, 'w')));`, path);
    expect(result).toBe('ERR_MAPPING_FAULT');
    const written = readFileSync(path);
    expect(written.length).toBeLessThanOrEqual(3 * pageSize);
    expect(firstDifference(written, content.subarray(0, written.length))).toBe(undefined);
  });

  it('of bytes behind the end alone nothing is written', () => {
    const path = newPath();
    const result = answer(
      `return [0, 1, ${pageSize}].map((more) => outcome(() => array.writeTo(fs.openSync(other, 'w'), end + more)));`,
      path,
    );
    expect(result).toEqual(Array(3).fill('ERR_MAPPING_FAULT'));
    expect(readFileSync(path).length).toBe(0);
  });

  it('to pipes and sockets: ERR_MAPPING_FAULT, and what they got is what was there', () => {
    const result = answer(
      `return [ends(), socketPair()].map(({ reader, writer }) => {
        const code = outcome(() => array.writeTo(writer));
        const got = drain(reader);
        return [code, got.length <= end, got.equals(fs.readFileSync(path).subarray(0, got.length))];
      });`,
      '',
    );
    expect(result).toEqual(Array(2).fill(['ERR_MAPPING_FAULT', true, true]));
  });

  it('from files, devices, pipes: ERR_MAPPING_FAULT, and the file does not grow', () => {
    const result = answer(
      `const { reader, writer } = ends();
      fs.writeSync(writer, Buffer.alloc(8 * ${pageSize}, 1));
      const sources = [fs.openSync(other, 'r'), fs.openSync('/dev/zero', 'r'), reader];
      return [...sources.map((fd) => outcome(() => array.readFrom(fd, end))), fs.statSync(path).size];`,
      fileOf(content),
    );
    expect(result).toEqual([...Array(3).fill('ERR_MAPPING_FAULT'), 3 * pageSize]);
  });

  it('a part that is there, and all once the file has grown again and is mapped anew', () => {
    const path = newPath();
    const result = answer(
      `const fd = fs.openSync(other, 'w');
      const part = array.subarray(0, end).writeTo(fd);
      const failed = outcome(() => array.writeTo(fd, end));
      fs.truncateSync(path, array.length);
      array.mapping.remap();
      return [part, failed, array.writeTo(fd, end)];`,
      path,
    );
    expect(result).toEqual([3 * pageSize, 'ERR_MAPPING_FAULT', 8 * pageSize]);
    const expected = Buffer.concat([content.subarray(0, 3 * pageSize), Buffer.alloc(5 * pageSize)]);
    expect(firstDifference(readFileSync(path), expected)).toBe(undefined);
  });

  it('a mapping that was longer than its file from the start', () => {
    const path = newPath();
    const result = answer(
      `fs.truncateSync(path, end - 10);
      const longer = carray.mapFile(path, { access: 'read-write', length: 8 * ${pageSize}, allowPastEnd: true });
      const fd = fs.openSync(other, 'w');
      const inLastPage = longer.subarray(0, end).writeTo(fd);
      const refused = [
        outcome(() => longer.writeTo(fd)),
        outcome(() => longer.readFrom(fs.openSync('/dev/zero', 'r'))),
        outcome(() => longer.writeTo(fd, end)),
      ];
      return { inLastPage, refused, size: fs.fstatSync(fd).size, length: longer.writeTo(fd, longer.length) };`,
      path,
    );
    const refused = Array(3).fill('ERR_MAPPING_FAULT');
    expect(result).toEqual({ inLastPage: 3 * pageSize, refused, size: 3 * pageSize, length: 8 * pageSize });
  });

  it('the error of a mapping that reaches past the end names a byte that does', () => {
    const result = answer(
      `const longer = carray.mapFile(path, { access: 'read-write', length: 8 * ${pageSize}, allowPastEnd: true });
      try { return longer.writeTo(fs.openSync(other, 'w'), 5); } catch (error) {
        return Number(/byte (\\d+) of/.exec(error.message)?.[1]) >= end || error.message;
      }`,
      newPath(),
    );
    expect(result).toBe(true);
  });

  it('the error says which bytes were transferred', () => {
    const result = answer(
      `const fd = fs.openSync(other, 'w');
      try { return array.writeTo(fd); } catch (error) {
        const size = fs.fstatSync(fd).size;
        return [error.byteOffset === size, error.index === size, error.kind];
      }`,
      newPath(),
    );
    expect(result).toEqual([true, true, 'truncated']);
  });
});
