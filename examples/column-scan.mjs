// Sums a column of a large table, by the words of another and where a third lies within bounds.
//
//   node column-scan.mjs load CSV DIR                                        makes a file of each column
//   node column-scan.mjs sum DIR COLUMN [by COLUMN] [where COLUMN MIN MAX]   bounds included
//
// What the mapping gives: a query opens the columns that it names and no others, and there is nothing to read, parse or copy: the numbers
// are where the loop looks at them. While loading, each column grows in place, blocks of the disk reserved: a full disk is an error.
import { createReadStream, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { float64, mapFile, munmap, uint16 } from 'carray';

const STEP = 2 ** 16; // elements that a column grows by
const LONGEST = 2 ** 36; // bytes of address space set aside for each: no memory, no disk

const typeOf = ({ words }) => (words === undefined ? float64 : uint16); // words are numbers too: places in a list
const numberOf = (text) => (/\S/.test(text) ? Number(text) : Number.NaN);

function columnWriter(dir, name, first) {
  const path = join(dir, name);
  const words = Number.isNaN(numberOf(first)) ? [] : undefined;
  const type = typeOf({ words });
  const codes = new Map();
  const column = mapFile(path, { type, access: 'read-write', create: true, maxByteLength: LONGEST });
  let count = 0;
  return {
    push(text) {
      if (count === column.length) column.mapping.resize((count + STEP) * type.size);
      if (words && !codes.has(text)) codes.set(text, words.push(text) - 1);
      const value = words ? codes.get(text) : numberOf(text);
      if (Number.isNaN(value)) throw new Error(`"${text}" is no number`);
      column.set(count++, value); // ERR_OUT_OF_RANGE for the 65,537th word
    },
    finish() {
      column.mapping.flushSync();
      munmap(column);
      truncateSync(path, count * type.size);
      return { name, words };
    },
  };
}

async function load(csv, dir) {
  const lines = createInterface({ input: createReadStream(csv) });
  let [names, columns, rows] = [undefined, undefined, 0];
  for await (const line of lines) {
    const cells = line.split(',');
    if (names === undefined) {
      names = cells;
      if (!names.every((name) => /^\w+$/.test(name))) throw new Error('line 1 has no names of columns');
      mkdirSync(dir);
      continue;
    }
    columns ??= names.map((name, at) => columnWriter(dir, name, cells[at] ?? ''));
    try {
      if (cells.length !== names.length) throw new Error(`${cells.length} cells, not ${names.length}`);
      for (const [at, cell] of cells.entries()) columns[at].push(cell);
    } catch (error) {
      throw new Error(`line ${rows + 2}: ${error.message}`);
    }
    rows++;
  }
  if (columns === undefined) throw new Error('there are no rows');
  const table = { rows, columns: columns.map((column) => column.finish()) };
  writeFileSync(join(dir, 'table.json'), JSON.stringify(table)); // last: without it, it is no table
  console.log(`${rows} rows, ${names.length} columns`);
}

function sum(dir, of, by, where, min, max) {
  const { rows, columns } = JSON.parse(readFileSync(join(dir, 'table.json'), 'utf8'));
  const open = (name, what) => {
    const column = columns.find((each) => each.name === name);
    if (!column) throw new Error(`there is no column ${name}`);
    if ((what === 'words') !== Array.isArray(column.words)) throw new Error(`${name} has no ${what}`);
    return mapFile(join(dir, name), { type: typeOf(column), length: rows, advice: 'sequential' });
  };
  const values = open(of, 'numbers');
  const groups = by && open(by, 'words');
  const bounds = where && open(where, 'numbers');
  const words = by ? columns.find((each) => each.name === by).words : ['all'];
  const [sums, counts] = [new Float64Array(words.length), new Float64Array(words.length)];
  for (let row = 0; row < rows; row++) {
    const bound = bounds ? bounds.get(row) : min;
    if (!(bound >= min && bound <= max)) continue;
    const group = groups ? groups.get(row) : 0;
    sums[group] += values.get(row); // checked: a column that somebody cuts off is an error, not a wrong sum
    counts[group]++;
  }
  for (const [at, word] of words.entries())
    if (counts[at] > 0) console.log(`${word} ${counts[at]} ${sums[at]}`);
  for (const column of [values, groups, bounds]) if (column) munmap(column);
}

const usage = 'usage: node column-scan.mjs load CSV DIR | sum DIR COLUMN [by COLUMN] [where COLUMN MIN MAX]';
const [command, from, to, ...rest] = process.argv.slice(2);
const clauses = /^(?:by (\w+))?(?:(?:^| )where (\w+) (\S+) (\S+))?$/.exec(rest.join(' '));
try {
  const [, by, where, min = '0', max = '0'] = clauses ?? [];
  const areBounds = ![min, max].map(numberOf).some(Number.isNaN);
  if (command === 'load' && to && rest.length === 0) await load(from, to);
  else if (command === 'sum' && to && clauses && areBounds)
    sum(from, to, by, where, Number(min), Number(max));
  else {
    console.error(usage);
    process.exitCode = 2;
  }
} catch (error) {
  console.error(`column-scan: ${from}: ${error.message}`);
  process.exitCode = 1;
}
