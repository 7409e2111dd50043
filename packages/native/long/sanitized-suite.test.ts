import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { inPackage } from './package-copy.js';
import { type SanitizedPackage, sanitizedPackage } from './sanitized-package.js';

/** What is read of vitest's report. */
interface Report {
  readonly success: boolean;
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/** Needs a pool of huge pages (vm.nr_hugepages), with and without sanitizers. */
const mayBeSkipped = 'faults-huge-pages.test.ts';

/** ThreadSanitizer and AddressSanitizer exclude each other in a process. */
const withThreadSanitizer = /-tsan\.test\.ts$/;
const files = readdirSync(inPackage('test')).filter(
  (name) => name.endsWith('.test.ts') && !withThreadSanitizer.test(name),
);
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');

function runTests({ folder, environment }: SanitizedPackage): { report: Report; output: string } {
  const json = join(folder, 'report.json');
  const command = ['run', '--root', folder, '--config', inPackage('vitest.config.mts'), ...files];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [vitest, ...command, '--testTimeout=120000', '--reporter=json', `--outputFile=${json}`],
    {
      env: { ...environment(false), CARRAY_CHILD_TIMEOUT: '110000' },
      encoding: 'utf8',
      timeout: 550_000,
      killSignal: 'SIGKILL',
    },
  );
  const output = `${stdout}${stderr}`;
  if (status === null) throw new Error(`The tests did not come to their end:\n${output}`);
  return { report: JSON.parse(readFileSync(json, 'utf8')) as Report, output };
}

describe('with the addon under AddressSanitizer and UndefinedBehaviorSanitizer', () => {
  let sanitized: SanitizedPackage;
  let report: Report;
  let output = '';
  beforeAll(() => {
    sanitized = sanitizedPackage('sanitized');
    ({ report, output } = runTests(sanitized));
  });

  it('it is that addon which is loaded', () => {
    const program = `require(${JSON.stringify(sanitized.folder)} + '/dist/index.js').loadBackend();
      console.log(require('node:fs').readFileSync('/proc/self/maps', 'latin1'));`;
    const { status, stdout } = spawnSync(process.execPath, ['-e', program], {
      env: sanitized.environment(false),
      encoding: 'utf8',
    });
    expect(status).toBe(0);
    expect(stdout).toContain(sanitized.addon);
    expect(stdout).toContain('libasan.so');
    expect(stdout).not.toContain(inPackage('prebuilds'));
  });

  it.each(files)('%s passes', (file) => {
    const result = report.testResults.find(({ name }) => name.endsWith(`/test/${file}`));
    const results = result?.assertionResults ?? [];
    const failures = results.filter(({ status }) => status === 'failed');
    const skipped = results.filter(({ status }) => status !== 'failed' && status !== 'passed');
    for (const { fullName } of skipped) console.info(`skipped: ${fullName}`);
    expect(failures.map(({ fullName, failureMessages }) => [fullName, ...failureMessages])).toEqual([]);
    expect(result?.message, output).toBe('');
    expect(results.length).toBeGreaterThan(file === mayBeSkipped ? 0 : skipped.length);
  });

  it('nothing else fails', () => expect(report.success, output).toBe(true));
});
