import { expect, it } from 'vitest';
import { accessAt } from '../src/areas.js';
import { codeOf, fileOf } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';

const { CArray, MADV_RANDOM, MAP_SHARED, MS_SYNC, PROT_READ, PROT_WRITE, uint8 } = carray;
const NOT_COUNTS = [Number.NaN, -1, 1.5, 2 ** 53, 2n ** 64n, -1n];
const NOT_KINDS = ['10', null, {}, true, []];

onBothBackends('ranges that are refused', ({ madvise, mmap, mprotect, msync, munmap, pageSize }) => {
  const total = 3 * pageSize + 100;
  const mapped = () =>
    mmap(uint8, total, PROT_READ | PROT_WRITE, MAP_SHARED, fileOf(Buffer.alloc(4 * pageSize, 1)));
  type Mapped = ReturnType<typeof mapped>;
  /** What the kernel says of each page. */
  const pages = ({ mapping }: Mapped) =>
    [0, 1, 2, 3].map((index) => accessAt(mapping, index * pageSize)?.slice(0, 2));

  const operations: [string, (array: Mapped, ...range: unknown[]) => unknown][] = [
    ['mprotect', (array, ...range) => Reflect.apply(mprotect, undefined, [array, PROT_READ, ...range])],
    ['madvise', (array, ...range) => Reflect.apply(madvise, undefined, [array, MADV_RANDOM, ...range])],
    ['msync', (array, ...range) => Reflect.apply(msync, undefined, [array, MS_SYNC, ...range])],
    ['protect', ({ mapping }, ...range) => Reflect.apply(mapping.protect, mapping, ['read', ...range])],
    ['advise', ({ mapping }, ...range) => Reflect.apply(mapping.advise, mapping, ['random', ...range])],
    ['flushSync', ({ mapping }, ...range) => Reflect.apply(mapping.flushSync, mapping, range)],
    [
      'adviseUnsafe',
      ({ mapping }, ...range) => Reflect.apply(mapping.adviseUnsafe, mapping, ['random', ...range]),
    ],
  ];

  it.each(operations)('%s has three kinds of RangeError, each with its message', (_name, run) => {
    const array = mapped();
    const wraps = [1, Number.MAX_SAFE_INTEGER];
    const kinds = [
      [[total + 1, 0], new RegExp(`^offset ${total + 1} lies beyond the ${total} bytes of the mapping$`)],
      [wraps, /^size \d+ from offset 1 wraps around: the end is past 2 \*\* 53 - 1$/],
      [[pageSize, total], new RegExp(`extends beyond the ${total} bytes of the mapping$`)],
    ] as const;
    for (const [range, message] of kinds) {
      expect(() => run(array, ...range)).toThrow(RangeError);
      expect(() => run(array, ...range)).toThrow(message);
      expect(codeOf(() => run(array, ...range))).toBe('ERR_OUT_OF_RANGE');
    }
    for (const bad of NOT_COUNTS) {
      expect(codeOf(() => run(array, bad, 0))).toBe('ERR_OUT_OF_RANGE');
      expect(codeOf(() => run(array, 0, bad))).toBe('ERR_OUT_OF_RANGE');
    }
    for (const bad of NOT_KINDS) {
      expect(codeOf(() => run(array, bad, 0))).toBe('ERR_INVALID_ARG_TYPE');
      expect(codeOf(() => run(array, 0, bad))).toBe('ERR_INVALID_ARG_TYPE');
    }
    expect(pages(array)).toEqual(['rw', 'rw', 'rw', 'rw']);
    expect(array.writable).toBe(true);
    munmap(array);
  });

  it.each(operations)('%s takes the very end with size 0', (_name, run) => {
    const array = mmap(
      uint8,
      2 * pageSize,
      PROT_READ | PROT_WRITE,
      MAP_SHARED,
      fileOf(Buffer.alloc(2 * pageSize)),
    );
    expect(codeOf(() => run(array, 2 * pageSize, 0))).toBe(undefined);
    expect(codeOf(() => run(array, 2n * BigInt(pageSize), 0n))).toBe(undefined);
    expect(array.writable).toBe(true);
    munmap(array);
  });

  it.each(operations.slice(0, 3))(
    '%s: an offset inside a page is EINVAL that names the page size',
    (name, run) => {
      const array = mapped();
      const message = `, ${name} '.*': offset 100 is not a multiple of the page size, ${pageSize} bytes$`;
      expect(() => run(array, 100, 1)).toThrow(new RegExp(`^EINVAL: .*${message}`));
      munmap(array);
    },
  );

  it.each(operations.slice(0, 3))('%s is for mapped arrays alone, and for living ones', (_name, run) => {
    const array = mapped();
    for (const other of [CArray.alloc(uint8, 8), array.slice(), {}, null, undefined, array.mapping]) {
      expect(codeOf(() => Reflect.apply(run, undefined, [other]))).toBe('ERR_NOT_MAPPED');
    }
    const part = array.subarray(pageSize);
    munmap(array);
    for (const dead of [array, part])
      expect(codeOf(() => Reflect.apply(run, undefined, [dead]))).toBe('ERR_MAPPING_UNMAPPED');
  });
});
