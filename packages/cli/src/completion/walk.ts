import type { OptionOutline, Outline } from './outline.js';

/** The command and all below it, from the top. */
export function* everyCommand(outline: Outline): Generator<Outline> {
  yield outline;
  for (const command of outline.commands) yield* everyCommand(command);
}

/** How scripts name a command: `` for the program, ` shm list`. */
export const placeOf = ({ path }: Outline): string => path.map((name) => ` ${name}`).join('');

/** The options that can stand behind a command: its own, and those of the program, which every command takes. */
export function optionsAt(program: Outline, command: Outline): readonly OptionOutline[] {
  if (command === program) return program.options;
  const own = command.options;
  const taken = new Set(own.flatMap(({ flags }) => flags));
  const global = program.options.filter(
    ({ flags }) => !flags.some((flag) => taken.has(flag) || flag === '--version'),
  );
  return [...own, ...global];
}

/** Text in single quotes of a POSIX shell. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
