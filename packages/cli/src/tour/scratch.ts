import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withCleanup } from '../signals.js';

/** Elements of the scratch file, uint32 each. */
export const SCRATCH_NUMBERS = 1024;

/** Runs `use` with a file that is there for so long, whether it succeeds, fails or is interrupted. */
export async function withScratch(use: (path: string) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'carray-'));
  const remove = () => rmSync(directory, { recursive: true, force: true });
  await withCleanup(remove, async () => {
    const path = join(directory, 'numbers');
    writeFileSync(path, Buffer.alloc(SCRATCH_NUMBERS * 4));
    await use(path);
  });
}
