import type { OptionOutline, Outline, Words } from './outline.js';
import { everyCommand, optionsAt, quoted } from './walk.js';

/** A completion script for zsh: to be evaluated behind compinit, or a file `_carray` in a directory of $fpath. */
export function zshScript(program: Outline): string {
  const functions = Array.from(everyCommand(program), (command) => functionOf(program, command));
  const name = functionName(program);
  return `#compdef ${program.name}
# Completion of ${program.name} for zsh. In ~/.zshrc, behind compinit: eval "$(${program.name} completion zsh)"
${functions.join('\n')}
if [ "$funcstack[1]" = ${quoted(name)} ]; then
  ${name} "$@"
else
  compdef ${name} ${program.name}
fi
`;
}

const functionName = (command: Outline): string =>
  ['_carray', ...command.path].map((part) => part.replaceAll('-', '_')).join('_');

function functionOf(program: Outline, command: Outline): string {
  const options = optionsAt(program, command).flatMap(optionSpecs);
  return command.commands.length === 0
    ? functionText(command, [...options, ...operandSpecs(command)])
    : functionText(command, [...options, quoted('1: :->command'), quoted('*:: :->rest')], dispatch(command));
}

function functionText(command: Outline, specs: readonly string[], rest = ''): string {
  const locals =
    rest === ''
      ? ''
      : '  local curcontext=$curcontext context state state_descr line\n  typeset -A opt_args\n';
  const call = rest === '' ? '_arguments' : '_arguments -C';
  return `${functionName(command)}() {\n${locals}  ${[call, ...specs].join(' \\\n    ')}\n${rest}}`;
}

function dispatch({ commands, ...command }: Outline): string {
  const list = commands.map(
    ({ name, summary }) => `      ${quoted(`${name}:${summary.replaceAll(':', '\\:')}`)}`,
  );
  const calls = commands.map((each) => `        ${each.name}) ${functionName(each)} ;;`);
  return `  case $state in
    command)
      local -a commands=(
${list.join('\n')}
      )
      _describe -t commands ${quoted(`${command.name} command`)} commands
      ;;
    rest)
      case $words[1] in
${calls.join('\n')}
      esac
      ;;
  esac
`;
}

/** One spec for each spelling, each shutting out the others. */
function optionSpecs({ flags, description, value, words, isOptional }: OptionOutline): string[] {
  const others = flags.length > 1 ? `(${flags.join(' ')})` : '';
  const taken = value === undefined ? '' : `${isOptional ? '::' : ':'}${plain(value)}:${actionOf(words)}`;
  return flags.map((flag) => {
    const joins = flag.startsWith('--') ? '=' : '';
    const behind = value === undefined ? '' : `${joins}${isOptional ? '-' : ''}`;
    return quoted(`${others}${flag}${behind}[${plain(description)}]${taken}`);
  });
}

function operandSpecs({ operands }: Outline): string[] {
  return operands.map(({ name, words, isVariadic }, index) =>
    quoted(`${isVariadic ? '*' : index + 1}:${plain(name)}:${actionOf(words)}`),
  );
}

function actionOf(words: Words): string {
  if (words === 'file') return '_files';
  return words === 'anything' ? ' ' : `(${words.join(' ')})`;
}

const plain = (text: string): string => text.replace(/[[\]:\\]/g, '\\$&');
