import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  type CArray,
  float64,
  mprotect,
  PROT_EXEC,
  PROT_NONE,
  PROT_READ,
  PROT_WRITE,
  safeUint64,
  struct,
  uint8,
  uint16,
  uint32,
} from '../src/index.js';
import { fakeApi, wayOf } from './support/api.js';
import { NO_ACCESS, READ_ONLY, refusal } from './support/errors.js';
import { fileOf, pattern } from './support/files.js';
import { createRandom, seed } from './support/random.js';

const page = 256;
const total = 5 * page + 77;
const both = PROT_READ | PROT_WRITE;
const pair = struct({ a: uint32, b: uint32 });

/** A mapping, arrays of every kind over it with their first byte, and what each of its bytes may be used for. */
function mapping() {
  const array = fakeApi({ pageSize: page }).mapAnonymous(uint8, total);
  const arrays: [string, CArray, number][] = [
    ['all', array, 0],
    ['a subarray inside of a page', array.subarray(10, 20), 10],
    ['a subarray of a subarray', array.subarray(page).subarray(page, page + 50), 2 * page],
    ['a subarray over two pages', array.subarray(page - 1, page + 1), page - 1],
    ['the tail', array.subarray(5 * page), 5 * page],
    ['an aligned cast', array.cast(uint32), 0],
    ['an unaligned cast', array.cast(float64, page - 3, 64), page - 3],
    ['a cast without an engine type', array.cast(safeUint64, 3 * page, 64), 3 * page],
    ['a column', array.cast(pair).field('b'), 4],
  ];
  const model: number[] = Array(total).fill(both);
  const protect = (from: number, size: number, protection: number) => {
    mprotect(array, protection, from, size);
    model.fill(protection, from, Math.min(Math.ceil((from + size) / page) * page, total));
  };
  return { array, arrays, model, protect };
}

/** How each access of bytes with these protections ends; undefined: it works. */
function expected(bytes: readonly number[], bits: number): string | undefined {
  if (bytes.every((protection) => (protection & bits) === bits)) return undefined;
  return bytes.every((protection) => (protection & PROT_READ) !== 0) ? READ_ONLY : NO_ACCESS;
}

function outcome(action: () => unknown): string | undefined {
  let answer: string | undefined;
  try {
    action();
  } catch {
    answer = refusal(action);
  }
  return answer;
}

const isColumn = ({ stride, type }: CArray) => stride !== type.size;

function compare({ array, arrays, model }: ReturnType<typeof mapping>, step: string): void {
  for (const [what, each, start] of arrays) {
    const where = `${step}: ${what}`;
    const of = (index: number, count = 1) => {
      const first = start + index * each.stride;
      return model.slice(first, first + (count - 1) * each.stride + each.type.size);
    };
    for (const index of [0, Math.floor(each.length / 2), each.length - 1]) {
      const read = expected(of(index), PROT_READ);
      expect(
        outcome(() => each.get(index)),
        where,
      ).toBe(read);
      expect(
        outcome(() => each.set(index, 0)),
        where,
      ).toBe(expected(of(index), both));
    }
    const all = of(0, each.length);
    expect(
      outcome(() => each.toArray()),
      where,
    ).toBe(expected(all, PROT_READ));
    expect(
      outcome(() => each.bytes),
      where,
    ).toBe(isColumn(each) ? 'Error ERR_UNSUPPORTED' : expected(all, PROT_READ));
    expect(
      outcome(() => each.slice()),
      where,
    ).toBe(expected(all, PROT_READ));
    expect(each.writable, where).toBe(expected(all, both) === undefined);
    expect(() => inspect(each), where).not.toThrow();
  }
  expect(array.mapping.protection, step).toBe(model.reduce((bits, protection) => bits & protection));
}

describe(`random protections, CARRAY_TEST_SEED=${seed}`, () => {
  it('show at once on every array over the mapping', () => {
    const random = createRandom(seed);
    for (let life = 0; life < 10; life++) {
      const mapped = mapping();
      for (let step = 0; step < 20; step++) {
        const from = random.below(6) * page;
        const size = random.below(total - from + 1);
        const protection = random.pick([PROT_NONE, PROT_READ, PROT_READ, both, both, PROT_READ | PROT_EXEC]);
        mapped.protect(from, size, protection);
        compare(mapped, `seed ${seed}, life ${life}, step ${step}: ${from} + ${size}: ${protection}`);
      }
    }
  });
});

describe('the accessors', () => {
  it('are generated again once the bytes may be used alike', () => {
    const { array, arrays, protect } = mapping();
    const ways = () => arrays.map(([, each]) => wayOf(each));
    const before = ways();
    expect(before).toEqual(['typed', 'typed', 'typed', 'typed', 'typed', 'typed', 'view', 'view', 'view']);
    const mixed = ['checked', 'typed', 'typed', 'checked', 'typed', 'checked', 'checked', 'view', 'checked'];
    protect(page, page, PROT_NONE);
    expect(ways()).toEqual(mixed);
    protect(page, page, PROT_READ);
    expect(ways()).toEqual(mixed);
    protect(0, total, PROT_READ);
    expect(ways()).toEqual(before);
    expect(refusal(() => array.set(0, 1))).toBe(READ_ONLY);
    protect(0, total, both);
    expect(ways()).toEqual(before);
    array.set(total - 1, 33);
    expect(array.get(total - 1)).toBe(33);
  });

  it('of arrays made while it is protected follow as well', () => {
    const { array, protect } = mapping();
    protect(0, total, PROT_NONE);
    const late = [array.subarray(3, 9), array.cast(uint16), array.subarray(0, 0)];
    for (const each of late.slice(0, 2)) expect(refusal(() => each.get(0))).toBe(NO_ACCESS);
    protect(0, total, both);
    expect(late.map((each) => each.toArray().length)).toEqual([6, Math.floor(total / 2), 0]);
    expect(late.slice(0, 2).map(wayOf)).toEqual(['typed', 'typed']);
  });
});

it('a part that was protected by hand leaves the rest of a file mapped for reading safe for raw views', () => {
  const { mapFile, fake } = fakeApi();
  const array = mapFile(fileOf(pattern(3 * fake.pageSize)));
  array.mapping.protect('read', fake.pageSize, fake.pageSize);
  const before = fake.calls.length;
  void array.bytes;
  void array.bytes;
  const asked = fake.calls.slice(before).filter(({ operation }) => operation === 'protect');
  expect(asked.map((call) => call.arguments.slice(1))).toEqual([
    [0, fake.pageSize, PROT_READ | PROT_WRITE],
    [2 * fake.pageSize, fake.pageSize, PROT_READ | PROT_WRITE],
  ]);
});
