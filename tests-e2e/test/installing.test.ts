import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { npm } from '../src/installed/managers.js';
import { Project, printed } from '../src/installed/project.js';
import { expectBackendsMissing, stories, withoutBackends } from '../src/installed/stories.js';
import { tarballStories } from '../src/installed/tarball-stories.js';
import { ownTarballs } from '../src/installed/tarballs.js';

// What tests-e2e/long/installed does with each package manager, here with npm alone.
const FEW_MINUTES = 240_000;

tarballStories(ownTarballs());

describe('installed by npm, which is to run no scripts', () => {
  const project = new Project(npm);

  beforeAll(() => project.install(['carray'], ['--ignore-scripts']), FEW_MINUTES);

  stories(() => project);

  // koffi has one: it looks for its binary, which is there already.
  it('no package but koffi has such a script', () => {
    const { packages } = JSON.parse(readFileSync(project.path('package-lock.json'), 'utf8')) as {
      packages: Record<string, { hasInstallScript?: boolean }>;
    };
    const having = Object.entries(packages).filter(([, { hasInstallScript }]) => hasInstallScript);
    expect(having.map(([path]) => path)).toEqual(['node_modules/koffi']);
  });
});

describe('installed by npm without optional dependencies', () => {
  const project = new Project(npm);

  beforeAll(() => project.install(['carray'], npm.omitOptional), FEW_MINUTES);

  it.each(['use.cjs', 'use.mjs'])('%s ends with an error that says what to do', (file) => {
    expectBackendsMissing(project.node(file), !('deno' in process.versions));
  });

  it('arrays that are not mapped work', () => {
    const said = '2 undefined @carray/native is not installed\n';
    expect(printed(project.node('-e', withoutBackends))).toBe(said);
  });
});
