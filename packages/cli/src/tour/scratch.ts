import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Elements of the scratch file, uint32 each. */
export const SCRATCH_NUMBERS = 1024;

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs `use` with a file that is there for so long, whether it succeeds, fails or is interrupted. */
export async function withScratch(use: (path: string) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'carray-'));
  const remove = () => rmSync(directory, { recursive: true, force: true });
  const interrupted = (signal: NodeJS.Signals) => {
    remove();
    forget();
    process.kill(process.pid, signal); // and end, as without the listener
  };
  const forget = () => {
    for (const signal of signals) process.off(signal, interrupted);
  };
  for (const signal of signals) process.on(signal, interrupted);
  try {
    const path = join(directory, 'numbers');
    writeFileSync(path, Buffer.alloc(SCRATCH_NUMBERS * 4));
    await use(path);
  } finally {
    forget();
    remove();
  }
}
