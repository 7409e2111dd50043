import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { linesOf, type RunningExample, runExample, signal, startExample } from '../src/examples.js';
import { fileOf, temporaryDirectory } from '../src/files.js';
import { onBothBackends } from '../src/packed.js';
import { runProgram } from '../src/program.js';

const newLog = (): string => join(temporaryDirectory(), 'events.log');
const numbered = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${name} ${index}`);

interface Entry {
  readonly index: number;
  readonly pid: number;
  readonly text: string;
}

function parse(line: string): Entry {
  const [, index, pid, text = ''] = /^(\d+) \d{4}-\d\d-\d\dT[\d:.]+Z (\d+) (.*)$/.exec(line) ?? [];
  return { index: Number(index), pid: Number(pid), text };
}

/** That the log is whole: numbered from 0 on, and of each writer what it has written from its first line on. */
function textsByWriter(lines: readonly string[]): Map<number, string[]> {
  const writers = new Map<number, string[]>();
  for (const [at, { index, pid, text }] of lines.map(parse).entries()) {
    expect(index).toBe(at);
    const texts = writers.get(pid);
    if (texts === undefined) writers.set(pid, [text]);
    else texts.push(text);
  }
  return writers;
}

const say = ({ child }: RunningExample, lines: readonly string[]) =>
  child.stdin.write(`${lines.join('\n')}\n`);

onBothBackends('examples/event-log', (_, backend) => {
  const read = (path: string, ...from: number[]) => linesOf(backend, 'event-log', ['read', path, ...from]);
  const append = (path: string, lines: readonly string[]) =>
    linesOf(backend, 'event-log', ['append', path], lines.map((line) => `${line}\n`).join(''));

  it('has what was appended, in order, from any event on', () => {
    const path = newLog();
    append(path, ['first', '', 'Łódź 😀', 'x'.repeat(116)]);
    append(path, numbered('second', 25_000)); // the file grows twice
    const lines = read(path);
    expect(lines.map((line) => parse(line).text)).toEqual([
      ...['first', '', 'Łódź 😀', 'x'.repeat(116)],
      ...numbered('second', 25_000),
    ]);
    expect(read(path, 25_000)).toEqual(lines.slice(25_000));
    expect([read(path, 25_004), read(path, 10 ** 9)]).toEqual([[], []]);
  });

  it('is whole while many write, one of them is killed in the middle, and others come', async () => {
    const path = newLog();
    append(path, ['begin']);
    const follower = startExample(backend, 'event-log', ['follow', path]);
    const writers = [1, 2].map(() => startExample(backend, 'event-log', ['append', path]));
    const victim = startExample(backend, 'event-log', ['append', path]);
    const { pid } = victim.child;
    say(victim, numbered('victim', 200_000));
    for (const writer of writers) say(writer, numbered('writer', 4000));
    await follower.until((lines) => lines.some((line) => line.endsWith(`${pid} victim 300`)));
    signal(victim, 'SIGKILL');
    expect((await victim.ended).signal).toBe('SIGKILL');
    for (const writer of writers) {
      say(writer, numbered('again', 3000));
      writer.child.stdin.end();
    }
    for (const { status, stderr } of await Promise.all(writers.map((writer) => writer.ended)))
      expect([status, stderr]).toEqual([0, '']);
    append(path, ['end']);

    const lines = read(path);
    const texts = textsByWriter(lines);
    const left = texts.get(pid ?? 0) ?? [];
    expect(left).toEqual(numbered('victim', left.length));
    expect(left.length).toBeGreaterThan(300);
    for (const writer of writers)
      expect(texts.get(writer.child.pid ?? 0)).toEqual([
        ...numbered('writer', 4000),
        ...numbered('again', 3000),
      ]);
    await follower.until(({ length }) => length >= lines.length);
    expect(follower.lines).toEqual(lines);
  });

  it('a writer that is killed with the lock and half an event leaves a whole log, and the lock is free', () => {
    const path = newLog();
    append(path, numbered('before', 10));
    const { signal, stderr } = runProgram(
      `const { mapFile, uint8, int32 } = require('carray');
      const { SharedLock } = require('carray/sync');
      const bytes = mapFile(${JSON.stringify(path)}, { access: 'read-write' });
      SharedLock.over(bytes.cast(int32), 1).acquireSync();
      bytes.fill(0x78, 11 * 128, 11 * 128 + 70); // behind the head and ten events
      process.kill(process.pid, 'SIGKILL');`,
      { backend },
    );
    expect([signal, stderr]).toEqual(['SIGKILL', '']);
    expect(read(path).map((line) => parse(line).text)).toEqual(numbered('before', 10));
    append(path, ['after']);
    expect(read(path).map((line) => parse(line).text)).toEqual([...numbered('before', 10), 'after']);
  });

  it('a text that is too long is one line and status 1: what was in front of it is there, nothing else', () => {
    const path = newLog();
    const { status, stderr } = runExample(
      backend,
      'event-log',
      ['append', path],
      `a\n${'x'.repeat(117)}\nb\n`,
    );
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^event-log: .* 116 bytes.*\n$/)]);
    append(path, ['c']);
    expect(read(path).map((line) => parse(line).text)).toEqual(['a', 'c']);
  });

  it.each([
    ['a text', () => Buffer.from('no log\n'.repeat(100))],
    ['a short file', () => Buffer.from('x')],
    ['zeros with something behind', () => Buffer.alloc(1000).fill(7, 8, 16)],
  ])('%s is one line and status 1, and stays as it is', (_what, bytes) => {
    const path = fileOf(bytes());
    for (const command of ['append', 'read']) {
      const { status, signal, stdout, stderr } = runExample(backend, 'event-log', [command, path], 'text\n');
      expect({ status, signal, stdout }).toEqual({ status: 1, signal: null, stdout: '' });
      expect(stderr).toMatch(/^event-log: .+\n$/);
      expect(readFileSync(path)).toEqual(bytes());
    }
  });
});
