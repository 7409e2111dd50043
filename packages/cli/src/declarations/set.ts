import type { Command } from 'commander';
import { index } from '../arguments/numbers.js';
import { offsetOption, typeOption, valueHelp } from '../arguments/options.js';
import { examples } from './examples.js';

export function declareSet(carray: Command): void {
  carray
    .command('set')
    .description('store one element in place, and wait until it is on the disk')
    .argument('<file>')
    .argument('<index>', 'from 0 on, negative from the end', index)
    .argument('<value>', `${valueHelp}; fields that a struct's JSON leaves out stay`)
    .addOption(typeOption())
    .addOption(offsetOption())
    .option('--dry-run', 'only show which bytes would become which')
    .addHelpText(
      'after',
      examples(
        ['carray set data.bin -1 0.5 -t float64', 'the last number'],
        [
          'carray set trades.bin 7 \'{"price": 2.5}\' -t @trade.h:trade --dry-run',
          'one field of a struct: what would change',
        ],
        [
          'carray set data.bin 0 -t float64 -- -Infinity',
          'what begins with a minus and no digit goes behind --',
        ],
      ),
    )
    .action(async (file: string, at: number, value: string, _options, command: Command) => {
      const { set } = await import('../commands/set.js');
      await set(file, at, value, command.optsWithGlobals());
    });
}
