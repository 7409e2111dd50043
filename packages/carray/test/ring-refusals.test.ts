import { MAP_PRIVATE, MAP_SHARED, PROT_READ, PROT_WRITE } from '@carray/constants';
import { describe, expect, it } from 'vitest';
import { CArray, int32, struct, uint8, uint16, uint64 } from '../src/index.js';
import { RingBuffer } from '../src/sync/index.js';
import { fakeApi } from './support/api.js';
import {
  NOT_MAPPED,
  NOT_THE_KIND,
  NOT_THE_VALUE,
  OUT_OF_RANGE,
  READ_ONLY,
  refusal,
  thrownBy,
} from './support/errors.js';
import { fileOf } from './support/files.js';
import { HEADER, makeRing, message, rejection, ringMemories, words } from './support/rings.js';

const CORRUPT = 'Error ERR_RING_CORRUPT';
const BYTES = 4096;

const { mapAnonymous, mmap } = fakeApi();
const both = [RingBuffer.create, RingBuffer.open];

describe('memory for a ring', () => {
  it.each([
    ['an array of the heap', NOT_MAPPED, () => CArray.alloc(uint8, BYTES)],
    ['a private mapping', 'Error ERR_NOT_SHARED', () => mapAnonymous(uint8, BYTES)],
    [
      'a private mapping of a file',
      'Error ERR_NOT_SHARED',
      () => mmap(uint8, BYTES, PROT_READ | PROT_WRITE, MAP_PRIVATE, fileOf(new Uint8Array(BYTES))),
    ],
    [
      'a mapping that is only read',
      READ_ONLY,
      () => mmap(uint8, BYTES, PROT_READ, MAP_SHARED, fileOf(new Uint8Array(BYTES))),
    ],
    [
      'one that does not start at a multiple of 8 bytes',
      'RangeError ERR_MISALIGNED',
      () => mapAnonymous(uint8, BYTES, { shared: true }).subarray(4),
    ],
    [
      'a column',
      'Error ERR_UNSUPPORTED',
      () => mapAnonymous(struct({ a: uint8, b: uint8 }), BYTES, { shared: true }).field('a'),
    ],
    [
      'too few bytes',
      OUT_OF_RANGE,
      () => mapAnonymous(uint8, BYTES, { shared: true }).subarray(0, HEADER + 15),
    ],
    ['no array', NOT_THE_KIND, () => new Uint8Array(BYTES)],
    ['nothing', NOT_THE_KIND, () => undefined],
  ])('is not %s: %s', (_, expected, make) => {
    for (const call of both) expect(refusal(() => Reflect.apply(call, undefined, [make()]))).toBe(expected);
  });

  it('is an array of any type, from a multiple of 8 on', () => {
    const memory = mapAnonymous(uint64, BYTES / 8, { shared: true });
    const ring = RingBuffer.create(memory.subarray(3));
    expect(ring.capacity).toBe(BYTES - 24 - HEADER);
    ring.tryWrite(message(5));
    expect(RingBuffer.open(memory.cast(uint16, 24)).tryRead()).toEqual(message(5));
    expect(refusal(() => RingBuffer.open(memory))).toBe(CORRUPT);
  });

  it('has room for the capacity', () => {
    const memory = mapAnonymous(uint8, BYTES, { shared: true });
    for (const capacity of [
      0,
      8,
      15,
      17,
      20,
      -8,
      1.5,
      Number.NaN,
      BYTES,
      BYTES - HEADER + 8,
      2 ** 30 + 8,
      2 ** 32,
    ])
      expect(
        refusal(() => RingBuffer.create(memory, { capacity })),
        String(capacity),
      ).toBe(OUT_OF_RANGE);
    for (const capacity of ['64', null, {}])
      expect(refusal(() => Reflect.apply(RingBuffer.create, RingBuffer, [memory, { capacity }]))).toBe(
        NOT_THE_KIND,
      );
    for (const capacity of [16, 24, BYTES - HEADER])
      expect(RingBuffer.create(memory, { capacity }).capacity).toBe(capacity);
  });
});

