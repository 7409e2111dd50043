import { existsSync, readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { managers } from '../../src/installed/managers.js';
import { Project, printed } from '../../src/installed/project.js';
import { backends, stories } from '../../src/installed/stories.js';
import { target } from '../../src/paths.js';

const FEW_MINUTES = 240_000;

describe.each(managers)('installed by $name', (manager) => {
  const project = new Project(manager);

  beforeAll(() => project.install(['carray', '@carray/cli', '@carray/constants']), FEW_MINUTES);

  stories(() => project);

  it('the command is there', () => {
    const [program, ...args] = manager.command ?? ['node_modules/.bin/carray'];
    const { status, stdout } = project.run(program ?? '', ...args, 'info', '--json'); // npx has its own words on stderr
    expect([status, JSON.parse(stdout).backend.name]).toEqual([0, backends[0]]);
  });

  it.skipIf(manager.binaries === undefined)('has the binary of this machine, and of no other', () => {
    const folder = project.path(...(manager.binaries ?? []));
    const found = readdirSync(folder).filter((name) =>
      existsSync(project.path(...(manager.binaries ?? []), name, 'carray.node')),
    );
    expect(found).toEqual(backends.includes('native') ? [`native-${target}`] : []);
  });
});

describe.each(managers.filter(({ omitOptional }) => omitOptional !== undefined))(
  'without optional dependencies, by $name',
  (manager) => {
    const project = new Project(manager);

    beforeAll(() => project.install(['carray'], manager.omitOptional), FEW_MINUTES);

    it('an error says what to do, and arrays that are not mapped work', () => {
      const { status, stderr } = project.node('use.cjs');
      expect(status).toBe(1);
      expect(stderr).toContain('ERR_BACKEND_UNAVAILABLE');
      for (const name of ['@carray/native', '@carray/ffi-fallback']) {
        expect(stderr).toContain(
          `${name} is not installed: optional dependencies were left out (--omit=optional`,
        );
        expect(stderr).toContain(`Install again with them, or install ${name} by itself`);
      }
      const source = `const { CArray, uint32, backendInfo } = require('carray');
        console.log(CArray.of(uint32, 1, 2).get(1), backendInfo().name, backendInfo().native.error.cause.code);`;
      expect(printed(project.node('-e', source))).toBe('2 undefined MODULE_NOT_FOUND\n');
    });
  },
);
