import { inspect } from 'node:util';
import { Command, CommanderError } from 'commander';
import { backendOption, countOption, offsetOption, typeOption } from './arguments.js';
import { catchStreamErrors, OutputClosed, write } from './output.js';
import { oneLine } from './text.js';
import { version } from './version.js';

const FAILED = 1;
const WRONG_USAGE = 2;

const closing = `
Exit status: 0 done, 1 failed, 2 wrong usage. CARRAY_DEBUG=1 shows where an error came from,
CARRAY_BACKEND=native|ffi|auto chooses the backend where --backend does not.`;

/** The commands. Each loads its code, and the library, when it runs. `print` takes the text of --help and --version. */
function program(print: (text: string) => void): Command {
  const carray = new Command('carray')
    .description('Looks into binary files of any size through memory-mapped typed elements.')
    .version(version)
    .addOption(backendOption)
    .addHelpText('after', closing)
    .configureOutput({
      writeOut: print,
      outputError: (text, put) => put(`${oneLine(text)}\n`.replace('error:', 'carray:')),
    })
    .exitOverride();
  addInfo(carray);
  addDump(carray);
  addTour(carray);
  return carray;
}

function addInfo(carray: Command): void {
  carray
    .command('info')
    .description('show the backend, why it was chosen, and the limits of this system')
    .action(async (_options, command: Command) => {
      const { info } = await import('./commands/info.js');
      await info(command.optsWithGlobals());
    });
}

function addDump(carray: Command): void {
  carray
    .command('dump')
    .description('print elements of a file')
    .argument('<file>')
    .addOption(typeOption)
    .addOption(offsetOption)
    .addOption(countOption)
    .action(async (file: string, _options, command: Command) => {
      const { dump } = await import('./commands/dump.js');
      await dump(file, command.optsWithGlobals());
    });
}

function addTour(carray: Command): void {
  carray
    .command('tour')
    .description('show what the library does, on a file that is never changed')
    .argument('[file]', 'default: the program of Node.js itself')
    .action(async (file: string | undefined, _options, command: Command) => {
      const { tour } = await import('./commands/tour.js');
      await tour(file ?? process.execPath, command.optsWithGlobals());
    });
}

async function main(): Promise<void> {
  let printed = '';
  try {
    await program((text) => {
      printed += text;
    }).parseAsync();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) process.exitCode = WRONG_USAGE;
  }
  if (printed !== '') await write(printed);
}

function report(error: unknown): void {
  if (error instanceof OutputClosed) return;
  process.exitCode = FAILED;
  const message = oneLine(error instanceof Error ? error.message : String(error));
  process.stderr.write(`carray: ${process.env.CARRAY_DEBUG ? inspect(error) : message}\n`);
}

catchStreamErrors();
main().catch(report);
