/** The end of a command's --help: each line of a shell, and what it does. */
export function examples(...lines: readonly (readonly [command: string, effect: string])[]): string {
  const texts = lines.map(([command, effect]) => `  ${command}\n      ${effect}`);
  return `\nExamples:\n${texts.join('\n')}`;
}
