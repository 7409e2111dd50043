import type { Argument, Command, Option } from 'commander';

/** What a command takes, as the declarations say it: for completion, and for the manual page. */
export interface Outline {
  readonly name: string;
  /** From the program on: `['shm', 'list']`. */
  readonly path: readonly string[];
  readonly description: string;
  /** The same in a list of commands, where it has one line. */
  readonly summary: string;
  /** As --help shows it behind the path: `[options] <file>`. */
  readonly usage: string;
  readonly options: readonly OptionOutline[];
  readonly operands: readonly Operand[];
  readonly commands: readonly Outline[];
}

export interface OptionOutline {
  /** `['-t', '--type']`. */
  readonly flags: readonly string[];
  readonly description: string;
  /** As --help names it; undefined for an option without a value. */
  readonly value?: string;
  /** Whether the value may be left out: then it is not a word of its own. */
  readonly isOptional: boolean;
  readonly words: Words;
  readonly defaultText?: string;
}

/** An argument that is no option. */
export interface Operand {
  readonly name: string;
  readonly description: string;
  readonly isVariadic: boolean;
  readonly words: Words;
}

/** What may stand in a place: some words, a file, or what cannot be completed. */
export type Words = readonly string[] | 'file' | 'anything';

const fileName = /files?$/i;

/** The outline of a command, with `extra` words by the names of options and arguments, and the commands below it. */
export function outlineOf(
  command: Command,
  extra: Readonly<Record<string, Words>> = {},
  path: readonly string[] = [],
): Outline {
  const help = command.createHelp();
  const visible = help.visibleCommands(command).filter((each) => each.name() !== 'help' || path.length === 0);
  return {
    ...{ name: command.name(), path, usage: command.usage() },
    ...{ description: command.description(), summary: command.summary() || command.description() },
    options: help.visibleOptions(command).map((option) => optionOutline(option, extra)),
    operands: command.registeredArguments.map((argument) => operandOutline(argument, extra)),
    commands: visible.map((each) => outlineOf(each, extra, [...path, each.name()])),
  };
}

function optionOutline(option: Option, extra: Readonly<Record<string, Words>>): OptionOutline {
  const { short, long, description, flags, argChoices, defaultValue, defaultValueDescription } = option;
  const [, value] = /[<[]([^\]>]+)[\]>]/.exec(flags) ?? [];
  const isShown = value !== undefined && defaultValue !== undefined;
  return {
    ...{ flags: [short, long].filter((each) => each !== undefined), description },
    ...(value !== undefined && { value }),
    isOptional: option.optional,
    words:
      argChoices ??
      extra[option.name()] ??
      (value !== undefined && fileName.test(value) ? 'file' : 'anything'),
    ...(isShown && { defaultText: defaultValueDescription ?? String(defaultValue) }),
  };
}

function operandOutline(argument: Argument, extra: Readonly<Record<string, Words>>): Operand {
  const { description, variadic, argChoices } = argument;
  const name = argument.name();
  const words = argChoices ?? extra[name] ?? (fileName.test(name) ? 'file' : 'anything');
  return { name, description, isVariadic: variadic, words };
}
