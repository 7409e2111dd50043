// Writes the ES module entries of the package in the current folder, as its "exports" name them: each exports by name what the
// CommonJS build has, so that the code, its classes and its state exist once.
//
// Node reads the whole source of a CommonJS file that is imported, to find the names, and that takes longer than to run it. Here
// they are known: the file in between has none to find, and does not look as if it exported another's.
import { accessSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, resolve } from 'node:path';

const require = createRequire(import.meta.url);
const { exports: entries } = JSON.parse(readFileSync('package.json', 'utf8'));
/** The types are those beside the CommonJS build. */
function reExportTypes(types) {
  writeFileSync(types, `export * from './${basename(types, '.d.mts')}.js';\n`);
}

for (const { types, import: module, require: common } of Object.values(entries)) {
  if (types?.endsWith('.d.mts')) reExportTypes(types); // of what is an ES module alone
  if (common === undefined) continue;
  for (const kind of ['default', 'types']) accessSync(common[kind]); // a missing output fails here, not at a user's
  reExportTypes(module.types);

  const names = Object.keys(require(resolve(common.default))).sort();
  if (names.length === 0) {
    writeFileSync(module.default, 'export {};\n'); // types alone
    continue;
  }
  const between = common.default.replace(/\.js$/, '.all.js');
  writeFileSync(between, `const all = require('./${basename(common.default)}');\nmodule.exports = all;\n`);
  const list = `export const {\n${names.map((name) => `  ${name},\n`).join('')}} = all;\n`;
  writeFileSync(module.default, `import all from './${basename(between)}';\n${list}`);
}
