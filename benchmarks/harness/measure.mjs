// Trials of the variants of a case, in turns, so that what disturbs the machine for a while disturbs all of them.
import { summary } from './statistics.mjs';
import { trial } from './trial.mjs';

/** A variant that was refused once is not asked again. */
function oneMore(variant, kept, folder, environment) {
  if (kept.refused !== undefined) return;
  const { value, refused } = trial(variant, folder, environment);
  if (refused === undefined) kept.values.push(value);
  else kept.refused = refused;
}

/** The runtime is kept where it is another than this Node. */
function rowOf({ name, own, python, runtime = python && 'python' }, { values, refused }, reference) {
  const common = { variant: name, ...(own ? { own } : {}), ...(runtime ? { runtime } : {}) };
  return refused === undefined ? { ...common, ...summary(values, reference) } : { ...common, refused };
}

/** Measures sets of variants together. @returns for each set its rows; the first variant is the reference of the ratios */
function measureSets(sets, { trials, folder, environment, onTrial }) {
  const kept = sets.map((variants) => variants.map(() => ({ values: [] })));
  for (let turn = 0; turn < trials; turn++) {
    for (const [set, variants] of sets.entries()) {
      for (const [index, variant] of variants.entries()) {
        onTrial(turn, variant);
        oneMore(variant, kept[set][index], folder, environment);
      }
    }
  }
  return sets.map((variants, set) => {
    const reference = kept[set][0].values;
    return variants.map((variant, index) => rowOf(variant, kept[set][index], reference));
  });
}

/** What is kept of a case: rows, or points with rows where it is a curve. */
export function measure({ variants, points, goal, goalNanoseconds, onDisk: _, ...rest }, options) {
  const described = { ...rest, unit: rest.unit ?? 'ns', trials: options.trials };
  if (points !== undefined) {
    const sets = measureSets(
      points.map((point) => point.variants),
      options,
    );
    return { ...described, points: points.map(({ x }, index) => ({ x, rows: sets[index] })) };
  }
  const [rows] = measureSets([variants], options);
  const wished = ({ variant }) => goal?.[variant] ?? goalNanoseconds?.[variant];
  const isTime = goalNanoseconds !== undefined;
  const withGoals = rows.map((row) =>
    wished(row) === undefined ? row : { ...row, [isTime ? 'goalNanoseconds' : 'goal']: wished(row) },
  );
  return { ...described, rows: withGoals };
}
