import { type Command, Option } from 'commander';
import { integer, seconds } from '../arguments/numbers.js';
import { jsonOption } from '../arguments/options.js';
import { withCacheOptions } from './cache-options.js';
import { examples } from './examples.js';

const MOST_CELLS = 100_000;

export function declareResidency(carray: Command): void {
  withCacheOptions(carray.command('residency'))
    .description('show which pages of files are in memory, and bring none in')
    .option('--ascii', 'draw with . : + #')
    .addOption(
      new Option('--cells <count>', "cells of a file's row; default: the terminal's width").argParser(
        integer(1, MOST_CELLS),
      ),
    )
    .option('--runs', 'list the pages that are in memory, from where to where')
    .addOption(jsonOption())
    .option('--svg <file>', 'draw a picture too, as SVG, with its data as a table')
    .addOption(
      new Option('--watch [seconds]', 'look again and again; default: each second').argParser(seconds),
    )
    .addHelpText(
      'after',
      examples(
        ['carray residency big.bin', 'how much of it is in memory, and where'],
        ['carray residency -s /usr/lib', 'of all files in a directory, the sums'],
        ['carray residency --json -r 1G.. big.bin', 'from the second GiB on'],
        ['find . -name "*.db" -print0 | carray residency -0 --files-from -', 'of those that find finds'],
        ['carray residency data --watch=0.5', 'live; Ctrl-C ends it, with 0'],
      ),
    )
    .action(async (paths: string[], _options, command: Command) => {
      const { residency } = await import('../commands/residency.js');
      await residency(paths, command.optsWithGlobals());
    });
}
