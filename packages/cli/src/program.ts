import { Command, Option } from 'commander';
import { backendNames } from './backends.js';
import { examples, programExamples } from './declarations/examples.js';
import { declareAll, declareOne } from './declarations/groups.js';
import { withStacks } from './output.js';
import { withoutColours } from './style.js';
import { oneLine } from './text.js';
import { version } from './version.js';

const closing = `${examples(...programExamples)}

\`carray COMMAND --help\` tells what a command takes, with examples.
Exit status: 0 done, 1 failed or some files failed, 2 wrong usage.
CARRAY_BACKEND=${backendNames.join('|')}|auto chooses the backend where --backend does not;
NO_COLOR=1 is --no-color.`;

/**
 * The command line. `print` takes the text of --help and --version.
 *
 * @param words What it will parse: where they name a command, the others are left out. Default: with all commands.
 */
export function program(print: (text: string) => void, words: readonly string[] = []): Command {
  const carray = new Command('carray')
    .description('Looks into binary files of any size, and into the page cache.')
    .version(version)
    .addOption(new Option('--backend <name>', 'the backend to use, never another').choices(backendNames))
    .option('--debug', 'with an error, show where it came from')
    .option('--no-color', 'no colours')
    .addHelpText('after', closing)
    .configureHelp({ subcommandTerm, showGlobalOptions: true })
    .configureOutput({
      writeOut: print,
      outputError: (text, put) => put(`${oneLine(text)}\n`.replace('error:', 'carray:')),
    })
    .exitOverride()
    .hook('preAction', (_, command) => {
      const { color, debug } = command.optsWithGlobals<{ color: boolean; debug?: boolean }>();
      if (!color) withoutColours();
      if (debug) withStacks();
    });
  if (!isVersion(words) && !declareOne(carray, commandAmong(words))) declareAll(carray);
  return carray;
}

/** In the list of commands: the name; below `carray shm`, with what it takes. */
const subcommandTerm = (command: Command): string =>
  command.parent?.parent ? `${command.name()} ${command.usage()}` : command.name();

const isVersion = ([word, ...others]: readonly string[]): boolean =>
  others.length === 0 && (word === '--version' || word === '-V');

/** The first word that is no option of the program, nor a value of one. */
function commandAmong(words: readonly string[]): string {
  return words.find((word, place) => !word.startsWith('-') && words[place - 1] !== '--backend') ?? '';
}
