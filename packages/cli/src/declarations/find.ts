import type { Command } from 'commander';
import { integer } from '../arguments/numbers.js';
import { jsonOption, offsetOption, rangeOption, typeOption, valueHelp } from '../arguments/options.js';
import { examples } from './examples.js';

export function declareFind(carray: Command): void {
  carray
    .command('find')
    .summary('print where a value, a text or a pattern of bytes is')
    .description(
      'print where a value, a text or a pattern of bytes is: the offset of each, and the index of its element',
    )
    .argument('<file>')
    .argument('[value]', `what the element is: ${valueHelp}; of a struct the fields that its JSON names`)
    .addOption(typeOption())
    .addOption(rangeOption('offset'))
    .addOption(offsetOption())
    .option('--hex <bytes>', "at any byte: 'de ad ?? ef', where ?? is any")
    .option('--text <text>', 'at any byte: this text in UTF-8')
    .option('-m, --max <matches>', 'stop after so many', integer(1))
    .option('--count', 'print only how many there are')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        ['carray find data.bin NaN -t float64', 'each number that is none'],
        ["carray find core --hex '7f 45 4c 46' -m 1", 'the first ELF header'],
        ['carray find trades.bin \'{"id": 7}\' -t @trade.h:trade', 'structs by a field'],
      ),
    )
    .addHelpText(
      'after',
      '\nMatches of --hex and --text may overlap. None at all is told, and no failure:\nexit status 0.',
    )
    .action(async (file: string, value: string | undefined, _options, command: Command) => {
      const { find } = await import('../commands/find.js');
      await find(file, value, command.optsWithGlobals());
    });
}
