import { type Command, InvalidArgumentError } from 'commander';
import { integer } from '../arguments/numbers.js';
import { jsonOption, offsetOption, rangeOption, typeOption } from '../arguments/options.js';
import { examples } from './examples.js';

export function declareDiff(carray: Command): void {
  carray
    .command('diff')
    .summary('print the elements in which two files differ')
    .description(
      'print the elements in which two files differ, byte by byte; nothing where they are the same',
    )
    .argument('<a>')
    .argument('<b>')
    .addOption(typeOption())
    .addOption(rangeOption('offset'))
    .addOption(offsetOption())
    .option('--limit <elements>', 'print at most so many; all of them are counted', limit, 100)
    .option('--exit-code', 'exit status 1 where they differ, which is 0 without')
    .option('-v, --verbose', 'say so where they are the same')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(['carray diff old.bin new.bin -t uint32 --limit all', 'each number that has changed']),
    )
    .action(async (a: string, b: string, _options, command: Command) => {
      const { diff } = await import('../commands/diff.js');
      await diff(a, b, command.optsWithGlobals());
    });
}

function limit(text: string): number {
  if (text === 'all') return Infinity;
  try {
    return integer()(text);
  } catch {
    throw new InvalidArgumentError('It must be an integer from 0 on, or all.');
  }
}
