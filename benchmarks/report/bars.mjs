import { quantity } from './format.mjs';
import { colourOf, element, svg, text } from './svg.mjs';

const WIDTH = 820;
const [LEFT, RIGHT, ROW] = [230, 720, 24];
const rounded = (number) => Number(number.toFixed(1));

/** A chart of a case, the least on top, on a logarithmic axis; ours are blue, peers orange, the limit has an outline only. */
export function barChart({ name, unit, rows }) {
  const measured = rows.filter(({ median }) => median > 0).sort((a, b) => a.median - b.median);
  const least = 10 ** Math.floor(Math.log10(measured[0].median) - 0.3);
  const most = 10 ** Math.ceil(Math.log10(measured.at(-1).median));
  const width = (value) => rounded((Math.log10(value / least) / Math.log10(most / least)) * (RIGHT - LEFT));
  const bottom = 44 + ROW * measured.length;
  const ticks = Array.from(
    { length: Math.round(Math.log10(most / least)) + 1 },
    (_, index) => least * 10 ** index,
  );
  const bar = ({ variant, median, own }, index) => {
    const y = 44 + ROW * index;
    const look = variant.startsWith('C') && !own ? { class: 'limit' } : { fill: colourOf(own ? 0 : 1) };
    return [
      text(LEFT - 8, y + 15, variant, { 'text-anchor': 'end' }),
      element('rect', { x: LEFT, y: y + 3, width: width(median), height: ROW - 7, ...look }),
      text(LEFT + width(median) + 6, y + 15, quantity(median, unit)),
    ];
  };
  const axis = ticks.flatMap((tick) => [
    element('line', { class: 'grid', x1: LEFT + width(tick), x2: LEFT + width(tick), y1: 40, y2: bottom }),
    text(LEFT + width(tick), bottom + 16, quantity(tick, unit), { 'text-anchor': 'middle' }),
  ]);
  const label = text(
    (LEFT + RIGHT) / 2,
    bottom + 36,
    unit === 'bytes' ? 'memory, logarithmic' : 'time, logarithmic',
    {
      'text-anchor': 'middle',
    },
  );
  const parts = [text(LEFT, 24, name, { class: 'title' }), ...axis, label, ...measured.flatMap(bar)];
  return svg(WIDTH, bottom + 48, name, parts);
}
