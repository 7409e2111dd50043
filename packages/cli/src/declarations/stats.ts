import type { Command } from 'commander';
import { integer } from '../arguments/numbers.js';
import { countOption, jsonOption, offsetOption, rangeOption, typeOption } from '../arguments/options.js';
import { examples } from './examples.js';

const MOST_BINS = 1000;

export function declareStats(carray: Command): void {
  carray
    .command('stats')
    .summary('count, least, greatest, sum and mean of numbers in a file')
    .description('count, least, greatest, sum and mean of the numbers in a file, and how they are spread')
    .argument('<file>')
    .addOption(typeOption())
    .addOption(rangeOption('offset', 'count'))
    .addOption(offsetOption())
    .addOption(countOption())
    .option('--field <path>', 'of structs, the field to look at: price, position.x')
    .option('--bins <count>', 'bars of the histogram, 0 for none', integer(0, MOST_BINS), 16)
    .option('--ascii', 'bars of # instead of blocks')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        ['carray stats data.bin -t float64', 'all numbers'],
        ['carray stats trades.bin -t @trade.h:trade --field price --bins 40', 'one field of all structs'],
      ),
    )
    .addHelpText(
      'after',
      '\nNaN is counted apart: all else is of the other numbers. The bins are those of\nthe finite ones.',
    )
    .action(async (file: string, _options, command: Command) => {
      const { stats } = await import('../commands/stats.js');
      await stats(file, command.optsWithGlobals());
    });
}
