import { describe, expect, it } from 'vitest';
import { npm } from '../../src/installed/managers.js';
import { Project, printed } from '../../src/installed/project.js';
import { ownTarballs } from '../../src/installed/tarballs.js';

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
  console.log(entries.length);
})();`;

describe.each(Object.keys(ownTarballs()))('%s by itself', (name) => {
  it('has all that it needs: each entry loads, by require and import', () => {
    const project = new Project(npm);
    project.install([name]);
    if (name === '@carray/cli') {
      expect(printed(project.run('node_modules/.bin/carray', 'info'))).toContain('carray');
    } else if (name.startsWith('@carray/native-')) {
      expect(printed(project.node('-e', `console.log(typeof require('${name}').map)`))).toBe('function\n');
    } else {
      expect(Number(printed(project.node('-e', program, name)))).toBeGreaterThan(0);
    }
    if (name !== '@carray/native' && name !== '@carray/ffi-fallback') return;
    const source = `const { loadBackend } = require('${name}'); console.log(loadBackend().pageSize > 0)`;
    expect(printed(project.node('-e', source))).toBe('true\n');
  }, 120_000);
});
