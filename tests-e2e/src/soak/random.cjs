/** Spreads the bits of numbers over all of one. */
function mix(...numbers) {
  let state = 0x9e3779b9;
  for (const number of numbers) {
    state = Math.imul(state ^ number, 0x85ebca6b);
    state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
    state ^= state >>> 16;
  }
  return state >>> 0;
}

/**
 * Numbers from 0 up to a limit, of one step of one thread. Each step starts anew: what a step does depends on the seed, the thread
 * and its number, and not on how many numbers the steps before have used.
 */
function randomOf(seed, thread, step) {
  let count = 0;
  const base = mix(seed, thread, step);
  return (limit) => Math.floor((mix(base, ++count) / 2 ** 32) * limit);
}

module.exports = { randomOf };
