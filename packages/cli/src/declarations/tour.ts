import type { Command } from 'commander';
import { examples } from './examples.js';

export function declareTour(carray: Command): void {
  carray
    .command('tour')
    .description('show what the library does, on a file that is never changed')
    .argument('[file]', 'default: the program of Node.js itself')
    .addHelpText('after', examples(['carray tour big.bin', 'the same with a file of yours']))
    .action(async (file: string | undefined, _options, command: Command) => {
      const { tour } = await import('../commands/tour.js');
      await tour(file ?? process.execPath, command.optsWithGlobals());
    });
}
