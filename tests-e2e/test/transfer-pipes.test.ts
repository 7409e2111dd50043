import { expect, it } from 'vitest';
import { onBothBackends } from '../src/packed.js';
import { answerOf } from '../src/transfer/answer.js';
import { pipes } from '../src/transfer/pipes.js';

const LENGTH = 3 * 2 ** 20 + 12_345;

onBothBackends('pipes that block', (_, backend) => {
  const answer = (body: string) => answerOf(backend, body, { names: pipes });

  it('a slow reader gets everything', () => {
    const result = answer(`
      const { array, content } = filled(${LENGTH});
      const [path, copy] = [fifo(), newPath()];
      const child = start(\`
        const fd = fs.openSync(path, 'r');
        const part = Buffer.alloc(100_000);
        for (let size; (size = fs.readSync(fd, part)) > 0; sleep(1)) fs.appendFileSync(other, part.subarray(0, size));
      \`, path, copy);
      const fd = fs.openSync(path, 'w');
      const written = array.subarray(5, -5).writeTo(fd);
      fs.closeSync(fd);
      await ended(child);
      return [written, fs.readFileSync(copy).equals(content.subarray(5, -5))];`);
    expect(result).toEqual([LENGTH - 10, true]);
  });

  it('everything comes from a slow writer', () => {
    const result = answer(`
      const { array, content } = filled(${LENGTH});
      const [path, copy] = [fifo(), newPath()];
      fs.writeFileSync(copy, content);
      const child = start(\`
        const fd = fs.openSync(path, 'w');
        const content = fs.readFileSync(other);
        for (let at = 0; at < content.length; sleep(1)) at += fs.writeSync(fd, content, at, 100_000 < content.length - at ? 100_000 : undefined);
      \`, path, copy);
      array.fill(0);
      const fd = fs.openSync(path, 'r');
      const read = array.readFrom(fd);
      await ended(child);
      return [read, content.equals(array.bytes)];`);
    expect(result).toEqual([LENGTH, true]);
  });

  it('a writer that ends is the end of the file', () => {
    const result = answer(`
      const { array } = filled(100_000);
      const path = fifo();
      const child = start("fs.writeFileSync(path, Buffer.alloc(70_001, 7));", path);
      array.fill(1);
      const fd = fs.openSync(path, 'r');
      const [read, again] = [array.readFrom(fd), array.readFrom(fd, 70_001)];
      await ended(child);
      return [read, again, array.indexOf(1), array.lastIndexOf(7)];`);
    expect(result).toEqual([70_001, 70_001, 70_001, 70_000]);
  });

  it('a reader that leaves: EPIPE with the bytes that went, and no SIGPIPE', () => {
    const result = answer(`
      const { array } = filled(${LENGTH});
      const path = fifo();
      const child = start("fs.readSync(fs.openSync(path, 'r'), Buffer.alloc(1000)); sleep(50);", path);
      const fd = fs.openSync(path, 'w');
      const failure = (() => { try { return array.writeTo(fd, 1); } catch (error) { return error; } })();
      await ended(child);
      const { code, syscall, errno, info } = failure;
      const isSystemError = failure instanceof carray.SystemError;
      const { byteOffset, byteLength } = info;
      return { isSystemError, code, syscall, errno, went: byteOffset > 1000, all: byteOffset + byteLength, sameFd: info.fd === fd };`);
    expect(result).toEqual({
      isSystemError: true,
      code: 'EPIPE',
      syscall: 'write',
      errno: -32,
      went: true,
      all: LENGTH,
      sameFd: true,
    });
  });

  it('a signal that is handled interrupts neither', () => {
    const result = answer(`
      process.on('SIGUSR2', () => {});
      const { array } = filled(300_000);
      const [path, copy] = [fifo(), newPath()];
      const child = start(\`
        const signal = () => { sleep(20); process.kill(process.ppid, 'SIGUSR2'); sleep(20); };
        const fd = fs.openSync(path, 'w');
        signal();
        fs.writeSync(fd, Buffer.alloc(1000, 5));
        signal();
        fs.writeFileSync(fd, Buffer.alloc(299_000, 6));
        fs.closeSync(fd);
        const back = fs.openSync(path, 'r');
        signal();
        fs.writeFileSync(other, fs.readFileSync(back));
      \`, path, copy);
      const reader = fs.openSync(path, 'r');
      const read = array.readFrom(reader);
      const writer = fs.openSync(path, 'w');
      const written = array.writeTo(writer);
      fs.closeSync(writer);
      await ended(child);
      return [read, written, array.get(999), array.get(1000), fs.statSync(copy).size];`);
    expect(result).toEqual([300_000, 300_000, 5, 6, 300_000]);
  });
});

