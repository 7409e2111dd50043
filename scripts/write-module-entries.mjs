// Writes the ES module entries of the package in the current folder, as its "exports" name them: each re-exports
// the CommonJS build, so that the code, its classes and its state exist once. Node reads the names that a
// CommonJS file exports from its text, which does not work across packages: `export *` from one is repeated.
import { accessSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';

const { exports: entries } = JSON.parse(readFileSync('package.json', 'utf8'));
for (const { import: module, require: common } of Object.values(entries)) {
  if (common === undefined) continue;
  for (const kind of ['default', 'types']) accessSync(common[kind]); // a missing output fails here, not at a user's
  const file = basename(common.default);
  const source = readFileSync(`src/${basename(file, '.js')}.ts`, 'utf8');
  const stars = source.match(/^export \* from '[^.'][^']*';$/gm) ?? [];
  const own = `export * from './${file}';`;
  writeFileSync(module.default, `${[own, ...stars].join('\n')}\n`);
  writeFileSync(module.types, `${own}\n`);
}
