import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { platforms } from '../src/installed/tarballs.js';
import { workspace } from '../src/paths.js';

const folder = join(workspace, '.github/workflows');
const yaml = createRequire(import.meta.url)('js-yaml') as { load: (text: string) => unknown };

interface Step {
  readonly run?: string;
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}
interface Job {
  readonly 'runs-on': string;
  readonly needs?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly strategy?: {
    readonly matrix: { readonly include?: readonly Target[]; readonly os?: readonly string[] };
  };
  readonly steps: readonly Step[];
}
interface Target {
  readonly target: string;
  readonly os: string;
  readonly image?: string;
  readonly packages?: string;
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const read = (name: string) => readFileSync(join(folder, name), 'utf8');
const parse = (name: string) => yaml.load(read(name)) as Workflow;
const { scripts } = JSON.parse(readFileSync(join(workspace, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

describe.each(readdirSync(folder))('%s', (name) => {
  const { jobs, permissions } = parse(name);
  const steps = Object.values(jobs).flatMap((job) => job.steps);

  it('says that it was not run here, and may read alone but where a job says more', () => {
    expect(read(name)).toMatch(/^# Not run where this repository is developed/);
    expect(permissions).toEqual({ contents: 'read' });
  });

  it('runs what exists, and every step does something', () => {
    const commands = steps.map(({ run = '' }) => run).join('\n');
    for (const [, script = ''] of commands.matchAll(/npm run ([\w:]+)/g))
      expect(scripts).toHaveProperty([script]);
    const inRoot = Array.from(
      commands.matchAll(/node (scripts\/release\S*)|(\.ci\/\w+)/g),
      ([, a, b]) => a ?? b,
    );
    for (const path of inRoot) expect(existsSync(join(workspace, path ?? '')), path).toBe(true);
    for (const step of steps) expect(step.run ?? step.uses).toMatch(/./);
  });

  it('refers to what its matrices have', () => {
    const known = Object.values(jobs).flatMap(({ strategy }) => [
      ...Object.keys(strategy?.matrix ?? {}),
      ...(strategy?.matrix.include ?? []).flatMap((entry) => Object.keys(entry)),
    ]);
    for (const [, key] of read(name).matchAll(/matrix\.(\w+)/g)) expect(known).toContain(key);
  });
});

describe('the release', () => {
  const { on, jobs } = parse('release.yml');
  const { binary, publish } = jobs;
  const targets = binary?.strategy?.matrix.include ?? [];

  it('is made by a tag of a version', () => {
    expect(on).toEqual({ push: { tags: ['v*'] } });
  });

  it('builds the binary of each platform, on a machine that can', () => {
    expect(targets.map(({ target }) => target).sort()).toEqual(platforms().sort());
    for (const { target, os, image, packages } of targets) {
      const [system, cpu, libc] = target.split('-');
      expect(os, target).toMatch(system === 'darwin' ? /^macos-/ : /^ubuntu-/);
      if (packages === undefined && system === 'linux')
        expect(os.endsWith('-arm'), target).toBe(cpu === 'arm64');
      expect(image?.endsWith('-alpine') ?? false, target).toBe(libc === 'musl');
    }
  });

  it('hands each to the job that publishes, after the tests, in the folder that it is looked for', () => {
    const upload = binary?.steps.find(({ uses }) => uses?.startsWith('actions/upload-artifact'));
    const path = 'packages/native/prebuilds/$' + '{{ matrix.target }}/carray.node';
    expect(upload?.with).toMatchObject({
      path,
      name: '$' + '{{ matrix.target }}',
      'if-no-files-found': 'error',
    });
    expect(publish?.needs).toBe('binary');
    const done = publish?.steps.map(
      ({ run, uses, with: given }) => run ?? given?.path ?? uses?.split('@')[0],
    );
    expect(done).toEqual([
      ...['actions/checkout', 'actions/setup-node', '.ci/run', 'rm -r packages/native/prebuilds'],
      ...['packages/native/prebuilds', 'node scripts/release.mjs', 'node scripts/release.mjs --publish'],
    ]);
  });

  it('may make provenance there, and only there', () => {
    expect(publish?.permissions).toEqual({ contents: 'read', 'id-token': 'write' });
    expect(binary?.permissions).toBeUndefined();
    expect(publish?.steps.at(-1)?.env).toHaveProperty('NODE_AUTH_TOKEN');
  });
});

it('the tests run on Linux x64 and arm64, and macOS', () => {
  const { test } = parse('ci.yml').jobs;
  expect(test?.strategy?.matrix.os).toEqual([
    expect.stringMatching(/^ubuntu-[\d.]+$/),
    expect.stringMatching(/^ubuntu-[\d.]+-arm$/),
    expect.stringMatching(/^macos-/),
  ]);
});
