// What the soak test does with mappings: makes them, shares, protects, heals and ends them.
const fs = require('node:fs');
const { receiveMessageOnPort } = require('node:worker_threads');
const { PAGE, carray, contentOf, grow, pathOf, shared } = require('./files.cjs');
const { Slot } = require('./slot.cjs');
const { attempt, expect, faulted, rangeOf } = require('./values.cjs');

const { attach, mapAnonymous, mapFile, munmap, uint8 } = carray;
const ACCESS = ['read', 'read-write', 'copy-on-write'];
const isNative = () => carray.backendInfo().active === 'native' || process.env.CARRAY_BACKEND === 'native';
/** Where ffi cannot empty a buffer, its views go on and read zeros. */
const emptiesViews = isNative() || ('transfer' in ArrayBuffer.prototype && !('deno' in process.versions));

function map(thread, random, file) {
  const access = ACCESS[random(3)];
  const [at, part, isPart] = [random(PAGE * 3), random(PAGE * 6), random(2) === 0];
  const options = isPart ? { access, byteOffset: at, length: part } : { access };
  const result = attempt(() => mapFile(pathOf(thread.folder, file), options));
  if (result.code !== undefined) {
    const size = file.isOwn ? file.size : file.solid;
    expect(
      result.code === 'ERR_OUT_OF_RANGE' && isPart && at + part > size,
      `${result.code}: ${result.error.message}`,
    );
    return undefined;
  }
  const slot = new Slot(result.value, { file, access, offset: isPart ? at : 0 });
  const length = isPart ? part : file.isOwn ? file.size : undefined;
  expect(length === undefined || slot.array.length === length, `length ${slot.array.length}, not ${length}`);
  return slot;
}

function anonymous(random) {
  const array = mapAnonymous(uint8, 1 + random(4 * PAGE), { shared: random(2) === 0 });
  return new Slot(array, { content: Buffer.alloc(array.length) });
}

/** Tells another thread of an array; from now on only the right bytes are stored. */
function share(thread, random, slot) {
  const [key, to] = [200 + random(50), (thread.id + 1 + random(thread.count - 1)) % thread.count];
  if (slot.file?.isOwn) return;
  if (slot.file === undefined && !slot.isShared) {
    slot.key = key;
    slot.anonymous = contentOf(key, slot.array.length);
    slot.array.replace(slot.anonymous);
  }
  const [from, end] = rangeOf(random, slot.array);
  const result = attempt(() => slot.array.subarray(from, end).share());
  if (faulted(slot, from, end, result)) return;
  const token = result.value;
  slot.isShared = true;
  const { file, offset, key: contentKey } = slot;
  const told = { to, token, file: shared.indexOf(file), key: contentKey, offset: offset + from };
  thread.channel.postMessage(told);
}

/** Takes the last array that was told to this thread; who told it may be done with it. */
function join(thread) {
  const inbox = [];
  for (let next = receiveMessageOnPort(thread.channel); next; next = receiveMessageOnPort(thread.channel)) {
    if (next.message.to === thread.id) inbox.push(next.message);
  }
  const told = inbox.at(-1);
  if (told === undefined) return undefined;
  const { token, file, key, offset } = told;
  const result = attempt(() => attach(token, uint8));
  if (result.code !== undefined) {
    expect(result.code === 'ERR_MAPPING_UNMAPPED', `${result.code}: ${result.error.message}`);
    return undefined;
  }
  const content = file < 0 ? contentOf(key, offset + token.byteLength) : undefined;
  const slot = new Slot(result.value, {
    file: shared[file],
    offset,
    access: token.mapping.access,
    content,
    isAttached: true,
  });
  slot.key = key;
  return slot;
}

/** Takes rights away and gives them back, of memory that nobody else has and whose pages stay. */
function protect(slot, random) {
  const { array } = slot;
  const at = random(array.length);
  if (slot.isShared) {
    expect(
      attempt(() => array.mapping.protect('none')).code === 'ERR_UNSUPPORTED',
      'protect of a shared one',
    );
    return;
  }
  // Once protected, ffi has no raw views of what was mapped for reading.
  if (slot.canFault || (slot.access === 'read' && !isNative())) return;
  array.mapping.protect('none');
  expect(attempt(() => array.get(at)).code === 'ERR_MAPPING_NO_ACCESS', 'get without access');
  array.mapping.protect('read');
  expect(attempt(() => array.set(at, 1)).code === 'ERR_MAPPING_READ_ONLY', 'set of read-only memory');
  expect(array.get(at) === slot.expected(at), 'get after protect');
  if (slot.access !== 'read') array.mapping.protect('read-write');
}

/** The file of the thread gets shorter, own ones by whole pages: what lies behind the end of a page is nobody's. */
function cut(thread, random, file) {
  const place = file.solid + random(file.content.length - file.solid);
  const size = file.kind === 'zeros' ? place : place - (place % PAGE);
  const target = pathOf(thread.folder, file);
  const isShorter = size < fs.statSync(target).size;
  if (!isShorter) return;
  fs.truncateSync(target, size);
  if (!file.isOwn) return;
  file.size = size;
  for (const slot of thread.slots) if (slot?.file === file) slot.cut(size);
}

function regrow(thread, file) {
  grow(thread.folder, file, file.kind === 'zeros');
  if (file.isOwn) file.size = file.content.length;
}

/** Every access to an array that was unmapped fails, and its views are empty. */
function dead({ array, view, isShared }) {
  if (array.length === 0) return;
  for (const call of [() => array.get(0), () => array.set(0, 1), () => array.slice(), () => array.bytes]) {
    const { code } = attempt(call);
    expect(code === 'ERR_MAPPING_UNMAPPED', `${code} after unmap`);
  }
  if (view === undefined || view.length === 0) return;
  // The pages that such a view shows are zeros once the last thread has unmapped.
  expect(!emptiesViews && (isShared || view[0] === 0), `a view after unmap has ${view[0]}`);
}

/** Ends a mapping. What is held, or was moved away, goes on. */
function unmap(slot) {
  expect(munmap(slot.array) === true && munmap(slot.array) === false, 'munmap twice');
  if (slot.release === undefined) dead(slot);
}

function hold(slot) {
  slot.release ??= slot.array.mapping.hold();
}

function release(slot) {
  const held = slot.release;
  if (held === undefined) return;
  slot.release = undefined;
  held();
  if (slot.array.mapping.unmapped) dead(slot);
}

/** Moves the buffer of an array away: the array goes on, and so does who has the buffer now. */
function move(slot) {
  const result = attempt(() => slot.array.bytes);
  if (faulted(slot, 0, slot.array.length, result)) return;
  const { buffer, byteOffset, length } = result.value;
  const moves = 'transfer' in buffer;
  const moved = moves ? buffer.transfer() : structuredClone(buffer, { transfer: [buffer] });
  // Without `transfer` the runtime copies the bytes and leaves the buffer alone; pages that are gone are met then.
  slot.isUntold ||= slot.canFault;
  if (moves) slot.view = undefined;
  const bytes = new Uint8Array(moved, byteOffset, length);
  const wrong = slot.wrongIn(0, bytes, true);
  expect(result.value.length === (moves ? 0 : length) && wrong === undefined, `a moved buffer: ${wrong}`);
  if (moves) slot.moved = bytes;
}

/** Maps pages that were at fault anew. */
function heal(slot) {
  slot.array.mapping.remap();
  slot.healed();
}

module.exports = {
  anonymous,
  cut,
  heal,
  hold,
  isNative,
  join,
  map,
  move,
  protect,
  regrow,
  release,
  share,
  unmap,
};
