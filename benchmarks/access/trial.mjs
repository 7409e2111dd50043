// One case in a process of its own:  node trial.mjs CASE SITUATION PAIRS
//
// Prints JSON: the ratio of each pair, and nanoseconds per element of both sides in each pair.
import { cases } from './cases.mjs';
import { loops } from './loops.mjs';
import { measure } from './measure.mjs';

async function trial(id, situation, pairs) {
  // Here, so that a carray that cannot be loaded is reported as any other error.
  const { useFiles } = await import('./memory.mjs');
  const { situations } = await import('./prepare.mjs');
  const { subjects } = await import('./subjects.mjs');
  if (situation === 'on-a-file') useFiles();
  const measured = cases.find((one) => one.id === id);
  const subject = subjects[measured.over](measured);
  await situations[situation](subject);
  const times = measure(subject, loops[measured.loop], { once: measured.once, pairs });
  return {
    ratios: times.map(({ raw, carray }) => carray / raw),
    raw: times.map(({ raw }) => raw),
    carray: times.map(({ carray }) => carray),
  };
}

try {
  const [id, situation, pairs] = process.argv.slice(2);
  console.log(JSON.stringify(await trial(id, situation, Number(pairs))));
} catch (error) {
  console.error(`${error.name}: ${error.message}`.split('\n')[0]);
  process.exitCode = 1;
}
