// An append-only log of events that any number of processes write to and read from at once.
//
//   node event-log.mjs append LOG < lines     one event per line, each readable at once
//   node event-log.mjs read LOG [FIRST]       the events from the FIRST (0) on
//   node event-log.mjs follow LOG             those that are there, and those to come
//
// What the mapping gives: an append is a store into memory, and readers have it without a read. The count in the head is the commit: an event is
// written behind the last one first and counted then, so a writer that is killed at any moment leaves a whole log, and the lock is
// free for the next one. The file grows by 10,000 events at a time, blocks reserved, into addresses set aside: nothing moves.
import { statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import {
  array,
  char,
  float64,
  int32,
  int64,
  MAP_SHARED,
  mapFile,
  mmap,
  munmap,
  PROT_READ,
  struct,
  uint32,
} from 'carray';
import { notify, SharedCounter, SharedLock, wait } from 'carray/sync';

const event = struct({ at: float64, pid: uint32, text: array(char, 116) }); // 128 bytes
const MAGIC = 0x31474f4c; // LOG1
const LONGEST = 2 ** 36; // bytes of address space: 64 GiB, more than half a billion events
const STEP = 10_000;

// The first 128 bytes are no event: int32 0 is the magic number, 1 the lock, and the int64 behind them the count.
const LOCK = 1;
const COUNTED = 2; // the low half of the count, on little-endian machines: what waits and notifications are about

function headOf(log) {
  if (log.length > 0) {
    const words = log.subarray(0, 1).cast(int32);
    const count = SharedCounter.over(log.subarray(0, 1).cast(int64), 1);
    if (log.writable && words.get(0) === 0 && count.value === 0n) words.set(0, MAGIC); // new, and zeros
    if (words.get(0) === MAGIC) return { words, count };
  }
  throw new Error('this is no event log');
}

async function append(path) {
  const log = mapFile(path, { type: event, access: 'read-write', create: true, maxByteLength: LONGEST });
  // New; or another has made it since, and it is longer than it was a moment ago.
  if (log.length === 0 && statSync(path).size % event.size === 0) log.mapping.resize(STEP * event.size);
  const { words, count } = headOf(log);
  const lock = SharedLock.over(words, LOCK);
  for await (const text of createInterface({ input: process.stdin })) {
    const value = { at: Date.now(), pid: process.pid, text };
    lock.acquireSync(); // from one that was killed too: what it had not counted is overwritten
    try {
      const next = Number(count.value) + 1; // behind the head
      if (next >= log.length) log.mapping.resize((next + STEP) * event.size);
      log.set(next, value); // ERR_OUT_OF_RANGE where the text is too long, and nothing is stored
      count.add(1n); // now it is an event
    } finally {
      lock.release();
    }
    notify(words, COUNTED);
  }
  log.mapping.flushSync();
  munmap(log);
}

/** Prints events up to the last that is counted; returns the number of the next. */
function print(path, log, count, from) {
  const end = Number(count.value);
  if (end >= log.length) log.mapping.resize(statSync(path).size);
  for (let index = from; index < end; index++) {
    const { at, pid, text } = log.get(index + 1);
    console.log(`${index} ${new Date(at).toISOString()} ${pid} ${text}`);
  }
  return Math.max(from, end);
}

async function read(path, first, follow) {
  // mapFile maps privately to read: it would show the events, but nobody can be waited for through it.
  const log = mmap(event, statSync(path).size, PROT_READ, MAP_SHARED, path);
  const { words, count } = headOf(log);
  let next = print(path, log, count, first);
  while (follow) {
    await wait(words, COUNTED, next | 0, { timeout: 1000 }); // a writer may be killed before it notifies
    next = print(path, log, count, next);
  }
  munmap(log);
}

const [command, path, first = '0', ...rest] = process.argv.slice(2);
try {
  if (command === 'append' && path && process.argv.length === 4) await append(path);
  else if (command === 'read' && path && /^\d+$/.test(first) && rest.length === 0)
    await read(path, Number(first), false);
  else if (command === 'follow' && path && process.argv.length === 4) await read(path, 0, true);
  else {
    console.error('usage: node event-log.mjs append LOG < lines | read LOG [FIRST] | follow LOG');
    process.exitCode = 2;
  }
} catch (error) {
  console.error(`event-log: ${path}: ${error.message}`);
  process.exitCode = 1;
}
