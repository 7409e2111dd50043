import { type Command, Option } from 'commander';
import { rangeOption } from '../arguments/options.js';
import { size } from '../arguments/position.js';

/** The paths and options that all commands of the page cache have. */
export function withCacheOptions(command: Command): Command {
  return command
    .argument('[path...]', 'files, and directories with all that is in them')
    .addOption(rangeOption())
    .option('-L, --follow', 'follow symbolic links in directories (those named here are followed anyway)')
    .option('-x, --one-file-system', 'stay on the file system of each path')
    .addOption(new Option('-m, --max-file-size <size>', 'skip larger files').argParser(size))
    .option('--files-from <list>', 'read paths from a file too, one a line; - for standard input')
    .option('-0, --null', 'the paths of --files-from end with NUL')
    .option('-s, --summary', 'the sums alone, no line for each file');
}
