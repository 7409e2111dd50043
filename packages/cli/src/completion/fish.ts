import type { OptionOutline, Outline, Words } from './outline.js';
import { everyCommand, optionsAt, placeOf } from './walk.js';

/** A completion script for fish. */
export function fishScript(program: Outline): string {
  const { name } = program;
  const commands = Array.from(everyCommand(program));
  const values = new Set(commands.flatMap((command) => optionsAt(program, command)).flatMap(flagsWithValue));
  const places = commands.slice(1).map((command) => quoted(placeOf(command)));
  return `# Completion of ${name} for fish: ${name} completion fish > ~/.config/fish/completions/${name}.fish
# True where this command is being written, with so many operands in front (any number, where it is not said).
function __${name}_at
    set -l place ''
    set -l operands 0
    set -l is_value 0
    for word in (commandline -opc)[2..-1]
        if test $is_value -eq 1
            set is_value 0
            continue
        end
        switch $word
            case ${Array.from(values).join(' ')}
                set is_value 1
            case '-*'
            case '*'
                if contains -- "$place $word" ${places.join(' ')}
                    set place "$place $word"
                else
                    set operands (math $operands + 1)
                end
        end
    end
    test "$place" = "$argv[1]"; and begin
        not set -q argv[2]; or test $operands -eq $argv[2]
    end
end
complete -c ${name} -f
${commands.flatMap((command) => linesOf(program, command)).join('\n')}
`;
}

const flagsWithValue = ({ flags, value, isOptional }: OptionOutline): readonly string[] =>
  value === undefined || isOptional ? [] : flags;

function linesOf(program: Outline, command: Outline): string[] {
  const place = placeOf(command);
  const start = (count?: number): string => {
    const condition = `__${program.name}_at '${place}'${count === undefined ? '' : ` ${count}`}`;
    return `complete -c ${program.name} -n ${quoted(condition)}`;
  };
  return [
    ...command.commands.map(({ name, summary }) => `${start(0)} -a ${name} -d ${quoted(summary)}`),
    ...command.operands.flatMap(({ words, isVariadic }, index) =>
      words === 'anything' ? [] : [`${start(isVariadic ? undefined : index)} ${candidates(words)}`],
    ),
    ...optionsAt(program, command).map((option) => `${start()} ${optionText(option)}`),
  ];
}

function optionText({ flags, description, value, words, isOptional }: OptionOutline): string {
  const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  const takes = value === undefined || isOptional ? [] : [words === 'file' ? '-r' : '-x', candidates(words)];
  return [...names, ...takes, '-d', quoted(description)].join(' ');
}

const candidates = (words: Words): string =>
  words === 'file' ? '-F' : `-a ${quoted(words === 'anything' ? '' : words.join(' '))}`;

/** In fish, a backslash and a quote are escaped inside of single quotes. */
const quoted = (text: string): string => `'${text.replace(/['\\]/g, '\\$&')}'`;
