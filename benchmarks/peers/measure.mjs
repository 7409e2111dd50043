/** How long a program measures, in nanoseconds; the warm-up takes a third of it more. */
const BUDGET = Number(process.env.BENCH_MS ?? 250) * 1e6;
const BATCH = BUDGET / 20;
const turn = () => new Promise(setImmediate);

async function timed(run, count) {
  const start = process.hrtime.bigint();
  await run(count);
  // What is dropped is collected between batches, as in a program, and belongs to the cost.
  await turn();
  return Number(process.hrtime.bigint() - start);
}

/**
 * Nanoseconds of one operation: the mean, of a process that is warm. `run(count)` does so many. `most` is the highest count at
 * once, for what must see the event loop turn.
 */
export async function perOperation(run, { most = Number.POSITIVE_INFINITY } = {}) {
  let count = 1;
  const during = async (budget) => {
    let done = 0;
    let total = 0;
    while (total < budget) {
      const time = await timed(run, count);
      total += time;
      done += count;
      if (time < BATCH && count * 2 <= most) count *= 2;
    }
    return total / done;
  };
  await during(BUDGET / 3);
  return during(BUDGET);
}

let kept = 0;
/** So that no result is dead code. */
export function keep(result) {
  kept ^= Number(BigInt.asIntN(32, BigInt(Math.trunc(Number(result)))));
  process.exitCode = kept === 0.5 ? 1 : 0;
}
