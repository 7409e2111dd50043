// What the program of the shared regions has besides.
const assert = require('node:assert');
const fs = require('node:fs');
const support = require('./support.cjs');
const { native, PAGE, READ_WRITE, PRIVATE, ANONYMOUS, errno } = support;

/** Where the workers find what was published last: a lock as a word of 32 bits, then numbers of 64 bits. */
const LOCK = 0;
const [PROCESS, REGION, CHECK] = [1, 2, 3];

/** In how many areas the process has the file. */
const areasOf = (file) =>
  fs
    .readFileSync('/proc/self/maps', 'latin1')
    .split('\n')
    .filter((line) => line.includes(file)).length;

/** Calls `use` with the numbers that the workers share, one worker at a time. */
function locked(published, use) {
  const words = new Int32Array(published);
  while (Atomics.compareExchange(words, LOCK, 0, 1) !== 0);
  try {
    return use(new Float64Array(published));
  } finally {
    Atomics.store(words, LOCK, 0);
  }
}

/** A region with its own number in its first bytes, for the other worker to attach. */
function publish(published) {
  const region = native().map(0, PAGE, READ_WRITE, PRIVATE | ANONYMOUS, -1, 0);
  assert(region > 0, `map: ${region}`);
  const token = native().share(region);
  const buffer = native().buffer(region, 0, PAGE);
  new Float64Array(buffer)[0] = token.region;
  assert.equal(native().detach(buffer), 0);
  locked(published, (numbers) => numbers.set([token.process, token.region, token.check], PROCESS));
  return region;
}

/** @returns the region that was published last, undefined where it is gone. */
function attachPublished(published) {
  const token = locked(published, (numbers) => ({
    ...{ backend: 'native', process: numbers[PROCESS], region: numbers[REGION], check: numbers[CHECK] },
  }));
  const region = token.region === 0 ? -errno.ENOENT : native().attach(token);
  if (region < 0) {
    assert.equal(region, -errno.ENOENT);
    return undefined;
  }
  const buffer = native().buffer(region, 0, PAGE);
  assert.equal(new Float64Array(buffer)[0], token.region);
  assert.equal(native().detach(buffer), 0);
  return region;
}

/** Publishes, attaches and unmaps at random. @returns how often it has attached. */
function raceToAttach(published, rounds) {
  const held = [];
  let attached = 0;
  const end = () => {
    const [region] = held.splice(Math.floor(Math.random() * held.length), 1);
    assert.equal(native().unmap(region), 0);
  };
  for (let round = 0; round < rounds; round++) {
    if (Math.random() < 0.2) held.push(publish(published));
    const region = attachPublished(published);
    if (region !== undefined) held.push(region);
    if (region !== undefined) attached++;
    while (held.length > 4 || (held.length > 0 && Math.random() < 0.7)) end();
  }
  while (held.length > 0) end();
  return attached;
}

module.exports = { ...support, areasOf, raceToAttach };
