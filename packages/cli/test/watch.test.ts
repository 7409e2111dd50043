import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { bin, temporaryDirectory } from './support/cli.js';
import { fileOfPages } from './support/files.js';
import { documentOf } from './support/schema.js';
import { CTRL_C, terminal } from './support/terminal.js';
import { has } from './support/tools.js';

const file = temporaryDirectory();
let command = '';

beforeAll(() => {
  fileOfPages(file('a'), 10);
  command = `exec '${process.execPath}' '${bin}' residency --ascii --watch=0.1`;
  mkdirSync(file('many'));
  for (let index = 0; index < 30; index++) writeFileSync(file(`many/${index}`), 'x');
});

// The system may send pages away meanwhile.
describe.skipIf(!has.script)('residency --watch on a terminal', { retry: 2 }, () => {
  test('draws over what it has drawn; Ctrl-C gives the cursor back, and it ends with 0', async () => {
    const screen = terminal(`${command} '${file('a')}'`);
    await screen.until(/(?:␛\[H.*?){3}/s);
    screen.type(CTRL_C);
    expect(await screen.ended).toBe(0);
    const shown = screen.shown().replaceAll('\r', '');
    expect(shown.split('␛[?25l␛[?7l').length).toBe(2);
    expect(shown).toContain('of 10 pages');
    expect(shown).toContain('␛[K|##########|\n');
    expect(shown.endsWith('␛[?7h␛[?25h')).toBe(true);
  });

  test('a line as long as the screen is wide keeps its last character', async () => {
    const screen = terminal(`${command} --cells 58 '${fileOfPages(file('wide'), 58)}'`, 60);
    await screen.until(/(?:␛\[H.*?){2}/s);
    screen.type(CTRL_C);
    await screen.ended;
    expect(screen.shown()).toContain(`␛[K|${'#'.repeat(58)}|\r\n`);
    expect(screen.shown()).not.toContain('|␛[K');
  });

  test('SIGTERM gives it back too', async () => {
    const screen = terminal(`echo $$; ${command} '${file('a')}'`);
    await screen.until(/1 file: /);
    process.kill(Number(/^\d+/.exec(screen.shown())?.[0]), 'SIGTERM');
    expect(await screen.ended).toBe(0);
    expect(screen.shown().endsWith('␛[?7h␛[?25h')).toBe(true);
  });

  test('what is longer than the screen is cut, and the sums are seen', async () => {
    const screen = terminal(`${command} '${file('many')}'`, 60, 8);
    await screen.until(/cell's pages/);
    screen.type(CTRL_C);
    await screen.ended;
    const frame = screen.shown().split('␛[H')[1] ?? '';
    expect(frame).toMatch(/^␛\[K\.\.\. 56 lines above/);
    expect(frame.match(/␛\[K/g)?.length).toBe(7);
    expect(frame).toContain('30 files: 30 of 30 pages');
  });

  test('a file that goes is told on the screen, and at the end by the status', async () => {
    fileOfPages(file('going'), 1);
    const screen = terminal(`${command} '${file('going')}'`);
    await screen.until(/1 file: /);
    rmSync(file('going'));
    await screen.until(/ENOENT.*failed: 1/s);
    screen.type(CTRL_C);
    expect(await screen.ended).toBe(1);
  });
});

describe('residency --watch without a terminal', () => {
  async function lines(count: number, ...args: string[]): Promise<{ text: string[]; status: number | null }> {
    const child = spawn(process.execPath, [bin, 'residency', '--watch=0.1', file('a'), ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (text.split('\n').length > count) child.kill('SIGINT');
    });
    const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
    return { text: text.split('\n').slice(0, -1), status };
  }

  test('prints a line for each look', async () => {
    const { text, status } = await lines(3);
    expect(status).toBe(0);
    expect(text.length).toBeGreaterThanOrEqual(3);
    for (const line of text)
      expect(line).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z {2}1 file: \d+ of 10 pages in memory/);
  });

  test('prints a document for each look', async () => {
    const { text, status } = await lines(3, '--json');
    expect(status).toBe(0);
    const times = text.map((line) => (documentOf('residency', line) as { time: string }).time);
    expect([...times].sort()).toEqual(times);
    expect(new Set(times).size).toBe(times.length);
  });
});

describe.skipIf(!has.script)('a bar on a terminal', { retry: 2 }, () => {
  test('is not there for what takes less than a second, nor is a sequence in what is printed', async () => {
    const screen = terminal(`'${process.execPath}' '${bin}' touch '${file('a')}'`);
    expect(await screen.ended).toBe(0);
    expect(screen.shown()).not.toContain('␛');
    expect(screen.shown()).toContain('all of 10 pages in memory');
  });

  test('is there for what takes longer, and is gone at the end', async () => {
    // A list that comes slowly.
    const list = `(echo '${file('a')}'; sleep 2.5; echo '${file('many')}')`;
    const screen = terminal(`${list} | '${process.execPath}' '${bin}' touch -s --files-from -`);
    expect(await screen.ended).toBe(0);
    expect(screen.shown()).toMatch(/\r␛\[K[\d.]+ KiB, [\d.]+ \w+\/s.*\r␛\[K\d+ pages? read in/s);
  });
});
