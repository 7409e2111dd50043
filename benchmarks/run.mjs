// Runs the table of cases: each trial is a process of its own, the variants of a case take turns, and what is
// reported is the median of the trials and of the ratios of neighbours to the reference, with the spread.
//
//   node benchmarks/run.mjs [--full] [--json FILE] [CASE ...]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { cases } from './cases.mjs';
import { compile } from './compile.mjs';

const { values: options, positionals: asked } = parseArgs({
  allowPositionals: true,
  options: { full: { type: 'boolean', default: false }, json: { type: 'string' } },
});
const here = fileURLToPath(new URL('.', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'carray-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const spread = (numbers) => [Math.min(...numbers), Math.max(...numbers)];
const round = (number, digits = 2) => Number(number.toFixed(digits));

/** One trial: the program prints nanoseconds per operation. Undefined where the variant cannot run here. */
function trial(variant) {
  const command = variant.c === undefined ? process.execPath : compile(variant.c, folder);
  if (command === undefined) return undefined;
  const program = variant.c === undefined ? [join(here, 'programs', variant.program)] : [];
  const env = { ...process.env, CARRAY_BACKEND: variant.backend ?? 'auto' };
  const ended = spawnSync(command, [...program, ...(variant.args ?? []), folder], { encoding: 'utf8', env });
  const result = Number.parseFloat(ended.stdout);
  if (ended.status === 0 && Number.isFinite(result)) return result;
  throw new Error(`${variant.name}: status ${ended.status}, ${ended.signal ?? ''} ${ended.stderr}`);
}

function measure({ name, goal, goalNanoseconds, variants }) {
  const trials = options.full ? 15 : 7;
  const times = new Map(variants.map((variant) => [variant, []]));
  for (let turn = 0; turn < trials; turn++) {
    for (const variant of variants) {
      const time = trial(variant);
      if (time !== undefined) times.get(variant).push(time);
    }
  }
  const [reference] = times.values();
  const rows = variants.map((variant) => {
    const own = times.get(variant);
    if (own.length === 0) return { variant: variant.name, skipped: 'no C compiler' };
    const ratios = own.map((time, turn) => time / (reference[turn] ?? Number.NaN));
    const [min, max] = spread(own);
    return {
      variant: variant.name,
      'ns/op': round(median(own), 1),
      min: round(min, 1),
      max: round(max, 1),
      ratio: round(median(ratios)),
      goal: goal?.[variant.name],
      'goal ns': goalNanoseconds?.[variant.name],
    };
  });
  console.log(`\n${name}`);
  console.table(rows);
  return { name, trials, rows };
}

const machine = { node: process.version, kernel: release(), cpu: cpus()[0]?.model, cores: cpus().length };
console.log(machine);
const results = cases.filter(({ id }) => asked.length === 0 || asked.includes(id)).map(measure);
if (options.json) writeFileSync(options.json, `${JSON.stringify({ machine, results }, null, 2)}\n`);
