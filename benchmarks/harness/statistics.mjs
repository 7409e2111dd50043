export const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
export const spread = (numbers) => [Math.min(...numbers), Math.max(...numbers)];

const round = (number) => Number(number.toPrecision(4));

/** What is kept of the trials of a variant; `reference` are those of the first variant, trial by trial. */
export function summary(own, reference) {
  const [min, max] = spread(own);
  const ratios = own.map((value, turn) => value / reference[turn]).filter(Number.isFinite);
  return {
    median: round(median(own)),
    min: round(min),
    max: round(max),
    ...(ratios.length > 0 ? { ratio: round(median(ratios)) } : {}),
  };
}
