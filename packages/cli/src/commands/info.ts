import type { GlobalOptions } from '../library.js';
import { screenColumns, write } from '../output.js';
import { type SystemReport, systemReport } from '../system/report.js';
import { reportFacts } from '../system/report-facts.js';
import { facts } from '../text.js';

export interface InfoOptions extends GlobalOptions {
  readonly json?: boolean;
}

/** `carray info`: fails, after it has told everything, where no backend can be used. */
export async function info(options: InfoOptions): Promise<void> {
  const { report, failure } = systemReport(options);
  const text = options.json ? JSON.stringify(report, undefined, 2) : lines(report).join('\n');
  await write(`${text}\n`);
  if (failure !== undefined) throw failure;
}

const lines = (report: SystemReport): string[] => facts(reportFacts(report), screenColumns());
