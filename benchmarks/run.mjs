// Runs tables of cases: each trial is a process of its own, the variants of a case take turns, and what is reported is the median of
// the trials, the spread, and the median of the ratios of neighbours to the reference.
//
//   node benchmarks/run.mjs [--cli | --peers | --growth | --full] [--save | --json FILE] [--trials N] [--budget MS] [--list] [CASE or GROUP ...]
//
// Without options: a short set of our own cases. --cli is the command carray, --peers is carray against what people use today, --growth the curves, --full everything.
// --save writes benchmarks/results (of some cases alone: their part of it), which `node benchmarks/report.mjs` puts into docs/performance.md.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { cases, short } from './cases.mjs';
import { cliCases } from './cli-cases.mjs';
import { load, machine } from './harness/machine.mjs';
import { measure } from './harness/measure.mjs';
import { findRuntimes } from './harness/runtimes.mjs';
import { peerCases } from './peers/cases.mjs';
import { growthCases } from './peers/growth.mjs';
import { installPeers } from './peers/install.mjs';

const { values: options, positionals: asked } = parseArgs({
  allowPositionals: true,
  options: {
    full: { type: 'boolean', default: false },
    cli: { type: 'boolean', default: false },
    peers: { type: 'boolean', default: false },
    growth: { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    json: { type: 'string' },
    trials: { type: 'string' },
    budget: { type: 'string', default: '250' },
  },
});
const isNamed = ({ id, group }) => asked.length === 0 || asked.includes(id) || asked.includes(group);
const isShort = !options.full && !options.cli && !options.peers && !options.growth && asked.length === 0;

/** The tables, each with the name of its file of results. */
const tables = [
  {
    name: 'own',
    trials: isShort ? 3 : 7,
    cases: cases.map((one) => ({ ...one, onDisk: true })).filter(({ id }) => !isShort || short.includes(id)),
    isAsked: options.full || (!options.cli && !options.peers && !options.growth),
  },
  { name: 'cli', trials: 3, cases: cliCases, isAsked: options.full || options.cli },
  { name: 'peers', trials: 5, cases: peerCases, isAsked: options.full || options.peers },
  { name: 'growth', trials: 3, cases: growthCases, isAsked: options.full || options.growth },
]
  .filter(({ isAsked }) => isAsked)
  .map((table) => ({ ...table, cases: table.cases.filter(isNamed) }))
  .filter((table) => table.cases.length > 0);

const unknown = asked.filter(
  (name) => !tables.some((table) => table.cases.some(({ id, group }) => id === name || group === name)),
);
if (unknown.length > 0) {
  console.error(
    `no case or group ${unknown.join(', ')} among what was asked for: --list with the same options has the names`,
  );
  process.exit(2);
}

const parents = { disk: tmpdir(), memory: existsSync('/dev/shm') ? '/dev/shm' : tmpdir() };
const folders = Object.fromEntries(
  Object.entries(parents).map(([name, parent]) => [name, mkdtempSync(join(parent, 'carray-bench-'))]),
);
const removeFolders = () => {
  for (const folder of Object.values(folders)) rmSync(folder, { recursive: true, force: true });
};
process.on('exit', removeFolders);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

function onTrial(name, trials) {
  return (turn, variant) => {
    if (process.stderr.isTTY)
      process.stderr.write(`\x1b[2K\r${name}, ${turn + 1} of ${trials}: ${variant.name}`);
  };
}

function print({ name, unit, rows, points }) {
  if (process.stderr.isTTY) process.stderr.write('\x1b[2K\r');
  console.log(`\n${name} (${unit})`);
  const line = ({ own: _own, runtime: _runtime, refused, ...row }) =>
    refused === undefined ? row : { ...row, 'not run': refused };
  if (rows !== undefined) return console.table(rows.map(line));
  const byVariant = new Map();
  for (const { x, rows: at } of points) {
    for (const { variant, median, refused } of at) {
      byVariant.set(variant, { ...byVariant.get(variant), [x]: median ?? refused });
    }
  }
  console.table(Object.fromEntries(byVariant));
}

function measureTable({ name, cases: chosen, trials: usual }) {
  const trials = Number(options.trials ?? usual);
  const variants = chosen.flatMap((one) => one.variants ?? one.points.flatMap((point) => point.variants));
  const used = new Set(
    variants.map(({ python, c, runtime }) => (python ? 'python' : c ? 'node' : (runtime ?? 'node'))),
  );
  const head = machine([...used].sort(), folders[name === 'own' ? 'disk' : 'memory']);
  console.log(head);
  const results = chosen.map((one) => {
    const folder = one.onDisk ? folders.disk : folders.memory;
    const environment = { BENCH_MS: String(Math.max(Number(options.budget), one.budget ?? 0)) };
    const measured = measure(one, { trials, folder, environment, onTrial: onTrial(one.name, trials) });
    print(measured);
    // The files of a case are large.
    for (const file of readdirSync(folder)) {
      if (file.endsWith('.bin')) rmSync(join(folder, file));
    }
    return measured;
  });
  const report = { machine: { ...head, loadAfter: load(), budget: Number(options.budget) }, results };
  if (options.save) save(new URL(`./results/${name}.json`, import.meta.url), report);
  return [name, report];
}

/** Some cases alone take the place of what the file says of them, and say themselves where and when they were measured. */
function save(file, report) {
  const isPart = asked.length > 0 && existsSync(file);
  const saved = isPart ? withPart(JSON.parse(readFileSync(file, 'utf8')), report) : report;
  writeFileSync(file, `${JSON.stringify(saved, null, 1)}\n`);
}

function withPart(before, { machine, results }) {
  const rest = new Map(results.map((one) => [one.id, { ...one, machine }]));
  const kept = before.results.map((one) => rest.get(one.id) ?? one);
  for (const { id } of kept) rest.delete(id);
  return { ...before, results: [...kept, ...rest.values()] };
}

function hasFailed({ results }) {
  const rows = results.flatMap((one) => one.rows ?? one.points.flatMap((point) => point.rows));
  return rows.some(({ own, refused }) => own && refused !== undefined);
}

if (options.list) {
  for (const { name, cases: chosen } of tables) {
    for (const { id, group = name } of chosen) console.log(`${id}  (${group})`);
  }
} else {
  const isOwnOnly = tables.every(({ name }) => name === 'own' || name === 'cli');
  if (!isOwnOnly) {
    installPeers();
    findRuntimes();
  }
  const reports = tables.map(measureTable);
  if (options.json) writeFileSync(options.json, `${JSON.stringify(Object.fromEntries(reports), null, 1)}\n`);
  if (reports.some(([, report]) => hasFailed(report))) process.exitCode = 1;
  if (options.save) console.log(`\nnode ${fileURLToPath(new URL('./report.mjs', import.meta.url))}`);
}
