import { CommanderError } from 'commander';
import { AlreadyTold, status, UsageError } from './errors.js';
import { catchStreamErrors, OutputClosed, tell, write } from './output.js';
import { program } from './program.js';

async function main(): Promise<void> {
  let printed = '';
  try {
    await program((text) => {
      printed += text;
    }).parseAsync();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) process.exitCode = status.wrongUsage;
  }
  if (printed !== '') await write(printed);
}

function report(error: unknown): void {
  if (error instanceof OutputClosed) return;
  process.exitCode = error instanceof UsageError ? status.wrongUsage : status.failed;
  if (!(error instanceof AlreadyTold)) tell(error instanceof Error ? error.message : String(error), error);
}

catchStreamErrors();
main().catch(report);
