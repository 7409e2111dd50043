import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { npm } from '../../src/installed/managers.js';
import { Project, printed } from '../../src/installed/project.js';
import { ownTarballs } from '../../src/installed/tarballs.js';
import { workspace } from '../../src/paths.js';

/** Everything a package exports but its manifest, and the contract, which is for those who have vitest. */
const program = `
const { exports = {}, name } = require(process.argv[1] + '/package.json');
(async () => {
  const entries = Object.keys(exports).filter((entry) => !/package.json|contract/.test(entry));
  for (const entry of entries) {
    const path = name + entry.slice(1);
    const [common, module] = [require(path), await import(path)];
    const missing = Object.keys(common).filter((key) => module[key] !== common[key]);
    if (missing.length > 0) throw new Error(path + ' does not export ' + missing);
  }
  console.log(entries.map((entry) => name + entry.slice(1)).join(' '));
})();`;

const typescript = createRequire(import.meta.url).resolve('typescript/bin/tsc');

/** A program that takes everything from these entries: an error where one has no declarations. */
function importing(entries: readonly string[]): string {
  const lines = entries.map((entry, index) => `import * as entry${index} from '${entry}';`);
  const names = entries.map((_, index) => `entry${index}`);
  return `${lines.join('\n')}\nexport const all: object[] = [${names.join(', ')}];\n`;
}

function checkTypes(project: Project, entries: readonly string[]): void {
  for (const file of ['user.mts', 'user.cts']) project.write(file, importing(entries));
  const flags = ['--noEmit', '--strict', '--target', 'es2022', '--lib', 'es2023,esnext.disposable'];
  const types = ['--typeRoots', `${workspace}/node_modules/@types`, '--types', 'node'];
  for (const [module, resolution] of ways) {
    const how = ['--module', module, '--moduleResolution', resolution];
    const files = resolution === 'bundler' ? ['user.mts'] : ['user.mts', 'user.cts'];
    expect(project.node(typescript, ...flags, ...types, ...how, ...files)).toMatchObject({
      ...{ stdout: '', status: 0 },
    });
  }
}

const ways = [
  ['esnext', 'bundler'],
  ['node16', 'node16'],
  ['nodenext', 'nodenext'],
] as const;

describe.each(Object.keys(ownTarballs()))('%s by itself', (name) => {
  it('has all that it needs: each entry loads, by require and import, and has types', () => {
    const project = new Project(npm);
    project.install([name]);
    if (name === '@carray/cli') {
      expect(printed(project.run('node_modules/.bin/carray', 'info'))).toContain('carray');
    } else if (name.startsWith('@carray/native-')) {
      expect(printed(project.node('-e', `console.log(typeof require('${name}').map)`))).toBe('function\n');
    } else {
      const entries = printed(project.node('-e', program, name))
        .trim()
        .split(' ');
      expect(entries).toContain(name);
      checkTypes(project, entries);
    }
    if (name !== '@carray/native' && name !== '@carray/ffi-fallback') return;
    const source = `const { loadBackend } = require('${name}'); console.log(loadBackend().pageSize > 0)`;
    expect(printed(project.node('-e', source))).toBe('true\n');
  }, 240_000);
});
