import { Argument, type Command } from 'commander';
import { processId } from '../arguments/numbers.js';
import { jsonOption } from '../arguments/options.js';
import { examples } from './examples.js';

export function declareMaps(carray: Command): void {
  carray
    .command('maps')
    .description('show what a process has mapped, and what of it is in memory')
    .addArgument(new Argument('<pid>', "a process, or 'self': this one").argParser(processId))
    .addArgument(new Argument('[pattern]', 'part of what is mapped, or all of it with * and ?'))
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        ['carray maps 1234', 'all of it, and totals'],
        [
          "carray maps 1234 '*.bin'",
          'its data files: how much of them is resident, how much is to be written',
        ],
      ),
    )
    .action(async (pid: number | 'self', pattern: string | undefined, _options, command: Command) => {
      const { maps } = await import('../commands/maps.js');
      await maps(pid, pattern, command.optsWithGlobals());
    });
}
