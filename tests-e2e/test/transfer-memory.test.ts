import { expect, it } from 'vitest';
import { onBothBackends } from '../src/packed.js';
import { answerOf } from '../src/transfer/answer.js';

const MiB = 2 ** 20;
const LENGTH = 256 * MiB;

const names = `
  /** What a call adds to the memory of JavaScript, and to the most memory that the process ever had, in bytes. */
  const growthOf = (call) => {
    const peak = () => 1024 * Number(/VmHWM:\\s+(\\d+)/.exec(fs.readFileSync('/proc/self/status', 'latin1'))[1]);
    const state = () => {
      const { heapUsed, external, arrayBuffers } = process.memoryUsage();
      return { heapUsed, external, arrayBuffers, peak: peak() };
    };
    globalThis.gc();
    const before = state();
    const result = call();
    const after = state();
    return { result, ...Object.fromEntries(Object.keys(before).map((name) => [name, after[name] - before[name]])) };
  };
  const array = carray.mapAnonymous(carray.uint8, ${LENGTH}, { reserve: false });
  array.subarray(0, 1).writeTo(fs.openSync('/dev/null', 'w')); // what is needed once is there
`;

onBothBackends('a transfer makes no copy', (_, backend) => {
  const answer = (body: string) => answerOf(backend, body, { names, flags: ['--expose-gc'] });
  // In Deno each piece that is written is an object, which stays until the young generation is full.
  const most = 'deno' in process.versions ? 16 * MiB : 8 * MiB;
  const nothing = expect.toSatisfy((growth: number) => growth < most, `less than ${most} bytes`);

  it('to /dev/null: no memory at all', () => {
    const growth = answer("return growthOf(() => array.writeTo(fs.openSync('/dev/null', 'w')));");
    expect(growth).toEqual({
      result: LENGTH,
      heapUsed: nothing,
      external: nothing,
      arrayBuffers: nothing,
      peak: nothing,
    });
  });

  it('from /dev/zero: the pages themselves, once', () => {
    const growth = answer("return growthOf(() => array.readFrom(fs.openSync('/dev/zero', 'r')));");
    const once = expect.toSatisfy((bytes: number) => bytes < LENGTH + 8 * MiB, 'the length and 8 MiB more');
    expect(growth).toEqual({
      result: LENGTH,
      heapUsed: nothing,
      external: nothing,
      arrayBuffers: nothing,
      peak: once,
    });
  });

  it('also of a subarray that is not aligned, a hundred times', () => {
    const growth = answer(`
      const part = array.subarray(4097, -3);
      const [zero, none] = [fs.openSync('/dev/zero', 'r'), fs.openSync('/dev/null', 'w')];
      part.subarray(0, 2 ** 20).readFrom(zero);
      return growthOf(() => {
        for (let turn = 0; turn < 100; turn++) {
          part.writeTo(none);
          part.subarray(0, 2 ** 20).readFrom(zero);
        }
      });`);
    expect(growth).toEqual({ heapUsed: nothing, external: nothing, arrayBuffers: nothing, peak: nothing });
  });
});
