// Counts lines by one of their words, in a file that any number of processes count in at once: the requests of many servers by status, say.
//
//   tail -f access.log | node counters.mjs count FILE [WORD]    by the WORD-th word of each line, default 1
//   node counters.mjs show FILE                                 all counters, the greatest first
//
// What the mapping gives: to count is one atomic addition to memory that all have, without a lock and without a call of the system. The
// numbers are in the file all the time: a process that is killed loses none that it has counted, and who shows them stops nobody.
import { existsSync, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { array, char, int32, int64, mapFile, munmap, struct } from 'carray';
import { SharedCounter, SharedLock } from 'carray/sync';

const slot = struct({ value: int64, name: array(char, 56) }); // 64 bytes
const SLOTS = 1024;

// Slot 0 is the head: how many of the others are in use, the int32 that says what file this is, and the lock.
const head = struct({ used: int64, magic: int32, lock: int32 });
const MAGIC = 0x31544e43; // CNT1
const LOCK = 3; // which int32 of the file it is
const headOf = (slots) => slots.cast(head, 0, head.size).ref(0);

function openToCount(path) {
  if (existsSync(path) && ![0, SLOTS * slot.size].includes(statSync(path).size))
    throw new Error('this is no file of counters');
  const slots = mapFile(path, { type: slot, access: 'read-write', create: true, grow: true, length: SLOTS });
  const top = headOf(slots);
  if (top.magic === 0) top.magic = MAGIC; // new; who else is here stores the same
  if (top.magic !== MAGIC) throw new Error('this is no file of counters');
  return slots;
}

/** A function that has the counter of each name, and makes those that nobody has yet. */
function countersIn(slots) {
  const numbers = slots.cast(int64); // 8 in each slot
  const used = SharedCounter.over(numbers, 0);
  const lock = SharedLock.over(slots.cast(int32), LOCK);
  const known = new Map();

  function slotOf(name) {
    lock.acquireSync(); // only for names that this process meets for the first time
    try {
      const end = Number(used.value) + 1;
      const at = slots.subarray(0, end).field('name').indexOf(name, 1);
      if (at !== -1) return at;
      if (end === SLOTS)
        throw new Error(`there is no room for "${name}", the file has ${SLOTS - 1} counters`);
      slots.set(end, { value: 0n, name });
      used.add(1n); // now it is one: who is killed in front of this leaves nothing
      return end;
    } finally {
      lock.release();
    }
  }

  return (name) => {
    if (!known.has(name)) known.set(name, SharedCounter.over(numbers, 8 * slotOf(name)));
    return known.get(name);
  };
}

async function count(path, word) {
  const slots = openToCount(path);
  const counter = countersIn(slots);
  for await (const line of createInterface({ input: process.stdin })) {
    const name = line.split(/[\s\0]+/).filter((part) => part !== '')[word - 1] ?? '(none)';
    counter(Buffer.byteLength(name) > 56 ? '(longer)' : name).add(1n);
  }
  munmap(slots);
}

function show(path) {
  const slots = mapFile(path, { type: slot });
  if (slots.length !== SLOTS || headOf(slots).magic !== MAGIC) throw new Error('this is no file of counters');
  const counted = slots.slice(1, Number(headOf(slots).used) + 1).toArray();
  munmap(slots);
  counted.sort((a, b) => Number(b.value - a.value) || (a.name < b.name ? -1 : 1));
  for (const { value, name } of counted) console.log(`${value} ${name}`);
}

const [command, path, word = '1', ...rest] = process.argv.slice(2);
try {
  if (command === 'count' && path && /^[1-9]\d*$/.test(word) && rest.length === 0) {
    await count(path, Number(word));
  } else if (command === 'show' && path && process.argv.length === 4) show(path);
  else {
    console.error('usage: node counters.mjs count FILE [WORD] < lines | show FILE');
    process.exitCode = 2;
  }
} catch (error) {
  console.error(`counters: ${path}: ${error.message}`);
  process.exitCode = 1;
}
