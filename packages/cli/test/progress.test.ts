import { describe, expect, test } from 'vitest';
import { hideProgress, Progress, progressLine, timeLeft } from '../src/progress.js';
import { bin, temporaryDirectory } from './support/cli.js';
import { sparseFile } from './support/files.js';
import { CTRL_C, terminal } from './support/terminal.js';
import { has } from './support/tools.js';

const file = temporaryDirectory();

/** A stream and a clock, and a bar over 100 MiB on them. */
function bar({ isTTY = true, columns = 80, total = (100 * 2 ** 20) as number | undefined } = {}) {
  const written: string[] = [];
  const clock = { ms: 5000 };
  const stream = { isTTY, columns, write: (text: string) => written.push(text) };
  return { written, clock, progress: new Progress({ total, stream, now: () => clock.ms }) };
}

describe('a bar', () => {
  test('is for what takes longer than a second', () => {
    const { written, clock, progress } = bar();
    clock.ms += 999;
    progress.add(2 ** 20);
    progress.hide();
    expect(written).toEqual([]);
    clock.ms += 1;
    progress.add(2 ** 20);
    expect(written).toEqual(['\r\x1b[K  2% [                        ] 2 MiB of 100 MiB, 2 MiB/s, 49 s left']);
  });

  test('is drawn ten times a second, not more', () => {
    const { written, clock, progress } = bar();
    for (let step = 0; step < 3000; step++) {
      clock.ms++;
      progress.add(1);
    }
    expect(written.length).toBe(21);
  });

  test('goes away, once, and comes back', () => {
    const { written, clock, progress } = bar();
    clock.ms += 2000;
    progress.add(1);
    progress.hide();
    progress.hide();
    expect(written.length).toBe(2);
    expect(written.at(-1)).toBe('\r\x1b[K');
    clock.ms += 100;
    progress.add(1);
    expect(written.length).toBe(3);
  });

  test('is on terminals alone, and no wider than they are', () => {
    const file = bar({ isTTY: false });
    const narrow = bar({ columns: 20 });
    for (const { clock, progress } of [file, narrow]) {
      clock.ms += 2000;
      progress.add(1);
    }
    expect(file.written).toEqual([]);
    expect(narrow.written.map((text) => text.replace('\r\x1b[K', '').length)).toEqual([19]);
  });
});

test('a line says what is known', () => {
  expect(progressLine(0, undefined, 1000)).toBe('0 B, 0 B/s');
  expect(progressLine(2 ** 30, undefined, 2000)).toBe('1 GiB, 512 MiB/s');
  expect(progressLine(0, 10, 1000)).toBe('  0% [                        ] 0 B of 10 B, 0 B/s');
  expect(progressLine(20, 10, 1000)).toMatch(/^100% \[#{24}\] .*, 0 s left$/);
  expect(progressLine(0, 0, 0)).toBe('0 B, 0 B/s');
});

test.each([
  [0, '0 s'],
  [1, '1 s'],
  [59_001, '1:00 min'],
  [61_000, '1:01 min'],
  [3_600_000, '1:00:00 h'],
  [90_061_000, '25:01:01 h'],
])('%i ms are %s', (milliseconds, text) => {
  expect(timeLeft(milliseconds)).toBe(text);
});

test('one bar is on the terminal, and goes before anything else is written there', () => {
  const { written, clock, progress } = bar();
  clock.ms += 1000;
  progress.add(1);
  hideProgress();
  hideProgress();
  expect(written.slice(1)).toEqual(['\r\x1b[K']);
  clock.ms += 100;
  progress.add(1);
  expect(written).toHaveLength(3);
  hideProgress();
});

describe.skipIf(!has.script)('commands that take long', { retry: 2 }, () => {
  test.each([['find', '--text', 'x'], ['stats'], ['stats', '-t', 'float64', '--bins', '4']])(
    '%s has a bar on a terminal',
    async (...command) => {
      const path = sparseFile(file('long'), 64 * 2 ** 30);
      const screen = terminal([process.execPath, bin, ...command, path].map((word) => `'${word}'`).join(' '));
      await screen.until(/\d+% \[[# ]{24}\] [\d.]+ [KMG]iB of (64|128) GiB/);
      screen.type(CTRL_C);
      await screen.ended;
    },
  );

  test('what is told takes the bar away', async () => {
    const path = sparseFile(file('cut'), 64 * 2 ** 30);
    const screen = terminal(`'${process.execPath}' '${bin}' find --text x '${path}'`);
    await screen.until(/of 64 GiB/);
    sparseFile(path, 1);
    expect(await screen.ended).toBe(1);
    expect(screen.shown()).toMatch(/␛\[Kcarray: [^␛]*made shorter/);
  });
});
