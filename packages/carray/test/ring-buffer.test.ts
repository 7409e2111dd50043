import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { munmap } from '../src/index.js';
import { RingBuffer } from '../src/sync/index.js';
import { refusal, UNMAPPED } from './support/errors.js';
import { HEADER, makeRing, message, rejection, ringMemories, words } from './support/rings.js';

const CLOSED = 'Error ERR_RING_CLOSED';
const TIMED_OUT = 'Error ERR_RING_TIMEOUT';

describe.each(ringMemories)('a ring through $name', (kind) => {
  it('gives messages of every length whole and in order', () => {
    const { producer, consumer } = makeRing(kind, 64);
    const { maxMessageBytes } = producer;
    expect([producer.capacity, maxMessageBytes]).toEqual([64, 56]);
    for (let length = 0; length <= maxMessageBytes; length++) {
      expect(producer.tryWrite(message(length, 5))).toBe(true);
      expect(consumer.tryRead()).toEqual(message(length, 5));
      expect(consumer.tryRead()).toBe(undefined);
    }
  });

  it('is full when it is, and goes on where there is room again', () => {
    const { producer, consumer } = makeRing(kind, 64);
    for (let number = 0; number < 4; number++) expect(producer.tryWrite(message(8, number))).toBe(true);
    expect(producer.tryWrite(message(0))).toBe(false);
    expect(consumer.tryRead()).toEqual(message(8, 0));
    expect(producer.tryWrite(message(9))).toBe(false);
    expect(producer.tryWrite(message(8, 4))).toBe(true);
    for (let number = 1; number < 5; number++) expect(consumer.tryRead()).toEqual(message(8, number));
  });

  it('wraps a message in one place of the records, and positions at twice the capacity', () => {
    for (const start of [0, 24, 56, 64, 104, 120]) {
      const { producer, consumer, header } = makeRing(kind, 64, start);
      expect(producer.tryWrite(message(45, start))).toBe(true);
      expect(consumer.tryRead()).toEqual(message(45, start));
      expect([header.get(words.written), header.get(words.read)]).toEqual(Array(2).fill((start + 56) % 128));
    }
  });

  it('reads what comes, to as many reads as wait, in their order', async () => {
    const { producer, consumer } = makeRing(kind, 64);
    const reads = [consumer.read(), consumer.read(), consumer.read()];
    await sleep(5);
    expect(producer.tryWrite(message(1, 1))).toBe(true);
    expect(await reads[0]).toEqual(message(1, 1));
    await producer.write(message(2, 2));
    await producer.write(message(3, 3));
    expect(await Promise.all(reads)).toEqual([message(1, 1), message(2, 2), message(3, 3)]);
  });

  it('writes when there is room, in the order of the calls, the bytes of the calls', async () => {
    const { producer, consumer } = makeRing(kind, 64);
    const bytes = message(56, 0);
    const writes = [producer.write(bytes)];
    for (let number = 1; number < 4; number++) {
      bytes.set(message(56, number));
      writes.push(producer.write(bytes));
    }
    bytes.fill(0);
    expect(producer.tryWrite(message(0))).toBe(false);
    for (let number = 0; number < 4; number++) expect(await consumer.read()).toEqual(message(56, number));
    await Promise.all(writes);
    expect(producer.tryWrite(message(0))).toBe(true);
  });

  it('does not let tryRead and tryWrite past those that wait', async () => {
    const { producer, consumer } = makeRing(kind, 64);
    expect(producer.tryWrite(message(56))).toBe(true);
    const waiting = producer.write(message(56, 1));
    expect(consumer.tryRead()).toEqual(message(56));
    expect(producer.tryWrite(message(0))).toBe(false);
    await waiting;
    const read = Promise.all([consumer.read(), consumer.read()]);
    expect(producer.tryWrite(message(4, 4))).toBe(true);
    expect(consumer.tryRead()).toBe(undefined);
    expect(await read).toEqual([message(56, 1), message(4, 4)]);
  });

  it('blocks until there is a message, or room, and serves first who waited before', async () => {
    const { producer, consumer } = makeRing(kind, 64);
    expect(refusal(() => consumer.readSync({ timeout: 5 }))).toBe(TIMED_OUT);
    producer.writeSync(message(56, 1));
    expect(refusal(() => producer.writeSync(message(0), { timeout: 5 }))).toBe(TIMED_OUT);
    expect(consumer.readSync()).toEqual(message(56, 1));
    expect(consumer.tryRead()).toBe(undefined);
    const before = consumer.read();
    producer.writeSync(message(2, 2));
    producer.writeSync(message(3, 3));
    expect(consumer.readSync()).toEqual(message(3, 3));
    expect(await before).toEqual(message(2, 2));
  });

  it('gives up when the time is over, or the signal says so, and leaves no message', async () => {
    const { producer, consumer } = makeRing(kind, 64);
    const controller = new AbortController();
    const [aborted, kept] = [consumer.read({ signal: controller.signal }), consumer.read()];
    expect(await rejection(consumer.read({ timeout: 5 }))).toBe(TIMED_OUT);
    expect(await rejection(consumer.read({ timeout: 0 }))).toBe(TIMED_OUT);
    controller.abort();
    expect(await rejection(aborted)).toBe('AbortError');
    expect(await rejection(consumer.read({ signal: AbortSignal.abort() }))).toBe('AbortError');
    producer.tryWrite(message(56, 6));
    expect(await kept).toEqual(message(56, 6));

    producer.tryWrite(message(56));
    expect(await rejection(producer.write(message(1), { timeout: 5 }))).toBe(TIMED_OUT);
    expect(await rejection(producer.write(message(1), { signal: AbortSignal.timeout(5) }))).toBe(
      'TimeoutError',
    );
    expect(consumer.tryRead()).toEqual(message(56));
    expect(consumer.tryRead()).toBe(undefined);
    expect(producer.tryWrite(message(3))).toBe(true);
  });

  it('shows a message in place, and takes it when that is done', () => {
    const { producer, consumer } = makeRing(kind, 64, 40);
    const seen: Uint8Array[] = [];
    const see = (bytes: Uint8Array) => void seen.push(bytes.slice());
    expect(consumer.tryReadInPlace(see)).toBe(false);
    for (const length of [10, 3, 0]) producer.tryWrite(message(length, length));
    const fail = () => {
      throw new RangeError('no');
    };
    expect(() => consumer.tryReadInPlace(fail)).toThrow('no');
    expect(refusal(() => consumer.tryReadInPlace(() => consumer.tryRead()))).toBe('Error ERR_RING_IN_USE');
    for (let count = 0; count < 3; count++) expect(consumer.tryReadInPlace(see)).toBe(true);
    expect(seen).toEqual([message(10, 10), message(3, 3), message(0, 0)]);
    expect(consumer.tryRead()).toBe(undefined);
  });

  it('ends behind the last message when the producer closes it, for good', async () => {
    const { producer, consumer, memory, header } = makeRing(kind, 64);
    for (let number = 0; number < 3; number++) producer.tryWrite(message(5, number));
    expect(consumer.ended).toBe(false);
    producer.close();
    producer.close();
    expect(header.get(words.producer)).toBe(0);
    expect(refusal(() => producer.tryWrite(message(1)))).toBe(CLOSED);
    expect(refusal(() => RingBuffer.open(memory).tryWrite(message(1)))).toBe(CLOSED);
    const all = [];
    for await (const bytes of consumer) all.push(bytes);
    expect(all).toEqual([message(5, 0), message(5, 1), message(5, 2)]);
    expect([await consumer.read(), consumer.readSync(), consumer.tryRead(), consumer.ended]).toEqual([
      ...Array(3).fill(undefined),
      true,
    ]);
  });

  it('tells those that wait of the end, on both sides', async () => {
    const first = makeRing(kind, 64);
    first.producer.tryWrite(message(1));
    expect(first.consumer.tryRead()).toEqual(message(1));
    const reads = [first.consumer.read(), first.consumer.read()];
    await sleep(5);
    first.producer.close();
    expect(await Promise.all(reads)).toEqual([undefined, undefined]);

    const second = makeRing(kind, 64);
    second.producer.tryWrite(message(56));
    second.consumer.tryReadInPlace(() => {});
    second.producer.tryWrite(message(56));
    const writes = [second.producer.write(message(56)), second.producer.write(message(1))];
    const own = second.consumer.read();
    expect(await own).toEqual(message(56));
    await sleep(5);
    second.consumer.close();
    expect(await rejection(second.producer.write(message(1)))).toBe(CLOSED);
    expect(refusal(() => second.producer.tryWrite(message(0)))).toBe(CLOSED);
    expect(await Promise.allSettled(writes)).toMatchObject([{ status: 'fulfilled' }, {}]);
    expect(refusal(() => second.consumer.tryRead())).toBe(CLOSED);
  });

  it('ends calls of its own that wait when it is closed', async () => {
    const { producer, consumer } = makeRing(kind, 64);
    producer.tryWrite(message(56));
    const write = producer.write(message(1));
    await sleep(5);
    producer.close();
    expect(await rejection(write)).toBe(CLOSED);
    consumer.tryRead();
    const read = makeRing(kind).consumer;
    const waiting = read.read();
    read[Symbol.dispose]();
    expect(await rejection(waiting)).toBe(CLOSED);
  });

  it('is over when its memory is unmapped, for those that wait too', async () => {
    const { producer, consumer, memory } = makeRing(kind, 64);
    producer.tryWrite(message(56));
    const write = producer.write(message(1));
    await sleep(5);
    munmap(memory);
    expect(await rejection(write)).toBe(UNMAPPED);
    for (const call of [
      () => producer.tryWrite(message(0)),
      () => consumer.tryRead(),
      () => consumer.readSync(),
      () => consumer.ended,
      () => RingBuffer.open(memory),
      () => RingBuffer.create(memory),
    ]) {
      expect(refusal(call)).toBe(UNMAPPED);
    }
    producer.close();
  });

  it('goes on with what is there when another object opens it', () => {
    const { producer, consumer, memory } = makeRing(kind, 64);
    producer.tryWrite(message(9, 1));
    const late = RingBuffer.open(memory);
    expect(late.capacity).toBe(64);
    expect(late.tryRead()).toEqual(message(9, 1));
    expect(refusal(() => consumer.tryRead())).toBe('Error ERR_RING_IN_USE');
  });
});

it('has the capacity that fits, where none is asked for', () => {
  const { memory } = (ringMemories[0] as (typeof ringMemories)[0]).map(HEADER + 1003);
  expect(RingBuffer.create(memory).capacity).toBe(1000);
  expect(RingBuffer.create(memory, { capacity: 16n }).capacity).toBe(16);
});
