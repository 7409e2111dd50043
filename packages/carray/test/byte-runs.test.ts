import { describe, expect, it } from 'vitest';
import { PROT_EXEC, PROT_NONE, PROT_READ, PROT_WRITE } from '../src/index.js';
import { ByteRuns } from '../src/memory/byte-runs.js';
import { createRandom, type Random, seed } from './support/random.js';

const CASES = 600;
const everything = PROT_READ | PROT_WRITE | PROT_EXEC;
const STEPS = 12;
const combinations = [0, 1, 2, 3, 4, 5, 6, 7].map(
  (bits) => (bits & 1 ? PROT_READ : 0) | (bits & 2 ? PROT_WRITE : 0) | (bits & 4 ? PROT_EXEC : 0),
);

/** The same answers from one number per byte, without a thought about runs. */
class Model {
  readonly bytes: number[];

  constructor(byteLength: number, protection: number) {
    this.bytes = Array(byteLength).fill(protection);
  }

  set(from: number, to: number, protection: number): boolean {
    const changed = this.bytes.slice(from, to).some((before) => before !== protection);
    this.bytes.fill(protection, from, to);
    return changed;
  }

  resize(byteLength: number): void {
    const last = this.bytes.at(-1) ?? 0;
    while (this.bytes.length < byteLength) this.bytes.push(last);
    this.bytes.length = byteLength;
  }

  common(end: number): number {
    return this.bytes.slice(0, end).reduce((bits, protection) => bits & protection);
  }

  haveAll(at: number, length: number, bits: number): boolean {
    return this.bytes.slice(at, at + length).every((protection) => (protection & bits) === bits);
  }

  haveNone(at: number, length: number, bits: number): boolean {
    return this.bytes.slice(at, at + length).every((protection) => (protection & bits) === 0);
  }
}

function randomRange(random: Random, byteLength: number): [from: number, to: number] {
  const [one, other] = [random.below(byteLength + 1), random.below(byteLength + 1)];
  return [Math.min(one, other), Math.max(one, other)];
}

/** One life of a mapping: what the two say after each step. */
function compare(random: Random): void {
  let byteLength = 1 + random.below(40);
  const first = random.pick(combinations);
  const [real, model] = [new ByteRuns(byteLength, first), new Model(byteLength, first)];
  const steps: string[] = [`${byteLength} bytes of ${first}`];
  for (let step = 0; step < STEPS; step++) {
    const [from, to] = randomRange(random, byteLength);
    // Few different ones, so that neighbours often become alike again.
    const protection =
      random.below(4) === 0 ? random.pick(combinations) : random.pick([PROT_NONE, PROT_READ]);
    steps.push(`set ${from} to ${to}: ${protection}`);
    const history = `seed ${seed}: ${steps.join('; ')}`;
    expect(real.set(from, to, protection), history).toBe(model.set(from, to, protection));
    expect(real.common(byteLength), history).toBe(model.common(byteLength));
    const half = Math.ceil(byteLength / 2);
    expect(real.common(half), history).toBe(model.common(half));
    for (let look = 0; look < 8; look++) {
      const [at, end] = randomRange(random, byteLength);
      const bits = random.pick(combinations);
      const asked = `${history}; of ${at} to ${end}: ${bits}`;
      expect(real.haveAll(at, end - at, bits), asked).toBe(model.haveAll(at, end - at, bits));
      expect(real.haveNone(at, end - at, bits), asked).toBe(model.haveNone(at, end - at, bits));
    }
    const exactly = (protection: number, at: number) =>
      real.haveAll(at, 1, protection) && real.haveNone(at, 1, everything & ~protection);
    expect(model.bytes.every(exactly), history).toBe(true);
    if (random.below(3) > 0) continue;
    byteLength = 1 + random.below(40);
    steps.push(`resize to ${byteLength}`);
    real.resize(byteLength);
    model.resize(byteLength);
  }
}

describe(`bits of bytes, CARRAY_TEST_SEED=${seed}`, () => {
  it(`are those of a model with one number per byte, in ${CASES} random lives`, () => {
    const random = createRandom(seed);
    for (let round = 0; round < CASES; round++) compare(random);
  });

  it('of a mapping of no bytes are what it began with', () => {
    const none = new ByteRuns(0, PROT_READ);
    expect([none.common(0), none.set(0, 0, PROT_NONE), none.haveAll(0, 0, PROT_WRITE)]).toEqual([
      PROT_READ,
      false,
      true,
    ]);
  });

  it('outlive that all bytes go away', () => {
    const some = new ByteRuns(10, PROT_READ);
    some.resize(0);
    some.resize(5);
    expect([some.common(5), some.within(0, 100)]).toEqual([
      PROT_READ,
      [{ byteOffset: 0, byteLength: 5, value: PROT_READ }],
    ]);
  });

  it('of no bytes never change', () => {
    const some = new ByteRuns(10, PROT_READ);
    expect([some.set(5, 5, PROT_NONE), some.set(10, 10, PROT_NONE), some.common(10)]).toEqual([
      false,
      false,
      PROT_READ,
    ]);
  });
});
