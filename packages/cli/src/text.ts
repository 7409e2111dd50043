import { dim } from './style.js';

/** `1234567` as `1,234,567`. */
export function grouped(value: number | bigint): string {
  return String(value).replace(/\B(?<!\..*)(?=(?:\d{3})+(?!\d))/g, ','); // toLocaleString would load its tables: 30 ms
}

/** `1 byte`, `4,096 bytes`. */
export function counted(count: number, unit: string): string {
  return `${grouped(count)} ${unit}${count === 1 ? '' : 's'}`;
}

/** A size in bytes, and in the unit that makes it short: `98,932,688 bytes (94.3 MiB)`. */
export function bytes(count: number): string {
  const all = counted(count, 'byte');
  return count < 1024 ? all : `${all} (${shortBytes(count)})`;
}

const UNITS = ['KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** A size in the unit that makes it short: `94.3 MiB`. */
export function shortBytes(count: number): string {
  const power = Math.min(Math.floor(Math.log2(Math.max(count, 1)) / 10), UNITS.length);
  return `${Number((count / 1024 ** power).toFixed(1))} ${UNITS[power - 1] ?? 'B'}`;
}

/** A span of time in the unit that makes it short: `64 µs`, `12.3 ms`, `1.50 s`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1) return `${(milliseconds * 1000).toFixed(milliseconds < 0.01 ? 1 : 0)} µs`;
  if (milliseconds < 1000) return `${milliseconds.toFixed(1)} ms`;
  return `${(milliseconds / 1000).toFixed(2)} s`;
}

/** A span of time in microseconds: `1,640 µs`. */
export function microseconds(milliseconds: number): string {
  return `${grouped(Math.round(milliseconds * 1000))} µs`;
}

/** Two lowercase hexadecimal digits for each byte, with spaces between. */
export function hexBytes(values: Iterable<number>): string {
  return Array.from(values, (value) => hex(value, 2)).join(' ');
}

/** A number in hexadecimal, without a prefix, filled up with zeros. */
export function hex(value: number | bigint, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

/** The characters of ASCII that can be printed, a dot for each other byte. */
export function printable(values: Iterable<number>): string {
  return Array.from(values, (value) =>
    value >= 0x20 && value < 0x7f ? String.fromCharCode(value) : '.',
  ).join('');
}

/** One line: what an error says may have several. */
export function oneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, ' ');
}

/** The text in lines of at most so many characters, as far as its words allow. */
export function wrapped(text: string, columns: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const longer = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && longer.length <= columns) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** With less room than that below each other, words are no better to read. */
const LEAST_HANGING = 16;

/** A text that begins at a column: what is too long for the screen goes on below itself, where there is room for that. */
export function hanging(text: string, start: number, columns: number): string {
  const room = columns - start;
  return room < LEAST_HANGING || text.length <= room
    ? text
    : wrapped(text, room).join(`\n${' '.repeat(start)}`);
}

export type Fact = readonly [label: string, value: string];

/** One line for each fact, the values in one column; what is too long goes on below itself. */
export function facts(list: readonly Fact[], columns = Infinity): string[] {
  const width = Math.max(...list.map(([label]) => label.length));
  return list.map(([label, value]) => `${dim(label.padEnd(width))}  ${hanging(value, width + 2, columns)}`);
}

/** A byte of a file, as `-o` takes it. */
export const offsetText = (byteOffset: number): string => `0x${hex(byteOffset, 8)}`;