describe('arguments', () => {
  it('are known options', async () => {
    const { memory, producer, consumer } = makeRing();
    for (const options of [{ size: 1 }, { capacity: 16, timeout: 1 }]) {
      for (const call of both)
        expect(refusal(() => Reflect.apply(call, RingBuffer, [memory, options]))).toBe(NOT_THE_VALUE);
    }
    expect(refusal(() => Reflect.apply(RingBuffer.open, RingBuffer, [memory, { side: 'both' }]))).toBe(
      NOT_THE_VALUE,
    );
    expect(refusal(() => Reflect.apply(RingBuffer.open, RingBuffer, [memory, null]))).toBe(NOT_THE_KIND);
    for (const [options, expected] of [
      [{ timeout: -1 }, OUT_OF_RANGE],
      [{ timeout: Number.NaN }, OUT_OF_RANGE],
      [{ timeout: '1' }, NOT_THE_KIND],
      [{ signal: 1 }, NOT_THE_KIND],
      [{ wait: 1 }, NOT_THE_VALUE],
    ] as const) {
      expect(await rejection(Reflect.apply(consumer.read, consumer, [options]))).toBe(expected);
      expect(await rejection(Reflect.apply(producer.write, producer, [message(1), options]))).toBe(expected);
    }
    expect(refusal(() => Reflect.apply(consumer.readSync, consumer, [{ signal: AbortSignal.abort() }]))).toBe(
      NOT_THE_VALUE,
    );
  });

  it('are bytes that fit: the message says how many', async () => {
    const { producer, consumer } = makeRing();
    for (const bytes of ['text', 5, null, undefined, new Uint16Array(1), new ArrayBuffer(1), [1]]) {
      expect(refusal(() => Reflect.apply(producer.tryWrite, producer, [bytes]))).toBe(NOT_THE_KIND);
      expect(refusal(() => Reflect.apply(producer.writeSync, producer, [bytes]))).toBe(NOT_THE_KIND);
      expect(await rejection(Reflect.apply(producer.write, producer, [bytes]))).toBe(NOT_THE_KIND);
    }
    const tooMany = thrownBy(() => producer.tryWrite(message(57)));
    expect([tooMany.code, tooMany.message]).toEqual([
      'ERR_OUT_OF_RANGE',
      expect.stringContaining('at most 56'),
    ]);
    expect(await rejection(producer.write(message(57)))).toBe(OUT_OF_RANGE);
    expect(refusal(() => Reflect.apply(consumer.tryReadInPlace, consumer, [1]))).toBe(NOT_THE_KIND);
    expect(consumer.tryRead()).toBe(undefined);
    expect(producer.tryWrite(Buffer.from('abc'))).toBe(true);
  });
});

describe.each(ringMemories)('bytes that are no ring, through $name', (kind) => {
  it.each([
    [words.magic, 0],
    [words.magic, 0x43415242],
    [words.version, 0],
    [words.version, 2],
    [words.capacity, 0],
    [words.capacity, 72],
    [words.capacity, 60],
    [words.capacity, -64],
    [words.capacity, 2 ** 30 + 8],
    [words.headerBytes, 200],
    [words.written, 4],
    [words.written, 128],
    [words.written, -8],
    [words.written, 72],
    [words.read, 40],
    [words.read, -(2 ** 31)],
  ])('are refused by open: number %i is %i', (index, value) => {
    const { memory, header } = makeRing(kind, 64);
    header.set(index, value);
    expect(refusal(() => RingBuffer.open(memory))).toBe(CORRUPT);
    expect(refusal(() => RingBuffer.open(memory, { side: 'consumer' }))).toBe(CORRUPT);
  });

  it.each([
    [words.written, 4],
    [words.written, 128],
    [words.written, -8],
    [words.written, 80],
    [words.read, 1],
    [words.read, 32],
    [words.read, 2 ** 31 - 8],
  ])('are noticed at run time: number %i is %i', async (index, value) => {
    const { producer, consumer, header } = makeRing(kind, 64);
    producer.tryWrite(message(8));
    producer.tryWrite(message(0));
    const before = header.toArray();
    header.set(index, value);
    expect(refusal(() => consumer.tryRead())).toBe(CORRUPT);
    expect(refusal(() => consumer.readSync())).toBe(CORRUPT);
    expect(await rejection(consumer.read())).toBe(CORRUPT);
    header.set(index, before[index] ?? 0);
    expect(consumer.tryRead()).toEqual(message(8));
  });

  it.each([
    [0, 9],
    [0, -1],
    [0, 2 ** 31 - 1],
    [0, 17],
    [1, 0],
    [2, 1],
  ])('are noticed in front of a message: number %i is %i', (index, value) => {
    const { producer, consumer, memory, header } = makeRing(kind, 64);
    producer.tryWrite(message(8));
    producer.tryWrite(message(0));
    const records = memory.subarray(HEADER).cast(int32);
    if (index === 2) header.set(words.read, 8);
    else records.set(index, value);
    expect(refusal(() => consumer.tryRead())).toBe(CORRUPT);
    expect(refusal(() => consumer.tryReadInPlace(() => {}))).toBe(CORRUPT);
  });

  it('are noticed by a producer, and by those that wait', async () => {
    const { producer, consumer, header, memory } = makeRing(kind, 64);
    producer.tryWrite(message(56));
    const waiting = producer.write(message(1));
    header.set(words.read, 4);
    expect(await rejection(waiting)).toBe(CORRUPT);
    expect(refusal(() => producer.tryWrite(message(0)))).toBe(CORRUPT);
    expect(refusal(() => producer.writeSync(message(0)))).toBe(CORRUPT);
    memory.fill(0);
    expect(refusal(() => producer.tryWrite(message(0)))).toBe(CORRUPT);
    expect(refusal(() => consumer.tryRead())).toBe(CORRUPT);
  });

  it('are a ring of another capacity now: whoever had opened it hears so', () => {
    const { producer, consumer, memory } = makeRing(kind, 64);
    producer.close();
    consumer.close();
    const stale = RingBuffer.open(memory);
    RingBuffer.create(memory, { capacity: 32 });
    expect(refusal(() => stale.tryWrite(message(1)))).toBe(CORRUPT);
  });
});
