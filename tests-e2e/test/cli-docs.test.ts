import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { matches } from '../src/console/output.js';
import { type Block, blocksOf, type Example, textOf } from '../src/console/page.js';
import { runAll } from '../src/console/shell.js';
import { noNative } from '../src/packed.js';
import { workspace } from '../src/paths.js';

const path = join(workspace, 'docs/cli.md');
const page = readFileSync(path, 'utf8');
const blocks = blocksOf(page);

/** CARRAY_DOCS=write: the page gets what was printed where that is not what it says, but where it has `...`. */
const isWriting = process.env.CARRAY_DOCS === 'write';
const captured = new Map<Block, readonly Example[]>();

const isOnDisk = statfsSync(tmpdir()).type !== 0x01021994; // tmpfs is nowhere but in memory
const hasScript = spawnSync('script', ['--version']).error === undefined;

function cannotRun({ examples, columns, isRun }: Block): boolean {
  const text = textOf(examples);
  if (!isRun || (columns !== undefined && !hasScript)) return true;
  if (noNative !== undefined && /carray (?:doctor|info|tour)/.test(text)) return true;
  return !isOnDisk && /carray (?:evict|touch|residency)/.test(text);
}

describe.skipIf(process.platform !== 'linux')('docs/cli.md', () => {
  let directory = '';
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'cli-docs-'));
  });
  afterAll(() => {
    rmSync(directory, { recursive: true, force: true });
    rmSync('/dev/shm/carray-docs', { force: true });
    if (isWriting) writeFileSync(path, written());
  });

  it('has a section for each command, in the order of --help', () => {
    const [help] = runAll(['carray --help'], directory);
    const [, list = ''] = /(\nElements:\n.*?)\nExamples:\n/s.exec(help?.output ?? '') ?? [];
    const names = Array.from(list.matchAll(/^ {2}(\S+) {2,}\S/gm), ([, name]) => name);
    const sections = Array.from(page.matchAll(/^### carray (\S+)$/gm), ([, name]) => name);
    expect([...sections, 'help']).toEqual(names);
  });

  it('names each schema', () => {
    const named = Array.from(page.matchAll(/\]\(schemas\/(\S+?)\)/g), ([, name]) => name);
    expect([...new Set(named)].sort()).toEqual(readdirSync(join(workspace, 'docs/schemas')).sort());
  });

  it('shows in the picture what it shows as text', () => {
    const picture = readFileSync(join(workspace, 'docs/images/cli-dump.svg'), 'utf8');
    const lines = Array.from(picture.matchAll(/<text[^>]*>(.*?)<\/text>/g), ([, text = '']) => plain(text));
    expect(lines.length).toBeGreaterThan(2);
    expect(page).toContain(`\n${lines.join('\n')}\n`);
  });

  // The blocks follow on each other: what one stores, the next one reads.
  describe.each(blocks.map((block) => [block.line, block] as const))('line %i', (_, block) => {
    it.skipIf(cannotRun(block))('prints what the page says', { retry: block.varies ? 2 : 0 }, () =>
      check(block, directory),
    );
  });
});

function check(block: Block, directory: string): void {
  const { examples, varies, isOfOneMachine, columns } = block;
  const ended = runAll(
    examples.map(({ command }) => command),
    directory,
    columns,
  );
  const printed = examples.map(({ command }, index) => ({ command, output: ended[index]?.output ?? '' }));
  const isRight = isOfOneMachine
    ? examples.every(({ output }) => output !== '')
    : examples.every(({ output }, index) => matches(output, printed[index]?.output ?? '', varies));
  if (isWriting) {
    if (!isRight) captured.set(block, printed);
  } else if (isOfOneMachine) {
    expect(ended.map(({ status }) => status)).toEqual(examples.map(() => 0));
  } else if (!isRight) {
    expect(textOf(printed)).toBe(textOf(examples)); // shows what differs, and where
    throw new Error('the texts are the same, and do not match');
  }
}

function written(): string {
  return blocks.reduceRight((text, block) => {
    const isShortened = block.examples.some(({ output }) => /^\.\.\.$/m.test(output));
    const examples = isShortened ? undefined : captured.get(block);
    if (examples === undefined) return text;
    return text.slice(0, block.start) + textOf(examples) + text.slice(block.end);
  }, page);
}

/** The text of a line of SVG. */
function plain(text: string): string {
  const tagless = text.replace(/<[^>]*>/g, '');
  return tagless.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
