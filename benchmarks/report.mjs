// Puts the results into the marked regions of docs/performance.md, and draws docs/images: nothing is written there by hand.
//
//   node benchmarks/report.mjs [--check] [--page FILE] [--results FOLDER] [--images FOLDER]
//
// --check writes nothing and fails if anything would change.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { accessTable } from './report/access.mjs';
import { barChart } from './report/bars.mjs';
import { cliTables } from './report/cli.mjs';
import { curveChart } from './report/curve.mjs';
import { growthCharts } from './report/growth.mjs';
import { ownMachine, ownTable } from './report/own.mjs';
import { filled } from './report/page.mjs';
import { peerTables } from './report/peers.mjs';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const { values: options } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    page: { type: 'string', default: at('../docs/performance.md') },
    results: { type: 'string', default: at('./results') },
    images: { type: 'string', default: at('../docs/images') },
  },
});

/** Cases of the peers that are drawn as well. */
const drawn = ['map-64KiB', 'random-read-uint32', 'structs-update', 'wake', 'message-64'];
const images = relative(dirname(options.page), options.images);
const notYet = (flag) =>
  `Not measured yet: \`npm run bench -- --${flag} --save\`, then \`node benchmarks/report.mjs\`.`;

function results(name) {
  const file = join(options.results, `${name}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

const [own, access, cli, peers, growth] = ['own', 'access', 'cli', 'peers', 'growth'].map(results);
const bars = (peers?.results ?? []).filter(({ id }) => drawn.includes(id));
const renderers = {
  own: (ids) => (own === undefined ? notYet('full') : ownTable(own, ids)),
  machine: () => (own === undefined ? notYet('full') : ownMachine(own)),
  access: (given) => (access === undefined ? 'Not measured yet.' : accessTable(access, given)),
  cli: () => (cli === undefined ? notYet('cli') : cliTables(cli)),
  bars: () =>
    bars.map(({ id, name }) => `![${name}: a bar for each subject](${images}/${id}.svg)`).join('\n\n'),
  peers: () => (peers === undefined ? notYet('peers') : peerTables(peers)),
  growth: () => (growth === undefined ? notYet('growth') : growthCharts(growth, images)),
};

const written = new Map([[options.page, filled(readFileSync(options.page, 'utf8'), renderers)]]);
for (const one of bars) written.set(join(options.images, `${one.id}.svg`), barChart(one));
for (const one of growth?.results ?? []) written.set(join(options.images, `${one.id}.svg`), curveChart(one));

for (const [file, content] of written) {
  if (existsSync(file) && readFileSync(file, 'utf8') === content) continue;
  if (options.check) {
    console.error(`${file} is not what benchmarks/results gives: node benchmarks/report.mjs`);
    process.exitCode = 1;
  } else {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}
