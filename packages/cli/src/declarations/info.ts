import type { Command } from 'commander';
import { jsonOption } from '../arguments/options.js';
import { examples } from './examples.js';

export function declareInfo(carray: Command): void {
  carray
    .command('info')
    .description('show the backend, why it was chosen, and the limits here')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        ['carray info --backend ffi', 'with the other backend'],
        ["carray info --json | jq '.limits.maxMapCount'", 'one number, for a script'],
      ),
    )
    .action(async (_options, command: Command) => {
      const { info } = await import('../commands/info.js');
      await info(command.optsWithGlobals());
    });
}
