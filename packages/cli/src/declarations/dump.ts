import type { Command } from 'commander';
import { countOption, offsetOption, typeOption } from '../arguments/options.js';
import { examples } from './examples.js';

export function declareDump(carray: Command): void {
  withDumpOptions(carray.command('dump').description('print elements of a file').argument('<file>'))
    .addHelpText('after', examples(['carray dump -t float64 -n 10 data.bin', 'the first ten numbers']))
    .action(async (file: string, _options, command: Command) => {
      const { dump } = await import('../commands/dump.js');
      await dump(file, command.optsWithGlobals());
    });
}

/** What `carray dump` and `carray shm dump` both take. */
export function withDumpOptions(command: Command): Command {
  return command.addOption(typeOption()).addOption(offsetOption()).addOption(countOption());
}
