// Runs the end-to-end tests in every runtime that is supported, on both backends: the tests themselves run there, and so do the
// programs that they start. Prints what passed, what failed, and what was left out and why.
//
//   node scripts/test-runtimes.mjs [node22 bun ... [-- test/x.test.ts ...]]
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cache, root, tableOfRuntimes, vitest } from './workspace.mjs';

const folder = join(cache, 'outcomes');
const given = process.argv.slice(2);
const [wanted, tests] = given.includes('--')
  ? [given.slice(0, given.indexOf('--')), given.slice(given.indexOf('--') + 1)]
  : [given, []];

const runtimes = tableOfRuntimes().map((row) => ({
  ...row,
  title: row.name === 'node' ? `node${row.major}` : row.name,
}));
const unknown = wanted.filter((title) => !runtimes.some((runtime) => runtime.title === title));
if (unknown.length > 0) {
  console.error(`no runtime ${unknown.join(', ')}: ${runtimes.map(({ title }) => title).join(', ')}`);
  process.exit(2);
}

function outcomeOf({ title, program, tests: flags }) {
  const path = join(folder, `${title}.json`);
  rmSync(path, { force: true });
  const started = Date.now();
  const args = [...flags, vitest, 'run', '--reporter=./src/runtime-reporter.ts', ...tests];
  const { signal, stdout, stderr } = spawnSync(program, args, {
    ...{ cwd: join(root, 'tests-e2e'), encoding: 'utf8', maxBuffer: 2 ** 28 },
    env: { ...process.env, CARRAY_OUTCOME: path },
  });
  const seconds = Math.round((Date.now() - started) / 1000);
  const output = `${stdout}${stderr}`;
  writeFileSync(join(folder, `${title}.log`), output);
  if (existsSync(path)) return { title, seconds, ...JSON.parse(readFileSync(path, 'utf8')) };
  const message = `${signal ?? 'no outcome'}: ${output.slice(-2000)}`;
  return { title, seconds, passed: 0, failed: [{ name: 'the run itself', message }], skipped: [] };
}

function tell({ title, failed, skipped }) {
  for (const { name, message } of failed)
    console.log(`\n${title} failed: ${name}\n    ${message.split('\n')[0]}`);
  const reasons = new Map();
  for (const { name, reason } of skipped) reasons.set(reason, [...(reasons.get(reason) ?? []), name]);
  for (const [reason, names] of reasons) {
    console.log(`\n${title} leaves out ${names.length}: ${reason}`);
    for (const name of names) console.log(`    ${name}`);
  }
}

mkdirSync(folder, { recursive: true });
const chosen = wanted.length === 0 ? runtimes : runtimes.filter(({ title }) => wanted.includes(title));
const outcomes = [];
for (const runtime of chosen) {
  const outcome = outcomeOf(runtime);
  tell(outcome);
  outcomes.push(outcome);
}
const cells = outcomes.map(({ title, passed, failed, skipped, seconds }) => [
  ...[title, passed, failed.length, skipped.length, `${seconds} s`],
]);
console.log();
for (const row of [['runtime', 'passed', 'failed', 'skipped', 'time'], ...cells])
  console.log(
    row.map((cell, index) => (index === 0 ? String(cell).padEnd(8) : String(cell).padStart(8))).join(' '),
  );
process.exit(outcomes.some(({ failed, passed }) => failed.length > 0 || passed === 0) ? 1 : 0);
