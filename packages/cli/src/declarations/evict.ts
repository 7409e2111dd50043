import type { Command } from 'commander';
import { jsonOption } from '../arguments/options.js';
import { withCacheOptions } from './cache-options.js';
import { examples } from './examples.js';

export function declareEvict(carray: Command): void {
  withCacheOptions(carray.command('evict'))
    .description('send pages of files out of memory; what is not on the disk yet is written first')
    .summary('send pages of files out of memory')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(['carray evict big.bin', 'the next program that reads it has to wait for the disk']),
    )
    .action(async (paths: string[], _options, command: Command) => {
      const { evict } = await import('../commands/evict.js');
      await evict(paths, command.optsWithGlobals());
    });
}
