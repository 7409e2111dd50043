import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BackendName } from 'carray';
import { backendNames } from '../backends.js';
import { backendChecks, withMissing } from '../doctor/backend-checks.js';
import { type Check, sharedName } from '../doctor/check.js';
import { systemChecks } from '../doctor/system-checks.js';
import { AlreadyTold } from '../errors.js';
import type { GlobalOptions } from '../library.js';
import { screenColumns, write } from '../output.js';
import { withCleanup } from '../signals.js';
import { bold, dim, green, red, yellow } from '../style.js';
import { SHARED_MEMORY } from '../system/shared-memory.js';
import { counted, hanging } from '../text.js';

export interface DoctorOptions extends GlobalOptions {
  readonly json?: boolean;
}

/** `carray doctor`: fails where a check has. */
export async function doctor({ backend, json }: DoctorOptions): Promise<void> {
  const parts = backend === undefined ? backendNames : [backend];
  const tried = await tryBackends(parts);
  const checks = [...withMissing(tried, backend === undefined), ...systemChecks()];
  const ok = checks.every(({ status }) => status !== 'failed');
  const text = json ? JSON.stringify({ ok, checks }, undefined, 2) : lines(checks).join('\n');
  await write(`${text}\n`);
  if (!ok) throw new AlreadyTold('a check has failed');
}

/** One after the other. Whatever happens, no process and no file of it is left. */
async function tryBackends(parts: readonly BackendName[]): Promise<Check[]> {
  const directory = mkdtempSync(join(tmpdir(), 'carray-'));
  let child: ChildProcess | undefined;
  const remove = () => {
    child?.kill('SIGKILL');
    const names = parts.map((part) => join(SHARED_MEMORY, sharedName(part, directory)));
    for (const path of [directory, ...names]) rmSync(path, { recursive: true, force: true });
  };
  return withCleanup(remove, async () => {
    const checks: Check[] = [];
    for (const part of parts) {
      checks.push(
        ...(await backendChecks(part, directory, (started) => {
          child = started;
        })),
      );
    }
    return checks;
  });
}

const marks = { ok: green, failed: red, skipped: yellow };

function lines(checks: readonly Check[]): string[] {
  const count = (status: Check['status']) => checks.filter((check) => check.status === status).length;
  const summary = `${counted(checks.length, 'check')}: ${count('ok')} ok, ${count('failed')} failed, ${count('skipped')} skipped`;
  return [...checks.map(line), bold(summary)];
}

function line({ part, name, status, detail, advice }: Check): string {
  const found = detail === undefined ? '' : `: ${detail.replace(/\.$/, '')}`;
  const todo = advice === undefined ? '' : `. What to do: ${advice}`;
  const text = hanging(`${name}${found}${todo}`, 17, screenColumns());
  return `${marks[status](status.padEnd(7))}  ${dim(part.padEnd(6))}  ${text}`;
}
