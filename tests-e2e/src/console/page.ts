/** A command of a shell as a page shows it, and what it prints. */
export interface Example {
  readonly command: string;
  readonly output: string;
}

/**
 * A block of a page whose lines begin with `$ `, `> ` (the command goes on) or neither (what it printed). A comment in front of it
 * says, separated by commas, what is special:
 *
 * - `varies`: words with digits, rows of cells and the widths of blanks are others in each run;
 * - `one machine`: another one prints other lines, so it only has to end with 0;
 * - `200 columns`: on a terminal as wide as that; otherwise into a pipe;
 * - `not run`: it waits for a key, or needs what a test has not.
 *
 * In each of them a line `...` stands for any lines.
 */
export interface Block {
  /** Of the page, from 1 on. */
  readonly line: number;
  readonly examples: readonly Example[];
  readonly varies: boolean;
  readonly isOfOneMachine: boolean;
  readonly isRun: boolean;
  readonly columns?: number;
  /** Where the examples are in the page's text. */
  readonly start: number;
  readonly end: number;
}

const pattern = /^(?:<!-- console: (?<marks>.*?) -->\n)?```console\n(?<text>.*?)^```$/gms;

export function blocksOf(page: string): Block[] {
  return Array.from(page.matchAll(pattern), (found) => {
    const { marks = '', text = '' } = found.groups ?? {};
    const end = found.index + found[0].length - '```'.length;
    return {
      line: lineAt(page, found.index),
      examples: examplesOf(text),
      ...read(marks),
      start: end - text.length,
      end,
    };
  });
}

const lineAt = (page: string, index: number): number => page.slice(0, index).split('\n').length;

function read(marks: string): Pick<Block, 'varies' | 'isOfOneMachine' | 'isRun' | 'columns'> {
  const list = marks === '' ? [] : marks.split(', ');
  const wide = list.find((mark) => /^\d+ columns$/.test(mark));
  const unknown = list.filter((mark) => !['varies', 'one machine', 'not run', wide].includes(mark));
  if (unknown.length > 0)
    throw new Error(`a console block is marked as what there is not: ${unknown.join(', ')}`);
  const columns = wide === undefined ? {} : { columns: Number.parseInt(wide, 10) };
  return {
    varies: list.includes('varies'),
    isOfOneMachine: list.includes('one machine'),
    isRun: !list.includes('not run'),
    ...columns,
  };
}

function examplesOf(text: string): Example[] {
  const [before = '', ...parts] = `\n${text}`.split('\n$ ');
  if (before !== '')
    throw new Error(`a console block begins with its first command, and not with: ${before}`);
  return parts.map((part, index) => {
    const lines = (index < parts.length - 1 ? `${part}\n` : part).split(/(?<=\n)/);
    let count = 1;
    while (lines[count]?.startsWith('> ')) count++;
    const command = lines.slice(0, count).map((line) => line.replace(/^> |\n$/g, ''));
    return { command: command.join('\n'), output: lines.slice(count).join('') };
  });
}

/** The text of a block. */
export function textOf(examples: readonly Example[]): string {
  return examples.map(({ command, output }) => `$ ${command.replaceAll('\n', '\n> ')}\n${output}`).join('');
}
