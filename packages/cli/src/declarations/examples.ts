/** The end of a command's --help: each line of a shell, and what it does. */
export function examples(...lines: readonly (readonly [command: string, effect: string])[]): string {
  const texts = lines.map(([command, effect]) => `  ${command}\n      ${effect}`);
  return `\nExamples:\n${texts.join('\n')}`;
}

/** The end of `carray --help`. */
export const programExamples = [
  ['carray doctor', 'whether it works here, and what to do if not'],
  ['carray dump -t float64 -n 10 data.bin', 'the first ten numbers of a file'],
  ['carray get -t float64 data.bin -1', 'the last number'],
  ['carray find --text key data.bin', 'where the text is'],
  ['carray residency data.bin', 'how much of it is in memory, in numbers and as a picture'],
  ['carray maps self libc', 'where the C library is mapped'],
  ["carray constants 'MAP_*' --platform darwin-arm64", 'the flags of mmap on a Mac'],
  ['eval "$(carray completion bash)"', 'completes commands, options and files with Tab, in this shell'],
] as const;
