import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { linesOf, runExample, signal, startExample } from '../src/examples.js';
import { fileOf, temporaryDirectory } from '../src/files.js';
import { onBothBackends } from '../src/packed.js';

const newFile = (): string => join(temporaryDirectory(), 'counters');

/** A log of requests. */
const requests = (count: number, from: number): string =>
  Array.from({ length: count }, (_, index) => {
    const number = from + index;
    return `10.0.0.${number % 50} GET /page/${number % 7}  ${number % 11 ? 200 : 404} ${number}\n`;
  }).join('');

/** What sort and uniq count of a word of each line, as `show` has it. */
function counted(text: string, word: number): string[] {
  // From a file: execFileSync of Deno writes all of its input before it reads what comes back, and a pipe holds 64 KiB.
  const path = fileOf(Buffer.from(text));
  const command = `awk '{ print $${word} }' "$0" | sort | uniq -c`;
  const lines = execFileSync('sh', ['-c', command, path], { encoding: 'utf8' }).trimEnd().split('\n');
  return lines.map((line) => line.trim()).sort();
}

/** The number in the file, without the library: 64 bits in front of each name. */
function numberIn(path: string, name: string): bigint {
  const bytes = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  const at = bytes.indexOf(name);
  return at === -1 ? 0n : bytes.readBigInt64LE(at - 8);
}

onBothBackends('examples/counters', (_, backend) => {
  const show = (path: string): string[] => linesOf(backend, 'counters', ['show', path]);
  const count = (path: string, text: string, ...word: number[]) =>
    linesOf(backend, 'counters', ['count', path, ...word], text);

  it('counts what sort and uniq count, whichever word it is', () => {
    const text = requests(20_000, 0);
    for (const word of [1, 4]) {
      const path = newFile();
      expect(count(path, text, word)).toEqual([]);
      expect(show(path).sort()).toEqual(counted(text, word));
    }
  });

  it('adds up what many processes count at once', async () => {
    const path = newFile();
    const texts = [0, 1, 2].map((part) => requests(20_000, part * 20_000));
    const programs = texts.map((text) => {
      const program = startExample(backend, 'counters', ['count', path, 3]);
      program.child.stdin.end(text);
      return program;
    });
    for (const { status, stderr } of await Promise.all(programs.map(({ ended }) => ended)))
      expect([status, stderr]).toEqual([0, '']);
    expect(show(path).sort()).toEqual(counted(texts.join(''), 3));
  });

  it('keeps what a process has counted that was killed, and goes on from there', async () => {
    const path = newFile();
    const victim = startExample(backend, 'counters', ['count', path]);
    const other = startExample(backend, 'counters', ['count', path]);
    victim.child.stdin.write('ok\n'.repeat(5000) + 'victim\n'.repeat(700));
    while (numberIn(path, 'victim') < 700n) await new Promise((resolve) => setTimeout(resolve, 5));
    signal(victim, 'SIGKILL');
    expect((await victim.ended).signal).toBe('SIGKILL');
    expect(show(path)).toEqual(['5000 ok', '700 victim']);
    other.child.stdin.end('victim\nok\nother\n');
    expect((await other.ended).status).toBe(0);
    expect(show(path)).toEqual(['5001 ok', '701 victim', '1 other']);
  });

  it('has a place for lines without the word and for words that are too long', () => {
    const path = newFile();
    count(path, `\n   \n${'x'.repeat(57)}\n${'é'.repeat(28)}\na\0b\n`);
    expect(show(path)).toEqual(['2 (none)', '1 (longer)', '1 a', `1 ${'é'.repeat(28)}`]);
  });

  it('says when there is no room for more names, and keeps those that there are', () => {
    const path = newFile();
    const names = Array.from({ length: 1024 }, (_, index) => `name${index}\n`).join('');
    const { status, stderr } = runExample(backend, 'counters', ['count', path], names);
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^counters: .*"name1023".*\n$/)]);
    expect(show(path).length).toBe(1023);
    count(path, 'name0\nname1022\n');
    expect(show(path).slice(0, 2)).toEqual(['2 name0', '2 name1022']);
  });

  it.each(['count', 'show'])(
    '%s: what is no file of counters is one line and status 1, and stays',
    (command) => {
      for (const bytes of [Buffer.from('x'), Buffer.alloc(65_536, 1), Buffer.alloc(65_537)]) {
        const path = fileOf(bytes);
        const { status, signal, stdout, stderr } = runExample(backend, 'counters', [command, path], 'a\n');
        expect({ status, signal, stdout }).toEqual({ status: 1, signal: null, stdout: '' });
        expect(stderr).toMatch(/^counters: .+\n$/);
        expect(readFileSync(path).equals(bytes)).toBe(true);
      }
    },
  );
});
