import type { Command } from 'commander';
import { withCacheOptions } from './cache-options.js';
import { examples } from './examples.js';

export function declareLock(carray: Command): void {
  withCacheOptions(carray.command('lock'))
    .description('keep pages of files in memory, until Ctrl-C, SIGTERM or SIGHUP')
    .summary('keep pages of files in memory, until Ctrl-C')
    .option('--pid-file <file>', 'write the number of the process there once all is locked')
    .addHelpText(
      'after',
      examples(['carray lock --pid-file lock.pid index.db &', 'until `kill $(cat lock.pid)`']),
    )
    .action(async (paths: string[], _options, command: Command) => {
      const { lock } = await import('../commands/lock.js');
      await lock(paths, command.optsWithGlobals());
    });
}
