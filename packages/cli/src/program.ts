import { Command, Option } from 'commander';
import { declareDiff } from './declarations/diff.js';
import { declareDump } from './declarations/dump.js';
import { declareEvict } from './declarations/evict.js';
import { declareFill } from './declarations/fill.js';
import { declareFind } from './declarations/find.js';
import { declareGet } from './declarations/get.js';
import { declareInfo } from './declarations/info.js';
import { declareLock } from './declarations/lock.js';
import { declareResidency } from './declarations/residency.js';
import { declareSet } from './declarations/set.js';
import { declareStats } from './declarations/stats.js';
import { declareTouch } from './declarations/touch.js';
import { declareTour } from './declarations/tour.js';
import { withStacks } from './output.js';
import { withoutColours } from './style.js';
import { oneLine } from './text.js';
import { version } from './version.js';

const closing = `
Exit status: 0 done, 1 failed or some files failed, 2 wrong usage. \`carray COMMAND --help\` has examples.
CARRAY_BACKEND=native|ffi|auto chooses the backend where --backend does not; NO_COLOR=1 is --no-color.`;

/** In the order of --help. Each loads its code, and the library, when it runs. */
const declarations = [
  declareDump,
  declareGet,
  declareSet,
  declareFill,
  declareFind,
  declareDiff,
  declareStats,
  declareResidency,
  declareTouch,
  declareEvict,
  declareLock,
  declareInfo,
  declareTour,
];

/** The commands. `print` takes the text of --help and --version. */
export function program(print: (text: string) => void): Command {
  const carray = new Command('carray')
    .description('Looks into binary files of any size, and into the page cache.')
    .version(version)
    .addOption(new Option('--backend <name>', 'the backend to use, never another').choices(['native', 'ffi']))
    .option('--debug', 'with an error, show where it came from')
    .option('--no-color', 'no colours')
    .addHelpText('after', closing)
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
  for (const declare of declarations) declare(carray);
  return carray;
}