for (const kind of ['ends', 'socketPair']) {
  onBothBackends(`${kind === 'ends' ? 'pipes' : 'sockets'} that do not block`, (_, backend) => {
    const answer = (body: string) =>
      answerOf(backend, `const { reader, writer } = ${kind}(); ${body}`, { names: pipes });

    it('one that is full takes no more, and the rest when it was drained', () => {
      const result = answer(`
        const { array, content } = filled(${LENGTH});
        const first = array.writeTo(writer);
        const second = array.writeTo(writer, first);
        const received = [];
        let [at, turns, forward] = [second, 0, true];
        while (at < array.length) {
          received.push(drain(reader));
          const next = array.writeTo(writer, at);
          forward &&= next > at;
          at = next;
          turns++;
        }
        received.push(drain(reader));
        const all = Buffer.concat(received).equals(content);
        return { some: first > 0 && first < array.length, same: first === second, at, many: turns > 2, forward, all };`);
      expect(result).toEqual({ some: true, same: true, at: LENGTH, many: true, forward: true, all: true });
    });

    it('one that is empty gives nothing, and later as much as there is', () => {
      const result = answer(`
        const { array, content } = filled(100_000);
        array.fill(0);
        const indexes = [array.readFrom(reader), array.readFrom(reader, 99_999)];
        for (let at = 0; at < array.length; at += 12_500) {
          fs.writeSync(writer, content, at, 12_500);
          indexes.push(array.readFrom(reader, at));
        }
        indexes.push(array.readFrom(reader, 5));
        return [...indexes, content.equals(array.bytes)];`);
      const steps = [1, 2, 3, 4, 5, 6, 7, 8].map((step) => 12_500 * step);
      expect(result).toEqual([0, 99_999, ...steps, 5, true]);
    });

    it('one that the other side has closed: the end when reading, EPIPE when writing', () => {
      const result = answer(`
        const { array } = filled(100_000);
        fs.writeSync(writer, 'abc');
        fs.closeSync(writer);
        const reads = [array.readFrom(reader), array.readFrom(reader, 3)];
        const other = ${kind}();
        fs.closeSync(other.reader);
        const failures = [0, 17].map((byteOffset) => {
          try { return array.writeTo(other.writer, byteOffset); } catch (error) {
            return [error.name, error.code, error.syscall, error.info.byteOffset];
          }
        });
        return { reads, failures, text: array.subarray(0, 3).readString() };`);
      expect(result).toEqual({
        reads: [3, 3],
        failures: [
          ['SystemError', 'EPIPE', 'write', 0],
          ['SystemError', 'EPIPE', 'write', 17],
        ],
        text: 'abc',
      });
    });

    it('from one to another through mapped memory, each array at both ends', () => {
      const result = answer(`
        const two = ${kind}();
        const { array, content } = filled(20_000);
        const between = carray.mapAnonymous(carray.uint8, 20_000, { shared: true });
        const back = carray.mapAnonymous(carray.uint16be, 10_001).cast(carray.uint32, 1, 20_000);
        return [
          array.writeTo(writer), between.readFrom(reader), between.writeTo(two.writer), back.readFrom(two.reader),
          content.equals(back.bytes),
        ];`);
      expect(result).toEqual([20_000, 20_000, 20_000, 20_000, true]);
    });
  });
}
