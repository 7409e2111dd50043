import type { Command } from 'commander';
import { index } from '../arguments/numbers.js';
import { jsonOption, offsetOption, typeOption } from '../arguments/options.js';
import { examples } from './examples.js';

export function declareGet(carray: Command): void {
  carray
    .command('get')
    .description('print single elements, one in a line')
    .argument('<file>')
    .argument('<index...>', 'elements from 0 on, negative ones from the end', gather)
    .addOption(typeOption())
    .addOption(offsetOption())
    .option('--field <path>', 'of a struct this field alone: price, position.x')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        ['carray get data.bin 0 -1 -t float64', 'the first number and the last'],
        [
          "carray get trades.bin 7 -t 'struct { int id; double price; }' --field price",
          'one field of one struct',
        ],
      ),
    )
    .action(async (file: string, indexes: readonly number[], _options, command: Command) => {
      const { get } = await import('../commands/get.js');
      await get(file, indexes, command.optsWithGlobals());
    });
}

function gather(text: string, before: readonly number[] = []): readonly number[] {
  return [...before, index(text)];
}
