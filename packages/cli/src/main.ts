import { CommanderError } from 'commander';
import { AlreadyTold, messageOf, status, UsageError } from './errors.js';
import { catchStreamErrors, OutputClosed, tell, write } from './output.js';
import { program } from './program.js';
import { hideProgress } from './progress.js';

async function main(): Promise<void> {
  let printed = '';
  try {
    const print = (text: string) => {
      printed += text;
    };
    await program(print, process.argv.slice(2)).parseAsync();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) process.exitCode = status.wrongUsage;
  }
  if (printed !== '') await write(printed);
}

function report(error: unknown): void {
  if (error instanceof OutputClosed) return;
  process.exitCode = error instanceof UsageError ? status.wrongUsage : status.failed;
  if (!(error instanceof AlreadyTold)) tell(messageOf(error), error);
}

catchStreamErrors();
main().catch(report).finally(hideProgress);
