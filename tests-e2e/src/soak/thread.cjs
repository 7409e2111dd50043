// One thread of the soak test: takes step after step until its time is over, and lets go of everything then.
const { isMainThread } = require('node:worker_threads');
const { ownOf, shared } = require('./files.cjs');
const lives = require('./lives.cjs');
const { randomOf } = require('./random.cjs');
const { attempt, expect, faulted, load, rangeOf, search, store } = require('./values.cjs');

const SLOTS = 12;
const TURN = 100;
/** Bun's workers have no `gc`. */
const collect = () => (globalThis.Bun === undefined ? globalThis.gc() : globalThis.Bun.gc(true));
const turn = () => new Promise(setImmediate);
const native = lives.isNative();
/** Workers keep what was moved away for good, where it can be; with ffi the main thread does, too. */
const collectsMoved = native && (isMainThread || !('transfer' in ArrayBuffer.prototype));

const isMapped = (slot) => slot !== undefined && !slot.array.mapping.unmapped;
const isUsable = (slot) => isMapped(slot) && slot.array.length > 0;

/** Puts an array into a slot; the one that was there is unmapped first. */
function put(thread, index, make) {
  const old = thread.slots[index];
  if (isMapped(old)) lives.unmap(old);
  if (old !== undefined) lives.release(old);
  thread.slots[index] = undefined;
  thread.slots[index] = make();
}

/** Loads through a raw view: that of the array, one of earlier, or one that was moved away. */
function raw(slot, random) {
  const [from, to] = rangeOf(random, slot.array);
  const kind = random(3);
  // With ffi the process would die of a page that is gone.
  if (!native && slot.canFault) return;
  if (kind > 0 || slot.view === undefined) {
    const result = attempt(() => slot.array.bytes);
    if (faulted(slot, 0, slot.array.length, result)) return;
    slot.view = result.value;
  }
  slot.isUntold ||= slot.canFault;
  const view = (kind === 2 && slot.moved) || slot.view;
  const wrong = slot.wrongIn(from, Buffer.from(view.subarray(from, to)), true);
  expect(wrong === undefined, `a raw view (${kind}) from ${from} to ${to}: ${wrong}`);
}

/** Name, how often of all, and what it does. Those with a slot as first parameter are left out where none is usable. */
const operations = [
  ['own', 6, (t, random, index) => put(t, index, () => lives.map(t, random, t.own[random(t.own.length)]))],
  ['shared', 8, (t, random, index) => put(t, index, () => lives.map(t, random, shared[random(3)]))],
  ['anonymous', 4, (t, random, index) => put(t, index, () => lives.anonymous(random))],
  ['attach', 8, (t, _random, index) => put(t, index, () => lives.join(t))],
  ['load', 40, (_t, random, _index, slot) => isUsable(slot) && load(slot, random)],
  ['search', 8, (_t, random, _index, slot) => isUsable(slot) && search(slot, random)],
  ['store', 20, (t, random, _index, slot) => isUsable(slot) && store(slot, random, t.folder)],
  ['raw', 12, (_t, random, _index, slot) => isUsable(slot) && raw(slot, random)],
  ['share', 6, (t, random, _index, slot) => isUsable(slot) && lives.share(t, random, slot)],
  ['protect', 4, (_t, random, _index, slot) => isUsable(slot) && lives.protect(slot, random)],
  ['cut', 4, (t, random) => lives.cut(t, random, t.files[random(t.files.length)])],
  ['grow', 4, (t, random) => lives.regrow(t, t.files[random(t.files.length)])],
  ['remap', 4, (_t, _random, _index, slot) => isMapped(slot) && lives.heal(slot)],
  ['unmap', 5, (_t, _random, _index, slot) => isMapped(slot) && lives.unmap(slot)],
  ['hold', 3, (_t, _random, _index, slot) => isMapped(slot) && lives.hold(slot)],
  ['release', 3, (_t, _random, _index, slot) => slot !== undefined && lives.release(slot)],
  ['transfer', 2, (_t, _random, _index, slot) => collectsMoved && isUsable(slot) && lives.move(slot)],
  ['drop', 3, (t, _random, index) => void t.slots.fill(undefined, index, index + 1)],
  ['gc', 1, collect],
];
const tickets = operations.flatMap((operation) => Array(operation[1]).fill(operation));

/** Runs until the time is over. Says how often each operation ran; an error has the step and its name. */
async function runThread({ id, count, seed, folder, until, channel }) {
  const own = ownOf(id);
  const files = [...own, ...shared.filter((file) => file.owner === id && file.kind !== 'solid')];
  const thread = { id, count, folder, channel, own, files, slots: Array(SLOTS).fill(undefined) };
  const counts = {};
  let step = 0;
  while (Date.now() < until) {
    const random = randomOf(seed, id, step);
    const [name, , run] = tickets[random(tickets.length)];
    const index = random(SLOTS);
    try {
      run(thread, random, index, thread.slots[index]);
    } catch (error) {
      throw Object.assign(error, { step, operation: name, slot: String(thread.slots[index]) });
    }
    counts[name] = (counts[name] ?? 0) + 1;
    if (++step % TURN === 0) await turn();
  }
  for (let index = 0; index < SLOTS; index++) put(thread, index, () => undefined);
  for (let round = 0; round < 10; round++) {
    collect();
    await turn();
  }
  return { id, steps: step, counts };
}

module.exports = { collect, runThread, turn };
