import { isDeepStrictEqual } from 'node:util';
import { fresh } from './fresh.mjs';

const WARM_UP = 30e6; // nanoseconds
const SAMPLE = 5e6;

/** Nanoseconds of `calls` rounds of a loop over its turns. */
function time(loop, turns, calls) {
  const start = process.hrtime.bigint();
  for (let call = 0; call < calls; call++) {
    for (const [a, b, c, d] of turns) loop(a, b, c, d);
  }
  return Number(process.hrtime.bigint() - start);
}

/** Runs until the engine has done its best, and returns how many calls make a sample. */
function warmUp(loop, turns) {
  let calls = 1;
  for (let total = 0; ; ) {
    const elapsed = time(loop, turns, calls);
    total += elapsed;
    if (elapsed < SAMPLE) calls *= 2;
    else if (total > WARM_UP) return calls;
  }
}

/** Both loops must have come to the same result and the same bytes: so nothing of them was dead code, or wrong. */
function check({ raw, carray }) {
  if (!isDeepStrictEqual(raw.results, carray.results)) {
    throw new Error(`Checksums differ: raw ${raw.results}, carray ${carray.results}`);
  }
  if (Buffer.compare(raw.content, carray.content) !== 0) throw new Error('The bytes differ');
}

/** What a loop comes to, called once on each turn from the starting bytes. */
function outcome(subject, loop, turns) {
  subject.reset();
  const results = turns.map((turn) => loop(...turn));
  return { results, content: Buffer.from(subject.content()) };
}

/** The best of two samples of each side, a b b a: what drifts, and what disturbs one sample, cancels out. */
function hotPair(subject, loops, order) {
  const turns = { raw: subject.raw(), carray: subject.carray() };
  const calls = {};
  const times = { raw: Number.POSITIVE_INFINITY, carray: Number.POSITIVE_INFINITY };
  for (const side of order) {
    subject.reset();
    calls[side] = warmUp(loops[side], turns[side]);
  }
  for (const side of [...order, ...order.toReversed()]) {
    times[side] = Math.min(times[side], time(loops[side], turns[side], calls[side]) / calls[side]);
  }
  check({
    raw: outcome(subject, loops.raw, turns.raw),
    carray: outcome(subject, loops.carray, turns.carray),
  });
  return times;
}

/** Each loop is called once in its life, over bytes that were just written: it is optimised while it runs. */
function oncePair(subject, loops, order) {
  const times = {};
  const outcomes = {};
  for (const side of order) {
    subject.reset();
    const [turn] = subject[side]();
    const start = process.hrtime.bigint();
    const result = loops[side](...turn);
    times[side] = Number(process.hrtime.bigint() - start);
    outcomes[side] = { results: [result], content: Buffer.from(subject.content()) };
  }
  check(outcomes);
  return times;
}

/**
 * Nanoseconds per element of both sides, for each of the pairs; the sides take turns in going first. One pair more
 * is run in front and not counted: it warms up this harness.
 */
export function measure(subject, { raw, carray }, { once = false, pairs }) {
  const measured = [];
  const count = once ? 3 * pairs : pairs; // one run is short, and the engine compiles beside it
  for (let pair = 0; pair <= count; pair++) {
    const loops = { raw: fresh(...raw), carray: fresh(...carray) };
    const order = pair % 2 === 0 ? ['raw', 'carray'] : ['carray', 'raw'];
    const times = (once ? oncePair : hotPair)(subject, loops, order);
    if (pair > 0) {
      measured.push({ raw: times.raw / subject.elements, carray: times.carray / subject.elements });
    }
  }
  return measured;
}
