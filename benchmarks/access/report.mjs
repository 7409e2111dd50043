const quantile = (numbers, part) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.round((sorted.length - 1) * part)];
};
const round = (number) => Number(number.toPrecision(3));

/** What is reported of a trial: medians, the middle half of the ratios, and whether the goal is missed. */
export function summary(row, { ratios, raw, carray }, major) {
  const goal = major === 20 ? row.goal?.node20 : row.goal?.later;
  const ratio = quantile(ratios, 0.5);
  const isOff = row.group === 'control' ? Math.abs(ratio - 1) > goal - 1 : ratio > goal;
  return {
    ratio: round(ratio),
    ...(goal === undefined ? {} : { goal, missed: isOff && round(ratio) !== goal }),
    spread: [round(quantile(ratios, 0.25)), round(quantile(ratios, 0.75))],
    rawNanoseconds: round(quantile(raw, 0.5)),
    carrayNanoseconds: round(quantile(carray, 0.5)),
  };
}

/** A line of the table on the terminal. */
export function line({ name, error, ratio, goal, missed, spread, rawNanoseconds }) {
  if (error !== undefined) return { situation: name, ratio: 'error', '': error };
  return {
    situation: name,
    ratio,
    goal: goal ?? '',
    spread: spread.join(' - '),
    'raw ns': rawNanoseconds,
    '': missed ? 'miss' : '',
  };
}
