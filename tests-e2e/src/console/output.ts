/** What an output must match: all of it, but for what `...` stands for, and with `varies` for what is other in each run. */
export function matches(expected: string, actual: string, varies: boolean): boolean {
  const plain = varies ? constant : (text: string): string => text;
  const lines = plain(expected).split(/(?<=\n)/);
  const source = lines.map((line) =>
    line === '...\n' ? '(?:.*\\n)*?' : line.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'),
  );
  return new RegExp(`^${source.join('')}$`).test(plain(actual));
}

/** What stays the same from run to run: the words without digits. */
function constant(text: string): string {
  return text
    .replace(/\|[ ░▒▓█.:+#]+\|/g, '|cells|')
    .replace(/\S*\d\S*(?: (?:µs|ms|s|B|[KMGT]iB)\b)?/g, '0')
    .replace(/ +/g, ' ')
    .replace(/^ | $/gm, '');
}
