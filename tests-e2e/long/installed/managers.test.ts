import { existsSync, readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { managers } from '../../src/installed/managers.js';
import { Project, printed, version } from '../../src/installed/project.js';
import { backends, expectBackendsMissing, stories, withoutBackends } from '../../src/installed/stories.js';
import { allTarballs } from '../../src/installed/tarballs.js';
import { target } from '../../src/paths.js';

const FEW_MINUTES = 240_000;

/** A program: name, version and text of each package that it is given, null where that is no text. */
const look = `
const { readFileSync } = require('node:fs');
const seen = process.argv.slice(2).map((name) => {
  const text = name.includes('/native-') ? readFileSync(require.resolve(name), 'utf8') : '';
  return [name, require(name + '/package.json').version, text.startsWith('of ') ? text : null];
});
console.log(JSON.stringify(seen));`;

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
    const other = manager.takesEveryLibc ? [`native-${target}-musl`] : [];
    expect(found).toEqual(backends.includes('native') ? [`native-${target}`, ...other] : other);
  });
});

describe.each(managers)('every package, installed by name by $name', (manager) => {
  const names = Object.keys(allTarballs());
  const project = new Project({ ...manager, ...manager.anyPlatform });

  beforeAll(() => project.install(names), FEW_MINUTES);

  it('is there, in the version that was asked for, those of other machines with what they hold', () => {
    project.write('look.cjs', look);
    const seen = JSON.parse(printed(project.node('look.cjs', ...names)));
    const held = (name: string) => {
      const [, binary] = /^@carray\/native-(.*)$/.exec(name) ?? [];
      return binary === undefined || binary === target ? null : `of ${binary}`;
    };
    expect(seen).toEqual(names.map((name) => [name, version, held(name)]));
  });

  stories(() => project);
});

describe.each(managers.filter(({ omitOptional }) => omitOptional !== undefined))(
  'without optional dependencies, by $name',
  (manager) => {
    const project = new Project(manager);

    beforeAll(() => project.install(['carray'], manager.omitOptional), FEW_MINUTES);

    it('an error says what to do, and arrays that are not mapped work', () => {
      expectBackendsMissing(project.node('use.cjs'));
      expectBackendsMissing(project.node('use.mjs'));
      const said = '2 undefined @carray/native is not installed\n';
      expect(printed(project.node('-e', withoutBackends))).toBe(said);
    });
  },
);
