import { machineText, quantity } from './format.mjs';

/** Where a curve ends before the last point, and why. */
function ends({ points, x }) {
  const at = (value) => (x === 'bytes' ? quantity(value, 'bytes') : `${value.toLocaleString('en')} mappings`);
  const refused = new Map();
  for (const { x: value, rows } of points) {
    for (const { variant, refused: reason } of rows) {
      if (reason !== undefined && !refused.has(variant))
        refused.set(variant, `- ${variant}, from ${at(value)}: ${reason}`);
    }
  }
  return [...refused.values()].join('\n');
}

export function growthCharts({ machine, results }, images) {
  const parts = results.map((curve) => {
    const found = ends(curve);
    const chart = `![${curve.name}: a curve for each subject](${images}/${curve.id}.svg)`;
    return found === '' ? chart : `${chart}\n\nNot run:\n\n${found}`;
  });
  const measured = `${machineText({ machine, results })} Medians of ${results[0].trials} processes for each point. Thick lines are carray, the dashed one is C.`;
  return [measured, ...parts].join('\n\n');
}
