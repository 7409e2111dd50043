import { beforeAll, describe, expect, it } from 'vitest';
import { npm } from '../../src/installed/managers.js';
import { Project, printed } from '../../src/installed/project.js';
import { backends, expectBackendsMissing, withoutBackends } from '../../src/installed/stories.js';
import { everyRuntime } from '../../src/runtimes.js';

const FEW_MINUTES = 240_000;
const project = new Project(npm);
const without = new Project(npm);

beforeAll(() => {
  project.install(['carray']);
  without.install(['carray'], npm.omitOptional);
  without.write('without.cjs', withoutBackends);
}, FEW_MINUTES);

const env = { NO_COLOR: '1' };

describe.each(everyRuntime())('in $name $major, what npm has installed', ({ name, program, flags }) => {
  it.each(backends)('works from both module systems and in a worker, on %s', (backend) => {
    const run = (file: string) =>
      printed(project.runIn({ ...env, CARRAY_BACKEND: backend }, program, ...flags, file));
    const use = `3 function ${backend}\n`;
    expect(run('use.cjs')).toBe(use);
    expect(run('use.mjs')).toBe(use);
    expect(run('worker.cjs')).toBe(`${use}the worker ended with 0\n`);
  });

  it.each(['use.cjs', 'use.mjs'])(
    'says in %s what to do where optional dependencies were left out',
    (file) => {
      expectBackendsMissing(without.runIn(env, program, ...flags, file), name !== 'deno');
    },
  );

  it('arrays that are not mapped work without them', () => {
    const said = '2 undefined @carray/native is not installed\n';
    expect(printed(without.runIn(env, program, ...flags, 'without.cjs'))).toBe(said);
  });
});
