import { Argument, type Command, Option } from 'commander';
import { jsonOption } from '../arguments/options.js';
import { examples } from './examples.js';

export function declareConstants(carray: Command): void {
  carray
    .command('constants')
    .description('show the constants of <sys/mman.h>, of any platform')
    .addArgument(
      new Argument('[pattern]', 'part of a name, or a name with * and ?; upper or lower case are alike'),
    )
    .addOption(new Option('--platform <platform>', 'linux-arm64, darwin-x64, ...; default: this one'))
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        ["carray constants 'MAP_*'", 'the flags of mmap'],
        ['carray constants populate --platform darwin-arm64', 'a name that macOS lacks is shown as absent'],
      ),
    )
    .action(async (pattern: string | undefined, _options, command: Command) => {
      const { constants } = await import('../commands/constants.js');
      await constants(pattern, command.optsWithGlobals());
    });
}
