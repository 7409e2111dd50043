import { type Command, Option } from 'commander';
import { countOption, offsetOption, rangeOption, typeOption, valueHelp } from '../arguments/options.js';
import { examples } from './examples.js';

export function declareFill(carray: Command): void {
  carray
    .command('fill')
    .summary('store one value into many elements in place')
    .description('store one value into many elements in place, and wait until they are on the disk')
    .argument('<file>')
    .argument('<value>', `${valueHelp}; fields that a struct's JSON leaves out stay`)
    .addOption(typeOption())
    .addOption(rangeOption('offset', 'count'))
    .addOption(offsetOption())
    .addOption(countOption())
    .addOption(
      new Option('--all', 'the whole file: one of --range, --offset, --count and --all is needed').conflicts([
        'range',
        'offset',
        'count',
      ]),
    )
    .option('--dry-run', 'only show what would be stored where')
    .addHelpText(
      'after',
      examples(
        ['carray fill data.bin 0 -r 1M..2M', 'zeros in place of the second MiB'],
        ['carray fill data.bin NaN -t float64 -o 64 -n 10', 'ten numbers from byte 64 on'],
      ),
    )
    .action(async (file: string, value: string, _options, command: Command) => {
      const { fill } = await import('../commands/fill.js');
      await fill(file, value, command.optsWithGlobals());
    });
}
