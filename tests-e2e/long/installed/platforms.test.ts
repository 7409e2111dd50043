import { existsSync, readdirSync } from 'node:fs';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { npm } from '../../src/installed/managers.js';
import { Project, printed } from '../../src/installed/project.js';
import { ELSEWHERE } from '../../src/installed/registry.js';
import { platforms } from '../../src/installed/tarballs.js';
import { target } from '../../src/paths.js';

const FEW_MINUTES = 240_000;

/** The binaries that are there, as their platforms are named. */
function binariesIn(project: Project): string[] {
  const folder = project.path('node_modules/@carray');
  const isBinary = (name: string) => existsSync(project.path('node_modules/@carray', name, 'carray.node'));
  return readdirSync(folder)
    .filter(isBinary)
    .map((name) => name.replace('native-', ''));
}

it.each(platforms().filter((name) => name !== target))(
  'npm chooses the binary for %s, and no other',
  (name) => {
    const [os = '', cpu = '', libc = 'glibc'] = name.split('-');
    const project = new Project(npm);
    // Else that of koffi runs, and compiles for this machine.
    const flags = ['--ignore-scripts', `--os=${os}`, `--cpu=${cpu}`];
    project.install(['carray'], os === 'linux' ? [...flags, `--libc=${libc}`] : flags);
    expect(binariesIn(project)).toEqual([name]);
  },
);

describe('on a platform that there is no binary for', () => {
  const project = new Project(npm, inject('registry') + ELSEWHERE);

  beforeAll(() => project.install(['carray', '@carray/cli']), FEW_MINUTES);

  it('carray installs, without a binary, and runs on ffi', () => {
    expect(binariesIn(project)).toEqual([]);
    for (const file of ['use.cjs', 'use.mjs']) expect(printed(project.node(file))).toBe('3 function ffi\n');
    expect(printed(project.node('worker.cjs'))).toBe('3 function ffi\nthe worker ended with 0\n');
  });

  it('says why, and what asks for native by name gets an error with what to do', () => {
    const source = "const { backendInfo } = require('carray'); console.log(backendInfo().reason)";
    expect(printed(project.node('-e', source))).toContain(`@carray/native has no binary for ${target}`);
    const { status, stderr } = project.nodeIn({ CARRAY_BACKEND: 'native' }, 'use.cjs');
    expect(status).toBe(1);
    expect(stderr).toContain('ERR_BACKEND_UNAVAILABLE');
    expect(stderr).toContain('install again, here and without it');
  });
});

describe('with one backend alone, asked for by name', () => {
  it.each([
    ['@carray/native', 'native'],
    ['@carray/ffi-fallback', 'ffi'],
  ])('what the error of an installation without optional dependencies says helps: %s', (name, backend) => {
    const project = new Project(npm);
    project.install(['carray'], npm.omitOptional);
    expect(project.node('use.cjs').status).toBe(1);
    project.install(['carray', name]);
    expect(printed(project.nodeIn({ CARRAY_BACKEND: backend }, 'use.cjs'))).toBe(`3 function ${backend}\n`);
  });
});
