import { machineText, quantity, table, times } from './format.mjs';

const isTime = ({ goalNanoseconds }) => goalNanoseconds !== undefined;

function cell(row, reference) {
  if (row === undefined) return '';
  if (row.refused !== undefined) return `not run: ${row.refused}`;
  const time = quantity(row.median, 'ns');
  const isMissed = isTime(row) ? row.median > row.goalNanoseconds : row.ratio > (row.goal ?? Infinity);
  const text = row === reference || row.ratio === undefined ? time : `${time}, ${times(row.ratio)}`;
  return isMissed ? `**${text}**` : text;
}

function wished({ rows }) {
  const wishes = rows.filter(({ goal, goalNanoseconds }) => goal ?? goalNanoseconds);
  const texts = wishes.map((row) => (isTime(row) ? quantity(row.goalNanoseconds, 'ns') : String(row.goal)));
  if (new Set(texts).size <= 1) return texts[0] ?? '';
  return wishes.map(({ variant }, index) => `${variant} ${texts[index]}`).join(', ');
}

/** Our own cases of these ids: a row for each, a column for each variant; ratios to the first, bold where the wish is missed. */
export function ownTable({ results }, ids) {
  const cases = ids.map((id) => results.find((one) => one.id === id) ?? { id, name: id, rows: [] });
  const names = [...new Set(cases.flatMap(({ rows }) => rows.map(({ variant }) => variant)))];
  const rows = cases.map((one) => {
    const [reference] = one.rows;
    const cells = names.map((name) =>
      cell(
        one.rows.find(({ variant }) => variant === name),
        reference,
      ),
    );
    return [one.rows.length > 0 ? one.name : `${one.name}: not measured`, ...cells, wished(one)];
  });
  return table(['', ...names, 'wished'], rows);
}

export const ownMachine = machineText;
