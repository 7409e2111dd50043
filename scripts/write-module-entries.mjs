// Writes the ES module entries of the package in the current folder, as its "exports" name them: each is one
// line that re-exports the CommonJS build, so that the code, its classes and its state exist once.
import { accessSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';

const { exports: entries } = JSON.parse(readFileSync('package.json', 'utf8'));
for (const { import: module, require: common } of Object.values(entries)) {
  if (common === undefined) continue;
  for (const kind of ['default', 'types']) {
    accessSync(common[kind]); // a missing output fails here, not at a user's
    writeFileSync(module[kind], `export * from './${basename(common.default)}';\n`);
  }
}
