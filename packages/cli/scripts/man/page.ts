import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { type Operand, type OptionOutline, type Outline, outlineOf } from '../../src/completion/outline.js';
import { everyCommand } from '../../src/completion/walk.js';
import { programExamples } from '../../src/declarations/examples.js';
import { program } from '../../src/program.js';
import { version } from '../../src/version.js';
import { bold, entry, escaped } from './roff.js';

/** The manual page: the template, with what the declarations say in its places. */
export function manualPage(template: string): string {
  const carray = program(() => {});
  const outline = outlineOf(carray);
  const parts: Readonly<Record<string, string>> = {
    VERSION: version,
    OPTIONS: outline.options.map(optionText).join('\n'),
    COMMANDS: commandTexts(carray, outline),
    EXAMPLES: programExamples.map(([command, effect]) => entry(bold(command), effect)).join('\n'),
  };
  return readFileSync(template, 'utf8').replace(/@([A-Z]+)@/g, (_, name: string) => {
    const part = parts[name];
    if (part === undefined) throw new Error(`the template of the manual page has an unknown @${name}@`);
    return part;
  });
}

function commandTexts(carray: Command, outline: Outline): string {
  return Array.from(everyCommand(outline))
    .filter(({ path }) => path.length > 0 && path[0] !== 'help')
    .map((command) => commandText(command, notesOf(carray, command.path)))
    .join('\n');
}

function commandText(
  { path, description, usage, operands, options }: Outline,
  notes: readonly string[],
): string {
  const own = options.filter(({ flags }) => !flags.includes('--help'));
  return [
    `.SS "carray ${escaped(path.join(' '))}"`,
    `.B carray ${escaped(path.join(' '))}`,
    escaped(usage),
    '.PP',
    `${escaped(sentence(description))}`,
    ...operands
      .filter((operand) => operand.description !== '' || Array.isArray(operand.words))
      .map(operandText),
    ...own.map(optionText),
    ...notes,
  ].join('\n');
}

function operandText({ name, description, words }: Operand): string {
  return entry(`.I ${escaped(name)}`, [description, choices(words)].filter((text) => text !== '').join('; '));
}

function optionText({ flags, value, description, words, defaultText }: OptionOutline): string {
  const names = flags.map((flag) => `\\fB${escaped(flag)}\\fR`).join(', ');
  const taken = value === undefined ? '' : ` \\fI${escaped(value)}\\fR`;
  const ends = [description, choices(words), defaultText === undefined ? '' : `default: ${defaultText}`];
  return entry(`${names}${taken}`, ends.filter((text) => text !== '').join('; '));
}

const choices = (words: Operand['words']): string => (typeof words === 'string' ? '' : words.join(', '));

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

/** What --help has behind the options: examples as entries, all else as paragraphs. */
function notesOf(carray: Command, path: readonly string[]): string[] {
  let command = carray;
  for (const name of path) command = command.commands.find((each) => each.name() === name) ?? command;
  let help = '';
  command.configureOutput({
    writeOut: (text) => {
      help += text;
    },
  });
  command.outputHelp();
  return noteLines(help.slice(command.helpInformation().length));
}

function noteLines(text: string): string[] {
  return text.split('\n').map((line) => {
    if (line === '') return '.PP';
    if (/^ {2}\S/.test(line)) return `.TP\n${bold(line.trim())}`;
    return escaped(line.trim());
  });
}
