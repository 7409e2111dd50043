// A table for each group of cases: a row for each subject, a column for each case, and who is ahead.
import { machineText, quantity, table, times } from './format.mjs';

/** The tables: a title, the groups or cases of each, and what must be known to read it. */
const tables = [
  [
    'Open, map, touch, unmap',
    ['map'],
    '`@riaskov/mmap-io` and `Bun.mmap` have no call that unmaps: collections are in their times.',
  ],
  ['Sequential read, nanoseconds per element', ['sequential-read'], 'numpy does whole arrays at once, in C.'],
  ['Sequential write', ['sequential-write'], ''],
  ['Random read, anywhere in 64 MiB', ['random-read'], ''],
  ['Random write', ['random-write'], ''],
  ['64-bit integers', ['int64'], 'BigInts in JavaScript; `safeInt64` are numbers.'],
  [
    'After another buffer of the process was detached',
    ['detached'],
    'As every unmap by carray does, and `structuredClone` with transfer. V8 then no longer knows that no array is empty.',
  ],
  ['Records of two doubles and two words', ['structs'], 'All over a mapping of carray.'],
  [
    'Whole ranges',
    ['bulk'],
    'carray: `toBuffer`, `replace`, `fill`; the others copy with `set` of typed arrays.',
  ],
  ['Asking the system', ['system'], ''],
  [
    'Waking another process',
    ['wake'],
    'A worker is a thread, not a process: it cannot be another program, and dies with this one.',
  ],
  ['Messages of 64 bytes', ['message-64'], 'One ring of carray has one writer and one reader.'],
  ['Messages of 64 KiB', ['message-65536'], ''],
  [
    'Memory and start',
    ['memory', 'start'],
    'Bytes of resident memory of each of 10,000 mappings of which nothing was touched; a whole process.',
  ],
  [
    'Import and installation',
    ['import', 'install-size'],
    'Bytes on disk after `npm install`, with dependencies; of carray with both backends.',
  ],
];

const LEVEL = 1.1;
const isLimit = ({ variant }) => /^(?:C\b|Node alone)/.test(variant);
const isRaw = ({ variant }) => variant.includes('raw view');
const isMeasured = ({ median, refused }) => refused === undefined && median !== undefined;
const least = (rows) =>
  rows.filter(isMeasured).reduce((a, b) => (a && a.median <= b.median ? a : b), undefined);

/** Who is ahead among rows: the best of the peers or carray with its checks. Its raw view, which has none, is told beside. */
function ahead(rows, unit) {
  const own = least(rows.filter((row) => row.own && !isRaw(row)));
  const peer = least(rows.filter((row) => !row.own && !isLimit(row)));
  if (own === undefined || peer === undefined) return own === undefined ? 'carray not measured' : 'no peer';
  const raw = least(rows.filter(isRaw));
  const beside = raw === undefined ? '' : ` (the raw view: ${quantity(raw.median, unit)})`;
  const ratio = own.median / peer.median;
  if (ratio <= LEVEL && ratio >= 1 / LEVEL) return `level are ${own.variant} and ${peer.variant}${beside}`;
  const [winner, loser] = ratio > 1 ? [`**${peer.variant}**`, own] : [own.variant, peer];
  const [more, less] = [Math.max(own.median, peer.median), Math.min(own.median, peer.median)];
  const by = `${quantity(less, unit)}, ${times(more / less)} times less than ${loser.variant}`;
  return `ahead is ${winner} with ${by}${beside}`;
}

function tableOf(cases) {
  const names = [...new Set(cases.flatMap(({ rows }) => rows.map(({ variant }) => variant)))];
  const reasons = [];
  const noteOf = (reason) => {
    if (!reasons.includes(reason)) reasons.push(reason);
    return `not run: ${reasons.indexOf(reason) + 1}`;
  };
  const cell = ({ rows, unit }, name) => {
    const row = rows.find(({ variant }) => variant === name);
    if (row === undefined) return '';
    if (row.refused !== undefined) return noteOf(row.refused);
    const text = quantity(row.median, unit);
    return row === least(rows.filter((one) => !isLimit(one))) ? `**${text}**` : text;
  };
  const body = names.map((name) => [name, ...cases.map((one) => cell(one, name))]);
  const text = table(['', ...cases.map(({ name }) => name)], body);
  const notes = reasons.map((reason, index) => `${index + 1}: ${reason.replaceAll('|', '\\|')}`);
  return [text, ...(notes.length > 0 ? [`Not run: ${notes.join('; ')}.`] : [])].join('\n\n');
}

const onThisNode = ({ runtime }) => runtime === undefined || runtime === 'node';

/** In words, since a table of times does not say it. */
function verdict({ name, rows, unit }) {
  const everywhere = ahead(rows, unit);
  const here = ahead(rows.filter(onThisNode), unit);
  return `- ${name}: ${everywhere}${here === everywhere ? '' : `; on this Node alone ${here}`}.`;
}

export function peerTables({ machine, results }) {
  const parts = tables.map(([title, ids, note]) => {
    const cases = results.filter(({ id, group }) => ids.includes(id) || ids.includes(group));
    if (cases.length === 0) return '';
    const verdicts = cases.map(verdict).join('\n');
    return [`### ${title}`, note, tableOf(cases), verdicts].filter((part) => part !== '').join('\n\n');
  });
  const measured = `${machineText({ machine, results })} Medians of ${results[0].trials} processes each.`;
  const reading =
    'Bold is the least of a column, and a peer that is ahead; C is the limit and does not compete. "Level" is less than 10 % apart.';
  return [measured, reading, ...parts].filter((part) => part !== '').join('\n\n');
}
