import { quantity } from './format.mjs';
import { colourOf, element, svg, text } from './svg.mjs';

const [WIDTH, HEIGHT] = [820, 420];
const plot = { left: 80, top: 40, right: 560, bottom: 360 };

const scale = (from, to, low, high) => {
  const [start, end] = [Math.log10(from), Math.log10(to)];
  return (value) => low + ((Math.log10(value) - start) / (end - start || 1)) * (high - low);
};
const rounded = (number) => Number(number.toFixed(1));

/** Powers of ten that the values lie between. */
function decades(values) {
  const from = Math.floor(Math.log10(Math.min(...values)));
  const to = Math.max(from + 1, Math.ceil(Math.log10(Math.max(...values))));
  return Array.from({ length: to - from + 1 }, (_, index) => 10 ** (from + index));
}

function seriesOf({ points }) {
  const names = points[0].rows.map(({ variant }) => variant);
  return names.map((name, index) => {
    const rows = points.map(({ x, rows: at }) => ({ x, ...at.find(({ variant }) => variant === name) }));
    // What is not above nothing has no place on a logarithmic axis.
    return { name, index, own: rows[0].own, values: rows.filter(({ median }) => median > 0) };
  });
}

function axes({ name, points, x, unit }, ticks, atX, atY) {
  const xs = points.map((point) => point.x);
  const xLabel = (value) => (x === 'bytes' ? quantity(value, 'bytes') : value.toLocaleString('en'));
  const { left, right, top, bottom } = plot;
  return [
    text(left, 24, name, { class: 'title' }),
    ...ticks.flatMap((tick) => [
      element('line', { class: 'grid', x1: left, x2: right, y1: rounded(atY(tick)), y2: rounded(atY(tick)) }),
      text(left - 8, rounded(atY(tick)) + 4, quantity(tick, unit), { 'text-anchor': 'end' }),
    ]),
    ...xs.map((value) => text(rounded(atX(value)), bottom + 18, xLabel(value), { 'text-anchor': 'middle' })),
    text((left + right) / 2, bottom + 42, x === 'bytes' ? 'size of the file' : 'live mappings', {
      'text-anchor': 'middle',
    }),
    text(16, (top + bottom) / 2, unit === 'bytes' ? 'memory' : 'time', {
      'text-anchor': 'middle',
      transform: `rotate(-90 16 ${(top + bottom) / 2})`,
    }),
  ];
}

function line({ name, index, own, values }, atX, atY) {
  const points = values.map(({ x, median }) => `${rounded(atX(x))},${rounded(atY(median))}`).join(' ');
  const isLimit = name === 'C';
  const look = isLimit
    ? { class: 'limit', 'stroke-dasharray': '4 3' }
    : { stroke: colourOf(index), fill: 'none' };
  const label = plot.top + 18 * index + 8;
  const [x1, x2] = [plot.right + 24, plot.right + 50];
  return [
    element('polyline', { points, 'stroke-width': own ? 3 : 1.5, ...look }),
    element('line', { x1, x2, y1: label - 4, y2: label - 4, 'stroke-width': own ? 3 : 1.5, ...look }),
    text(x2 + 8, label, values.length > 0 ? name : `${name}: not run`),
  ];
}

/** A chart of a curve, both axes logarithmic; ours are the thick lines, C is dashed. */
export function curveChart(curve) {
  const series = seriesOf(curve);
  const medians = series.flatMap(({ values }) => values.map(({ median }) => median));
  const ticks = decades(medians);
  const xs = curve.points.map(({ x }) => x);
  const atX = scale(xs[0], xs.at(-1), plot.left + 20, plot.right - 20);
  const atY = scale(ticks[0], ticks.at(-1), plot.bottom, plot.top);
  const parts = [...axes(curve, ticks, atX, atY), ...series.flatMap((one) => line(one, atX, atY))];
  return svg(WIDTH, HEIGHT, curve.name, parts);
}
