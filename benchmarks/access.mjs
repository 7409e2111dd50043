// Element access against raw typed arrays: each case is a process of its own, in which the loop over the carray and
// the same loop over a typed array take turns; the table shows the median of the paired ratios.
//
//   node benchmarks/access.mjs [--node PATH ...] [--quick] [--situation NAME] [--pairs N] [--json FILE] [--list] [CASE ...]
//
// CASE is a row (`get-once/after-everything`), a case in all its situations (`get-once`), or a group (`struct`).
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, loadavg, release } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { quick, rows } from './access/cases.mjs';
import { line, summary } from './access/report.mjs';

const { values: options, positionals: asked } = parseArgs({
  allowPositionals: true,
  options: {
    node: { type: 'string', multiple: true, default: [process.execPath] },
    quick: { type: 'boolean', default: false },
    situation: { type: 'string' },
    pairs: { type: 'string', default: '11' },
    json: { type: 'string' },
    list: { type: 'boolean', default: false },
  },
});
const program = fileURLToPath(new URL('./access/trial.mjs', import.meta.url));
const LIMIT = 120_000; // milliseconds of a trial

const isAsked = ({ id, case: caseId, group, situation }) =>
  (!options.quick || quick.includes(id)) &&
  (options.situation === undefined || options.situation === situation) &&
  (asked.length === 0 || [id, caseId, group].some((name) => asked.includes(name)));

/** What the trial of a row printed, or why it could not. */
function trial(node, row) {
  const args = [program, row.case, row.situation, options.pairs];
  const { status, signal, error, stdout, stderr } = spawnSync(node, args, {
    encoding: 'utf8',
    timeout: LIMIT,
  });
  if (status === 0) return JSON.parse(stdout);
  const reason = error?.message ?? stderr.trim().split('\n').at(-1);
  return { error: [signal, reason].filter(Boolean).join(': ') };
}

function measureOn(node) {
  const { stdout, error } = spawnSync(node, ['-p', 'process.version'], { encoding: 'utf8' });
  if (error !== undefined) throw error;
  const version = stdout.trim();
  const major = Number.parseInt(version.slice(1), 10);
  const measured = rows.filter(isAsked).map((row) => {
    if (process.stderr.isTTY) process.stderr.write(`\x1b[2K\r${version} ${row.id}`);
    const result = trial(node, row);
    const { id, group, name } = row;
    return { id, group, name, ...(result.error === undefined ? summary(row, result, major) : result) };
  });
  if (process.stderr.isTTY) process.stderr.write('\x1b[2K\r');
  console.log(`\n${version}`);
  console.table(measured.map(line));
  return { node: version, rows: measured };
}

if (options.list) {
  for (const { id, group } of rows.filter(isAsked)) console.log(`${id}  (${group})`);
} else {
  const machine = { kernel: release(), cpu: cpus()[0]?.model, cores: cpus().length, load: loadavg()[0] };
  console.log(machine);
  const results = options.node.map(measureOn);
  if (results.some(({ rows: measured }) => measured.some(({ error }) => error !== undefined)))
    process.exitCode = 1;
  const report = { machine, pairs: Number(options.pairs), results };
  if (options.json) writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
}
