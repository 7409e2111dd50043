// The tables of element access: ratios to the raw loop, a column for each Node.
import { table, times } from './format.mjs';

const plain = ({ id }) => !id.includes('/');
const inGroups =
  (...groups) =>
  (row) =>
    groups.includes(row.group) && plain(row);
const situation =
  (name) =>
  ({ id }) =>
    id.endsWith(`/${name}`);

/** What each table has. */
const chosen = {
  loads: inGroups('get'),
  stores: inGroups('set'),
  structs: inGroups('struct'),
  'other-layouts': inGroups('other layouts'),
  special: inGroups('special'),
  bulk: inGroups('bulk'),
  'on-a-file': situation('on-a-file'),
  'after-everything': situation('after-everything'),
  control: (row) => inGroups('control', 'floor')(row) || row.id.includes('/after-storm'),
};
const title = {
  'other-layouts': 'other layouts',
  special: 'rows of their own',
  bulk: 'bulk methods',
  'on-a-file': 'on a file',
  'after-everything': 'after everything',
  control: 'control, floor, storm',
};

const shortName = ({ id, name }) => {
  const text = name.replace(/, (?:on a file|after everything)$/, '');
  return /^at(?:\/|$)/.test(id) ? `${text} (against \`a[i]\`)` : text;
};

function ratio({ error, ratio: value, missed }) {
  if (error !== undefined) return `error: ${error}`;
  return missed ? `**${times(value)}**` : times(value);
}

/** What is wished for on the first Node, and on the later ones where it is another. */
function wished(rows) {
  const goals = [...new Set(rows.map(({ goal }) => goal))];
  return goals.map((goal) => goal ?? '').join(' / ');
}

export function accessTable({ results }, [name]) {
  const majors = results.map(({ node }) => /\d+/.exec(node)[0]);
  const rowsOf = ({ id }) => results.map(({ rows }) => rows.find((row) => row.id === id));
  const first = results[0].rows.filter(chosen[name]);
  if (name === 'on-a-file') {
    const beside = (row, index) => {
      const { ratio: without } = results[index].rows.find(({ id }) => id === row.id.split('/')[0]);
      return `${times(row.ratio)} (${times(without)})`;
    };
    return table(
      [title[name], ...majors],
      first.map((row) => [shortName(row), ...rowsOf(row).map(beside)]),
    );
  }
  const head = [
    title[name] ?? name,
    `wished, Node ${majors[0]} / ${majors[1]} to ${majors.at(-1)}`,
    ...majors,
  ];
  return table(
    head,
    first.map((row) => [shortName(row), wished(rowsOf(row)), ...rowsOf(row).map(ratio)]),
  );
}
