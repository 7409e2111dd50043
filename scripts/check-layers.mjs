// Arrows point down: fails on any import that its layer may not make. The two tables are the architecture.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Package: the workspace packages and dependencies that its sources may import. */
const packages = {
  constants: [],
  backend: ['@carray/constants', 'vitest'],
  native: ['@carray/backend'],
  'ffi-fallback': ['@carray/backend', '@carray/constants', 'koffi'],
  carray: ['@carray/backend', '@carray/constants'],
  cli: ['carray', 'commander'],
};

/** Inside packages/carray/src: the floors, from the top. A file imports from its own floor and those below. */
const floors = [
  ['index.ts', 'sync.ts'],
  ['sync'],
  ['map'],
  ['array'],
  ['memory'],
  ['backend'],
  ['types'],
  ['arguments'],
  ['errors'],
];

/** The one file that chooses a backend is the one that names them. */
const chooser = 'packages/carray/src/backend/select.ts';
const chosen = ['@carray/native', '@carray/ffi-fallback'];

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
// import or export ... from 'x'; import 'x'; import('x'); require('x'); createRequire(...)('x')
const importPattern =
  /^(?:import|export)\b[^;']*\bfrom '([^']+)'|^import '([^']+)'|\b(?:import|require|createRequire\([^)]*\))\('([^']+)'\)/gm;
const problems = [];

function check(packageName, file) {
  const name = relative(root, file);
  const source = readFileSync(file, 'utf8').replace(/^\s*(\*|\/\/|\/\*).*$/gm, ''); // examples in comments are free
  for (const [, from, bare, called] of source.matchAll(importPattern)) {
    const target = from ?? bare ?? called;
    if (target.startsWith('node:')) continue;
    if (target.startsWith('.')) checkRelative(packageName, file, name, target);
    else checkPackage(packageName, name, target);
  }
}

function checkPackage(packageName, name, target) {
  const imported = target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/');
  if (packages[packageName].includes(imported)) return;
  if (name === chooser && chosen.includes(imported)) return;
  problems.push(
    `${name}: packages/${packageName} may not import ${target} (the tables are in scripts/check-layers.mjs)`,
  );
}

function checkRelative(packageName, file, name, target) {
  const source = join(root, 'packages', packageName, 'src');
  const to = relative(source, join(dirname(file), target));
  if (to.startsWith('..')) problems.push(`${name}: ${target} leaves the package's sources`);
  if (packageName !== 'carray') return;
  const floorOf = (path) =>
    floors.findIndex((floor) => floor.includes(path.split('/')[0].replace(/\.js$/, '.ts')));
  const [from, below] = [floorOf(relative(source, file)), floorOf(to)];
  if (from === -1 || below === -1) problems.push(`${name}: no floor is known for it or for ${target}`);
  else if (below < from) problems.push(`${name}: ${target} is on a floor above`);
}

for (const packageName of readdirSync(join(root, 'packages'))) {
  if (!Object.hasOwn(packages, packageName)) {
    problems.push(`packages/${packageName} is not in the table of packages of scripts/check-layers.mjs`);
    continue;
  }
  const source = join(root, 'packages', packageName, 'src');
  for (const entry of readdirSync(source, { recursive: true })) {
    if (entry.endsWith('.ts')) check(packageName, join(source, entry));
  }
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
