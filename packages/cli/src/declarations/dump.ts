import { type Command, Option } from 'commander';
import { integer } from '../arguments/numbers.js';
import { countOption, offsetOption, rangeOption, typeOption } from '../arguments/options.js';
import { formatNames, likeNames } from '../dump/format.js';
import { examples } from './examples.js';

const notes = `
Everything is printed that -o, -n and -r do not leave out. -n is in elements,
without -t in bytes.
json, ndjson: integers past 2^53 and NaN, Infinity, -Infinity are texts.
csv: fields of structs in structs are a.b, arrays are JSON.
--like is byte for byte what these print: od -A x -t x1z, xxd, hexdump -C.`;

export function declareDump(carray: Command): void {
  withDumpOptions(
    carray
      .command('dump')
      .description('print files in hexadecimal, or their elements')
      .argument('<files...>'),
  )
    .addHelpText(
      'after',
      `${notes}\n${examples(
        ['carray dump data.bin', 'in hexadecimal'],
        ['carray dump -t float64 -n 10 data.bin', 'the first ten numbers'],
        ["carray dump -t 'struct { uint32_t id; double x; }' --format csv data.bin", 'a row for each struct'],
        ['carray dump --like xxd -r -1k.. data.bin', 'the last 1024 bytes, as xxd prints them'],
      )}`,
    )
    .action(async (files: string[], _options, command: Command) => {
      const { dump } = await import('../commands/dump.js');
      await dump(files, command.optsWithGlobals());
    });
}

/** What `carray dump` and `carray shm dump` both take. */
export function withDumpOptions(command: Command): Command {
  return command
    .addOption(typeOption().default(undefined))
    .addOption(offsetOption())
    .addOption(countOption())
    .addOption(rangeOption('offset', 'count'))
    .addOption(new Option('--format <format>', 'default: hex, with -t table').choices(formatNames))
    .addOption(
      new Option('--like <program>', 'print what this program prints')
        .choices(likeNames)
        .conflicts(['format', 'type', 'width']),
    )
    .addOption(
      new Option(
        '--width <bytes>',
        'of hex: bytes in a line; default what the terminal has room for, else 16',
      ).argParser(integer(1, 1024)),
    )
    .option('--no-squeeze', 'print lines that repeat the one before, too, in place of *');
}
