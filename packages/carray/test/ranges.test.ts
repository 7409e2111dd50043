import { describe, expect, it } from 'vitest';
import { MAP_SHARED, munmap, PROT_READ, PROT_WRITE, uint8, uint32 } from '../src/index.js';
import { asked, fakeApi } from './support/api.js';
import { OUT_OF_RANGE, refusal, thrownBy, UNMAPPED } from './support/errors.js';
import { arrayOperations, rangeOperations } from './support/operations.js';
import { illegal, legal } from './support/ranges.js';
import { mapped, page, path, total } from './support/synced.js';
import { notCounts } from './support/values.js';

describe.each(rangeOperations)('$name', ({ asks, argument, run }) => {
  it.each(legal)('%o means bytes %o', (range, expected) => {
    const { fake, array } = mapped();
    run(array, ...range);
    expect(asked(fake, asks)).toEqual([[...expected, argument]]);
  });

  it('takes the very end with size 0, given or not', () => {
    const { mmap, fake } = fakeApi({ pageSize: page });
    const array = mmap(uint8, 2 * page, PROT_READ | PROT_WRITE, MAP_SHARED, path);
    run(array, 2 * page);
    run(array, 2n * BigInt(page), 0n);
    expect(asked(fake, asks)).toEqual(Array(2).fill([2 * page, 0, argument]));
  });

  it.each(illegal)('refuses %o: %s', (range, message) => {
    const { fake, array } = mapped();
    const calls = fake.calls.length;
    const action = () => run(array, ...range);
    expect([refusal(action), thrownBy(action).message]).toEqual([OUT_OF_RANGE, message]);
    expect(fake.calls).toHaveLength(calls);
  });

  it.each(notCounts)('refuses %s as offset and as size: %s', (count, expected) => {
    const { fake, array } = mapped();
    const calls = fake.calls.length;
    expect(refusal(() => run(array, count))).toBe(expected);
    expect(thrownBy(() => run(array, count, 0)).message).toContain('"offset"');
    expect(refusal(() => run(array, 0, count))).toBe(expected);
    expect(thrownBy(() => run(array, undefined, count)).message).toContain('"size"');
    expect(fake.calls).toHaveLength(calls);
  });

  it('checks offset, size, the range, and last that the memory is there', () => {
    const { array } = mapped();
    munmap(array);
    expect(thrownBy(() => run(array, 'x', 'x')).message).toContain('"offset"');
    expect(thrownBy(() => run(array, total + 1, 'x')).message).toContain('"size"');
    expect(refusal(() => run(array, total + 1, 0))).toBe(OUT_OF_RANGE);
    expect(refusal(() => run(array, 0, 0))).toBe(UNMAPPED);
    expect(refusal(() => run(array))).toBe(UNMAPPED);
  });

  it('covers the tail that no element reaches', () => {
    const { mmap, fake } = fakeApi({ pageSize: page });
    const array = mmap(uint32, 103, PROT_READ | PROT_WRITE, MAP_SHARED, path);
    run(array);
    run(array, undefined, 103);
    expect([array.byteLength, asked(fake, asks)]).toEqual([100, Array(2).fill([0, 103, argument])]);
  });

  it('asks the backend for nothing where the file was empty', () => {
    const { mapFile, fake } = fakeApi({ pageSize: page });
    const empty = mapFile(path, { access: 'read-write', length: 0 });
    run(empty);
    run(empty, 0, 0);
    expect(refusal(() => run(empty, 1))).toBe(OUT_OF_RANGE);
    expect(asked(fake, asks)).toEqual([]);
  });
});

describe.each(arrayOperations)('$name of what mmap returned', ({ name, asks, argument, run }) => {
  it.each([1, page - 1, page + 1, total])('leaves offset %i to the system, and names the page size', (at) => {
    const { fake, array } = mapped();
    const error = thrownBy(() => run(array, at, 0));
    const cause = `: offset ${at} is not a multiple of the page size, ${page} bytes`;
    expect(error.message).toBe(`EINVAL: invalid argument, ${name} '${path}'${cause}`);
    expect(error).toMatchObject({ syscall: name, path, info: { byteOffset: at, byteLength: 0, argument } });
    expect(asked(fake, asks)).toEqual([[at, 0, argument]]);
  });
});
