import { execFileSync } from 'node:child_process';
import { existsSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { linesOf, runExample } from '../src/examples.js';
import { temporaryDirectory } from '../src/files.js';
import { onBothBackends } from '../src/packed.js';

const ROWS = 200_000; // more than three times what a column grows by at once
const cities = ['Ulm', 'New York', 'Köln', 'Wien', 'Łódź'];

/** Numbers that sum up without rounding. */
function table(rows: number): string {
  const lines = ['id,city,price,quantity,kind'];
  for (let row = 0; row < rows; row++) {
    const city = cities[(row * row) % cities.length];
    lines.push(
      `${row},${city},${((row * 7919) % 100_000) / 4 - 9000},${row % 17},${row % 3 ? 'sale' : 'return'}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

const long = table(ROWS);

function files(text: string) {
  const directory = temporaryDirectory();
  const [csv, dir] = [join(directory, 'table.csv'), join(directory, 'columns')];
  writeFileSync(csv, text);
  return { csv, dir };
}

/** The sums that awk makes of the text: group, count, sum. */
function awk(csv: string, group: string, condition: string): string[] {
  const program = `NR > 1 && ${condition} { n[${group}]++; s[${group}] += $3 } END { for (k in n) printf "%s %d %.2f\\n", k, n[k], s[k] }`;
  return execFileSync('awk', ['-F,', program, csv], { encoding: 'utf8' }).trimEnd().split('\n').sort();
}

const rounded = (lines: readonly string[]): string[] =>
  lines.map((line) => line.replace(/\S+$/, (sum) => Number(sum).toFixed(2))).sort();

onBothBackends('examples/column-scan', (_, backend) => {
  const scan = (...args: (string | number)[]) => linesOf(backend, 'column-scan', args);

  it('sums what awk sums', () => {
    const { csv, dir } = files(long);
    expect(scan('load', csv, dir)).toEqual([`${ROWS} rows, 5 columns`]);
    expect(statSync(join(dir, 'price')).size).toBe(ROWS * 8);
    expect(rounded(scan('sum', dir, 'price'))).toEqual(awk(csv, '"all"', '1'));
    expect(rounded(scan('sum', dir, 'price', 'by', 'city'))).toEqual(awk(csv, '$2', '1'));
    expect(rounded(scan('sum', dir, 'price', 'by', 'city', 'where', 'quantity', 3, 5.5))).toEqual(
      awk(csv, '$2', '$4 >= 3 && $4 <= 5.5'),
    );
    expect(rounded(scan('sum', dir, 'price', 'where', 'price', '-1e3', '.5'))).toEqual(
      awk(csv, '"all"', '$3 >= -1000 && $3 <= 0.5'),
    );
    expect(scan('sum', dir, 'price', 'where', 'price', 1, 0)).toEqual([]);
  });

  it.each<[string, string, RegExp]>([
    ['a cell that is no number', 'a,b\n1,x\nfoo,x\n', /line 3: "foo" is no number/],
    ['an empty cell among numbers', 'a,b\n1,x\n,x\n', /line 3: "" is no number/],
    ['a row that is too short', 'a,b\n1,x\n1\n', /line 3: 1 cells, not 2/],
    ['a row that is too long', 'a,b\n1,x\n1,x,x\n', /line 3: 3 cells, not 2/],
    ['no row', 'a,b\n', /no rows/],
    ['nothing', '', /no rows/],
    ['names that leave the directory', '../a,b\n1,2\n', /line 1/],
  ])('%s is one line and status 1, and no table', (_what, text, message) => {
    const { csv, dir } = files(text);
    const { status, signal, stderr } = runExample(backend, 'column-scan', ['load', csv, dir]);
    expect({ status, signal }).toEqual({ status: 1, signal: null });
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^column-scan: .+\n$/);
    expect(existsSync(join(dir, 'table.json'))).toBe(false);
  });

  it('a column that is not there, of the other kind or cut off is one line and status 1', () => {
    const { csv, dir } = files(table(5000));
    scan('load', csv, dir);
    truncateSync(join(dir, 'quantity'), 100);
    for (const args of [['none'], ['city'], ['price', 'by', 'id'], ['quantity']]) {
      const { status, signal, stdout, stderr } = runExample(backend, 'column-scan', ['sum', dir, ...args]);
      expect({ status, signal, stdout }).toEqual({ status: 1, signal: null, stdout: '' });
      expect(stderr).toMatch(/^column-scan: .+\n$/);
    }
    const again = runExample(backend, 'column-scan', ['load', csv, dir]);
    expect([again.status, again.stderr]).toEqual([1, expect.stringContaining('EEXIST')]);
  });
});
