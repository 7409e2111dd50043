import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

/** What scripts/test-runtimes.mjs reads: one runtime's row of the table. */
export interface Outcome {
  passed: number;
  failed: { name: string; message: string }[];
  skipped: { name: string; reason: string }[];
}

/** Writes how the tests ended into the file that CARRAY_OUTCOME names. */
export default class RuntimeReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly { message: string }[]): void {
    const outcome: Outcome = { passed: 0, failed: [], skipped: [] };
    for (const module of modules) add(outcome, module);
    for (const { message } of unhandled) outcome.failed.push({ name: 'an error outside of tests', message });
    const path = process.env.CARRAY_OUTCOME;
    if (path !== undefined) writeFileSync(path, JSON.stringify(outcome));
  }
}

function add(outcome: Outcome, module: TestModule): void {
  const file = module.relativeModuleId;
  for (const { message } of module.errors()) outcome.failed.push({ name: file, message });
  // What went wrong in front of the tests of a suite: they count as skipped.
  for (const suite of module.children.allSuites()) {
    for (const { message } of suite.errors())
      outcome.failed.push({ name: `${file} > ${suite.fullName}`, message });
  }
  for (const test of module.children.allTests()) {
    const name = `${file} > ${test.fullName}`;
    const result = test.result();
    if (result.state === 'passed') outcome.passed++;
    else if (result.state === 'failed')
      outcome.failed.push({ name, message: result.errors[0]?.message ?? '' });
    else
      outcome.skipped.push({
        name,
        reason:
          (result.state === 'skipped' && result.note) ||
          'the test asks for what this runtime or machine has not, as it says there',
      });
  }
}
