import { Argument, type Command, Option } from 'commander';
import { mode } from '../arguments/numbers.js';
import { jsonOption } from '../arguments/options.js';
import { size } from '../arguments/position.js';
import { withDumpOptions } from './dump.js';
import { examples } from './examples.js';

export function declareShm(carray: Command): void {
  const shm = carray
    .command('shm')
    .description('list, create, remove and dump shared memory by name')
    .addHelpText(
      'after',
      examples(
        ['carray shm create prices 64k', 'of zeros, for its owner alone'],
        ['carray shm remove prices', 'who has it mapped keeps it; nobody finds it any more'],
      ),
    );
  declareList(shm);
  declareCreate(shm);
  declareRemove(shm);
  declareDump(shm);
}

function declareList(shm: Command): void {
  shm
    .command('list')
    .description('show names, sizes, owners, and how many have it mapped')
    .addOption(jsonOption())
    .action(async (_options, command: Command) => {
      const { listSharedMemory } = await import('../commands/shm-list.js');
      await listSharedMemory(command.optsWithGlobals());
    });
}

function declareCreate(shm: Command): void {
  shm
    .command('create')
    .description('make it, of zeros; it is there until it is removed')
    .addArgument(new Argument('<name>', 'at most 255 bytes, no / but in front'))
    .addArgument(new Argument('<size>', 'in bytes, with k M G T, p for pages').argParser(size))
    .addOption(
      new Option('--mode <octal>', 'who may open it, less the umask').default(0o600, '600').argParser(mode),
    )
    .action(async (name: string, bytes: ReturnType<typeof size>, _options, command: Command) => {
      const { createSharedMemory } = await import('../commands/shm.js');
      createSharedMemory(name, bytes, command.optsWithGlobals());
    });
}

function declareRemove(shm: Command): void {
  shm
    .command('remove')
    .description('remove names; who has the memory mapped keeps it')
    .argument('<name...>')
    .action(async (names: string[], _options, command: Command) => {
      const { removeSharedMemory } = await import('../commands/shm.js');
      await removeSharedMemory(names, command.optsWithGlobals());
    });
}

function declareDump(shm: Command): void {
  withDumpOptions(
    shm.command('dump').description('print elements, as carray dump does of files').argument('<name>'),
  ).action(async (name: string, _options, command: Command) => {
    const { dumpSharedMemory } = await import('../commands/shm-dump.js');
    await dumpSharedMemory(name, command.optsWithGlobals());
  });
}
