import type { Outline, Words } from './outline.js';
import { everyCommand, optionsAt, placeOf, quoted } from './walk.js';

/** A completion script for bash, 3.2 too: no arrays with names, no mapfile. */
export function bashScript(program: Outline): string {
  const commands = Array.from(everyCommand(program));
  return `# Completion of ${program.name} for bash. In ~/.bashrc: eval "$(${program.name} completion bash)"
_${program.name}() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous='' place='' words='' word
  local index=1 operands=0
  COMPREPLY=()
  # Which command it is, and how many operands stand in front. '=' is a word of its own.
  while [ "$index" -lt "$COMP_CWORD" ]; do
    word=\${COMP_WORDS[index]}
    previous=''
    case "$word" in
      -*)
        case "$place $word" in
${branches(valueFlags(program, commands), 'previous=$word')}
        esac
        if [ -n "$previous" ]; then
          index=$((index + 1))
          if [ "\${COMP_WORDS[index]}" = '=' ]; then index=$((index + 1)); fi
          if [ "$index" -lt "$COMP_CWORD" ]; then previous=''; fi
        fi
        ;;
      *)
        case "$place $word" in
${branches(commands.slice(1).map(placeOf), 'place="$place $word"')}
          *) operands=$((operands + 1)) ;;
        esac
        ;;
    esac
    index=$((index + 1))
  done
  if [ "$current" = '=' ]; then current=''; fi
  if [ -n "$previous" ]; then
    case "$place $previous" in
${valueCases(program, commands)}
    esac
  else
    case "$current" in
      -*)
        case "$place" in
${optionCases(program, commands)}
        esac
        ;;
      *)
        case "$place $operands" in
${operandCases(commands)}
        esac
        ;;
    esac
  fi
  # What is no file is not to be completed as one, where bash can tell (4.0 and later).
  compopt +o default +o bashdefault 2>/dev/null
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -o bashdefault -F _${program.name} ${program.name}
`;
}

function branches(patterns: readonly string[], effect: string): string {
  return `          ${patterns.map(quoted).join(' | ')}) ${effect} ;;`;
}

const arm = (pattern: string, words: Words): string =>
  `          ${pattern}) ${words === 'file' ? 'return' : `words=${quoted(words === 'anything' ? '' : words.join(' '))}`} ;;`;

function valueFlags(program: Outline, commands: readonly Outline[]): string[] {
  return commands.flatMap((command) =>
    optionsAt(program, command)
      .filter(({ value, isOptional }) => value !== undefined && !isOptional)
      .flatMap(({ flags }) => flags.map((flag) => `${placeOf(command)} ${flag}`)),
  );
}

function valueCases(program: Outline, commands: readonly Outline[]): string {
  return commands
    .flatMap((command) =>
      optionsAt(program, command)
        .filter(({ value, isOptional }) => value !== undefined && !isOptional)
        .map(({ flags, words }) =>
          arm(flags.map((flag) => quoted(`${placeOf(command)} ${flag}`)).join(' | '), words),
        ),
    )
    .join('\n');
}

function optionCases(program: Outline, commands: readonly Outline[]): string {
  return commands
    .map((command) =>
      arm(
        quoted(placeOf(command)),
        optionsAt(program, command).flatMap(({ flags }) => flags),
      ),
    )
    .join('\n');
}

/** Commands where there are any below; else the operand that stands there, the last one for good where it may be repeated. */
function operandCases(commands: readonly Outline[]): string {
  return commands
    .flatMap((command) => {
      const place = placeOf(command);
      const below = command.commands.map(({ name }) => name);
      if (below.length > 0) return [arm(quoted(`${place} 0`), below)];
      return command.operands.map(({ words, isVariadic }, index) =>
        arm(isVariadic ? `${quoted(`${place} `)}*` : quoted(`${place} ${index}`), words),
      );
    })
    .join('\n');
}
