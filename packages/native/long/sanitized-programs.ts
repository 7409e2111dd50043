// Runs a case of a program in a process of its own, with the sanitized addon.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadBackend } from '../src/index.js';
import { rawAddon } from '../test/raw-addon.js';
import type { SanitizedPackage } from './sanitized-package.js';

export interface End {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** `program`: its path in the package. */
export function runSanitized(
  { folder, environment }: SanitizedPackage,
  program: string,
  name: string,
  { leaks }: { leaks: boolean },
): End {
  const files = mkdtempSync(join(tmpdir(), 'carray-sanitized-'));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--expose-gc', join(folder, program), name],
    {
      env: {
        ...environment(leaks),
        RAW_ADDON: rawAddon.path,
        PAGE_BYTES: String(loadBackend().pageSize),
        TEST_FOLDER: files,
      },
      encoding: 'utf8',
      timeout: 100_000,
      killSignal: 'SIGKILL',
    },
  );
  rmSync(files, { recursive: true });
  return { status, stdout, stderr };
}
