import { deepStrictEqual, ok } from 'node:assert';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { advance, offsetOf, recordBytes, usedBytes } from '../src/sync/ring-layout.js';
import { holds, timeout } from './support/property-runs.js';
import { makeRing, message, ringMemories } from './support/rings.js';

const CAPACITIES = fc.oneof(
  fc.integer({ min: 2, max: 40 }).map((count) => 8 * count),
  fc.constantFrom(16, 4096, 1000, 8 * 1021),
);

/** A length, as a part of the longest; or a read, in one of two ways. */
const steps = fc.array(
  fc.oneof(
    fc.record({ write: fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1)) }),
    fc.constantFrom({ read: 'copy' as const }, { read: 'in place' as const }),
  ),
  { maxLength: 60 },
);

describe.each(ringMemories)('a ring is a queue, through $name', (kind) => {
  it(
    'of any capacity, from any positions on',
    async () => {
      const property = fc.property(CAPACITIES, fc.nat(), steps, (capacity, from, all) => {
        const start = (8 * from) % (2 * capacity);
        const { producer, consumer, memory } = makeRing(kind, capacity, start);
        const queue: Uint8Array[] = [];
        let used = 0;
        for (const [number, step] of all.entries()) {
          if ('write' in step) {
            const bytes = message(Math.floor(step.write * producer.maxMessageBytes), number);
            const fits = used + recordBytes(bytes.length) <= capacity;
            deepStrictEqual(producer.tryWrite(bytes), fits);
            if (!fits) continue;
            queue.push(bytes);
            used += recordBytes(bytes.length);
            continue;
          }
          const expected = queue.shift();
          used -= expected === undefined ? 0 : recordBytes(expected.length);
          let got: Uint8Array | undefined;
          if (step.read === 'copy') got = consumer.tryRead();
          else {
            const had = consumer.tryReadInPlace((bytes) => {
              got = bytes.slice();
            });
            deepStrictEqual(had, expected !== undefined);
          }
          deepStrictEqual(got, expected);
        }
        for (const expected of queue) deepStrictEqual(consumer.tryRead(), expected);
        deepStrictEqual(consumer.tryRead(), undefined);
        memory.mapping.unmap();
      });
      await holds(property);
    },
    timeout,
  );
});

/** As a ring would count without an end: in big integers. */
describe('positions', () => {
  const capacities = fc.oneof(
    fc.integer({ min: 2, max: 2 ** 27 }).map((count) => 8 * count),
    fc.constantFrom(16, 2 ** 30, 2 ** 30 - 8),
  );

  it('say what lies between them, up to positions of 2 ** 31 - 8', async () => {
    const property = fc.property(
      capacities,
      fc.bigInt({ min: 0n, max: 2n ** 64n }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (capacity, count, part) => {
        const end = BigInt(2 * capacity);
        const bytes = 8 * Math.floor((part * capacity) / 8);
        const read = Number((8n * count) % end);
        const write = Number((8n * count + BigInt(bytes)) % end);
        deepStrictEqual(advance(read, bytes, capacity), write);
        deepStrictEqual(usedBytes(write, read, capacity), bytes);
        deepStrictEqual(offsetOf(write, capacity), Number((8n * count + BigInt(bytes)) % BigInt(capacity)));
        ok(write <= 2 ** 31 - 8);
        // One byte beside, or too far apart: no positions of a ring.
        deepStrictEqual(usedBytes(write + 1, read, capacity), -1);
        deepStrictEqual(usedBytes(write, read + 4, capacity), -1);
        deepStrictEqual(usedBytes(2 * capacity, read, capacity), -1);
        deepStrictEqual(usedBytes(write, -8, capacity), -1);
        deepStrictEqual(usedBytes(advance(read, capacity, capacity), read, capacity), capacity);
        const beyond = advance(advance(read, capacity, capacity), 8, capacity);
        deepStrictEqual(usedBytes(beyond, read, capacity), -1);
      },
    );
    await holds(property);
  });
});
