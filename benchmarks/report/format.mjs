const scaled = (value, scales) => {
  const [size, unit] = scales.find(([least]) => value >= least) ?? scales.at(-1);
  const number = value / size;
  return `${Number(number.toPrecision(number >= 100 ? 3 : 2))} ${unit}`;
};
const TIME = [
  [1e9, 's'],
  [1e6, 'ms'],
  [1e3, 'µs'],
  [1, 'ns'],
];
const BYTES = [
  [2 ** 40, 'TiB'],
  [2 ** 30, 'GiB'],
  [2 ** 20, 'MiB'],
  [2 ** 10, 'KiB'],
  [1, 'bytes'],
];

/** Two digits and a unit. */
export const quantity = (value, unit) => scaled(value, unit === 'bytes' ? BYTES : TIME);

/** How many times. */
export const times = (ratio) => (ratio < 10 ? ratio.toFixed(2) : ratio.toFixed(0));

export function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

const loadText = ({ loadBefore, loadAfter }) =>
  `load average ${loadBefore.toFixed(1)} before and ${loadAfter.toFixed(1)} after`;

/** The machine in a sentence, and one for each case that was measured again by itself. */
export function machineText({ machine, results }) {
  const apart = results
    .filter((one) => one.machine !== undefined)
    .map((one) => `By itself on ${one.machine.date}, ${loadText(one.machine)}: ${one.name}.`);
  return [sentence(machine), ...apart].join(' ');
}

function sentence({ cpu, cores, memory, kernel, fileSystem, compiler, versions, date, ...load }) {
  const programs = Object.entries(versions ?? {}).map(([name, version]) => `${name} ${version}`);
  const hardware = [`${cores} cores of ${cpu}`, memory, `Linux ${kernel}`, fileSystem, compiler, ...programs];
  const about = load.loadBefore === undefined ? [] : [loadText(load)];
  return `Measured on ${date}: ${[...hardware.filter(Boolean), ...about].join(', ')}.`;
}
