import type { Command } from 'commander';
import { jsonOption } from '../arguments/options.js';
import { withCacheOptions } from './cache-options.js';
import { examples } from './examples.js';

export function declareTouch(carray: Command): void {
  withCacheOptions(carray.command('touch'))
    .description('read pages of files into memory: those that are missing')
    .addOption(jsonOption())
    .addHelpText('after', examples(['carray touch -m 100M /srv/data', 'all files of up to 100 MiB']))
    .action(async (paths: string[], _options, command: Command) => {
      const { touch } = await import('../commands/touch.js');
      await touch(paths, command.optsWithGlobals());
    });
}
