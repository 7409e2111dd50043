import { readFileSync } from 'node:fs';
import { MAP_SHARED, PROT_READ, PROT_WRITE } from '@carray/constants';
import { describe, expect, it } from 'vitest';
import { munmap, uint8 } from '../src/index.js';
import { RingBuffer } from '../src/sync/index.js';
import { fakeApi } from './support/api.js';
import { FAULT, refusal, thrownBy } from './support/errors.js';
import { fileOf } from './support/files.js';
import { HEADER, makeRing, message, rejection, ringMemories, words } from './support/rings.js';

const IN_USE = 'Error ERR_RING_IN_USE';
const DIED = 'Error ERR_RING_PEER_DIED';

/** The thread that started this one, as a ring names it. */
function parentThread(): number {
  const text = readFileSync(`/proc/${process.ppid}/stat`, 'latin1');
  const started = Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[19]);
  return ((Math.imul(started, 0x9e3779b1) >>> 23) << 22) | process.ppid;
}

describe.each(ringMemories)('sides of a ring, through $name', (kind) => {
  it('are one each: another object of this thread is refused, until the first is closed or unmapped', () => {
    const { producer, consumer, memory } = makeRing(kind, 64);
    const other = RingBuffer.open(memory);
    producer.tryWrite(message(1));
    expect(refusal(() => other.tryWrite(message(1)))).toBe(IN_USE);
    expect(refusal(() => RingBuffer.open(memory, { side: 'producer' }))).toBe(IN_USE);
    expect(refusal(() => RingBuffer.create(memory))).toBe(IN_USE);
    expect(other.tryRead()).toEqual(message(1));
    expect(refusal(() => consumer.tryRead())).toBe(IN_USE);
    expect(refusal(() => consumer.readSync())).toBe(IN_USE);
    producer.tryWrite(message(2));
    munmap(memory);
    expect(refusal(() => other.tryRead())).toBe('TypeError ERR_MAPPING_UNMAPPED');
  });

  it('that another thread is, which lives, are refused', async () => {
    const { producer, consumer, header, memory } = makeRing(kind, 64);
    producer.tryWrite(message(1));
    header.set(words.producer, parentThread());
    expect(refusal(() => producer.tryWrite(message(1)))).toBe(IN_USE);
    expect(thrownBy(() => producer.tryWrite(message(1))).message).toContain(`thread ${process.ppid}`);
    header.set(words.consumer, parentThread());
    expect(await rejection(consumer.read())).toBe(IN_USE);
    expect(refusal(() => RingBuffer.create(memory))).toBe(IN_USE);
    header.set(words.producer, 0);
    expect(producer.tryWrite(message(1))).toBe(true);
  });

  it('that have died are told of behind the last message, and replaced', async () => {
    const { producer, consumer, header } = makeRing(kind, 64);
    producer.tryWrite(message(1, 1));
    header.set(words.producer, 2 ** 22 - 1); // no thread has that number and this time
    expect(consumer.tryRead()).toEqual(message(1, 1));
    const started = performance.now();
    expect(await rejection(consumer.read())).toBe(DIED);
    expect(refusal(() => consumer.readSync())).toBe(DIED);
    expect(refusal(() => consumer.readSync({ timeout: 1 }))).toBe(DIED);
    expect(await rejection(consumer.read({ timeout: 1 }))).toBe(DIED);
    expect(performance.now() - started).toBeLessThan(30_000); // it ends
    expect(producer.tryWrite(message(56, 2))).toBe(true);
    header.set(words.consumer, 2 ** 22 - 1);
    expect(await rejection(producer.write(message(1)))).toBe(DIED);
    expect(refusal(() => producer.writeSync(message(1)))).toBe(DIED);
    expect(consumer.tryRead()).toEqual(message(56, 2));
    expect(producer.tryWrite(message(3, 3))).toBe(true);
    expect(consumer.tryRead()).toEqual(message(3, 3));
  });

  it('wait for one that has not come yet', async () => {
    const { consumer } = makeRing(kind, 64);
    expect(await rejection(consumer.read({ timeout: 120 }))).toBe('Error ERR_RING_TIMEOUT');
  });
});

it('tells of a fault, and is there again when it is healed', () => {
  const api = fakeApi();
  const path = fileOf(new Uint8Array(HEADER + 64));
  const memory = api.mmap(uint8, HEADER + 64, PROT_READ | PROT_WRITE, MAP_SHARED, path);
  const producer = RingBuffer.create(memory);
  producer.tryWrite(message(1));
  api.fake.fault(memory.mapping.region?.id ?? 0, 0, 1);
  expect(refusal(() => producer.tryWrite(message(1)))).toBe(FAULT);
  memory.mapping.remap();
  expect(producer.tryWrite(message(1))).toBe(true);
});
