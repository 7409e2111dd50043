import { describe, expect, test } from 'vitest';
import { columns } from '../src/columns.js';
import { facts, hanging } from '../src/text.js';
import { bin, carray } from './support/cli.js';
import { terminal } from './support/terminal.js';
import { has } from './support/tools.js';

describe('a text that is too long for the screen', () => {
  const text = 'one two three four five six seven';

  test('goes on below itself, and loses no word', () => {
    expect(hanging(text, 4, 20)).toBe('one two three\n    four five six\n    seven');
    expect(hanging(text, 4, 4 + text.length)).toBe(text);
    expect(hanging(text, 4, 3 + text.length)).toBe('one two three four five six\n    seven');
  });

  test('stays as it is where it is short enough', () => {
    expect(hanging('one   two', 4, 13)).toBe('one   two');
    expect(facts([['name', 'one   two']])).toEqual(['name  one   two']);
  });

  test('is left to the terminal where there is hardly room behind what stands before it', () => {
    expect(hanging(text, 30, 40)).toBe(text);
    expect(hanging(text, 60, 40)).toBe(text);
  });

  test('a word that is longer than the room is not torn', () => {
    expect(hanging('see /usr/share/doc/something.html there', 4, 20)).toBe(
      'see\n    /usr/share/doc/something.html\n    there',
    );
  });

  test('keeps its column in facts and tables', () => {
    expect(facts([['name', text]], 22)).toEqual(['name  one two three\n      four five six\n      seven']);
    const [, row] = columns([{ heading: 'n', alignsRight: true }, { heading: 'what' }], [['12', text]], 22);
    expect(row).toBe('12  one two three four\n    five six seven');
  });
});

describe.skipIf(!has.script)('on a terminal of 60 columns', () => {
  test.each(['constants MAP_PRIVATE', 'info', 'doctor'])('%s keeps to it', async (args) => {
    const screen = terminal(`exec '${process.execPath}' '${bin}' ${args}`, 60, 50);
    expect(await screen.ended).toBe(0);
    const lines = screen.shown().split('\r\n');
    expect(lines.length).toBeGreaterThan(3);
    expect(lines.filter((line) => line.length > 60)).toEqual([]);
  });
});

test('without a terminal a line stays a line', async () => {
  const { stdout } = await carray(['constants', 'MAP_PRIVATE']);
  expect(stdout.split('\n')).toHaveLength(3);
});
