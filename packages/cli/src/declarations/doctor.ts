import type { Command } from 'commander';
import { jsonOption } from '../arguments/options.js';
import { examples } from './examples.js';

export function declareDoctor(carray: Command): void {
  carray
    .command('doctor')
    .description('check that mapping works here, and say what to do if not')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples(
        ['carray doctor', 'exit status 1 where a check failed; nothing is left behind'],
        ['carray doctor --backend native', 'that backend alone: it must be there'],
      ),
    )
    .action(async (_options, command: Command) => {
      const { doctor } = await import('../commands/doctor.js');
      await doctor(command.optsWithGlobals());
    });
}
