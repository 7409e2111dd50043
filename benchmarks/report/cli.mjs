// The command `carray` beside the tools: a row for each case, the tool first, then each of ours with its ratio.
import { machineText, quantity, table, times } from './format.mjs';

function own(row) {
  if (row.refused !== undefined) return `${row.variant}: not run: ${row.refused}`;
  if (row.ratio === undefined) return `${row.variant}: ${quantity(row.median, 'ns')}`;
  const text = `${row.variant}: ${quantity(row.median, 'ns')}, ${times(row.ratio)}`;
  return row.ratio > (row.goal ?? Number.POSITIVE_INFINITY) ? `**${text}**` : text;
}

const reference = ({ variant, median, refused }) =>
  refused === undefined ? `${variant}: ${quantity(median, 'ns')}` : `${variant}: not run: ${refused}`;

export function cliTables({ machine, results }) {
  const rows = results.map(({ name, rows: [first, ...others] }) => [
    name,
    reference(first),
    others.map(own).join('<br>'),
    [...new Set(others.map(({ goal }) => goal).filter(Boolean))].join(', '),
  ]);
  return [
    machineText({ machine, results }),
    table(['', 'the tool', 'carray, and its share of the time', 'wished'], rows),
  ].join('\n\n');
}
