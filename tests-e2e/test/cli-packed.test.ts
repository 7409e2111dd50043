import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noNative, packedRequire } from '../src/packed.js';
import { packedProject, workspace } from '../src/paths.js';

const bin = join(packedProject, 'node_modules/.bin/carray');
const { version } = packedRequire('@carray/cli/package.json') as { version: string };

/** The command as a user calls it: by npx in the project, or by its path from anywhere. */
const ways = {
  npx: (args: readonly string[]) => run('npx', ['--no-install', 'carray', ...args], packedProject),
  'node_modules/.bin': (args: readonly string[]) => run(bin, args, tmpdir()),
};

function run(command: string, args: readonly string[], cwd: string) {
  const env = { ...process.env, CARRAY_BACKEND: '', CARRAY_DEBUG: '' };
  const options = {
    cwd,
    env,
    encoding: 'utf8',
    timeout: 50_000,
    killSignal: 'SIGKILL',
    maxBuffer: 2 ** 25,
  } as const;
  const { status, stdout, stderr } = spawnSync(command, args, options);
  return { status, stdout, stderr: stderr.replace(/^npm (?:warn|notice).*\n/gm, '') };
}

let directory = '';
let file = '';
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'cli-packed-'));
  file = join(directory, 'numbers.f64');
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe.each(Object.keys(ways) as (keyof typeof ways)[])('the installed command, by %s', (way) => {
  const carray = (...args: string[]) => ways[way](args);

  it('tells its version', () => {
    expect(carray('--version')).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
  });

  it.each(['native', 'ffi'] as const)('reads and writes a file, %s', (backend) => {
    if (backend === 'native' && noNative !== undefined) return expect(noNative).toMatch(/./);
    writeFileSync(file, new Float64Array([1, 2.5, -3]));
    const on = (...args: string[]) => carray(...args, '--backend', backend);
    expect(on('dump', '-t', 'float64', '--format', 'csv', file).stdout).toBe('value\n1\n2.5\n-3\n');
    expect(on('get', file, '-1', '-t', 'float64')).toEqual({ status: 0, stdout: '-3\n', stderr: '' });
    expect(on('set', file, '1', '1e100', '-t', 'float64').status).toBe(0);
    expect(readFileSync(file).readDoubleLE(8)).toBe(1e100);
    expect(on('residency', file).stdout).toMatch(/ of 1 page /);
    expect(on('get', file, '3', '-t', 'float64')).toMatchObject({ status: 1, stdout: '' });
    expect(on('get', file, '3', '-t', 'float46').status).toBe(2);
  });

  it('finds nothing wrong here', () => {
    const { status, stdout, stderr } = carray('doctor', '--json');
    expect({ status, stderr }, stdout).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ ok: true });
  });
});

it('has the files that its commands load later: threads, the second process of the tour, completion', () => {
  const carray = ways['node_modules/.bin'];
  const count = 2 ** 21; // 16 MiB: from there on, threads make the text
  writeFileSync(file, new Float64Array(count));
  const { status, stdout } = carray(['dump', '-t', 'float64', '--format', 'csv', file]);
  expect({ status, lines: stdout.split('\n').length }).toEqual({ status: 0, lines: count + 2 });
  expect(carray(['tour', file]).status).toBe(0);
  expect(carray(['completion', 'bash']).stdout).toContain('complete ');
});

describe('the tarball', () => {
  const tarball = readdirSync(join(packedProject, 'tarballs')).find((name) => /^carray-cli-\d/.test(name));
  const list = execFileSync('tar', ['tzf', join(packedProject, 'tarballs', tarball ?? '')], {
    encoding: 'utf8',
  });
  const files = list.trim().split('\n');

  it('has what is needed to run, the manual page, and nothing else', () => {
    const kinds = new Set(
      files.map((path) =>
        path.replace(/^package\/((?:bin|dist|man)\/)?.*?$/, (all, folder) => folder ?? all),
      ),
    );
    expect([...kinds].sort()).toEqual(
      [
        'bin/',
        'dist/',
        'man/',
        ...['LICENSE', 'README.md', 'package.json'].map((name) => `package/${name}`),
      ].sort(),
    );
    expect(files.filter((path) => /\.ts$|\/(?:src|test|scripts)\//.test(path))).toEqual([]);
  });

  it('installs the manual page that the declarations make', () => {
    const installed = join(packedProject, 'node_modules/@carray/cli');
    const { man } = packedRequire('@carray/cli/package.json') as { man: string };
    expect(existsSync(join(installed, man))).toBe(true);
    const page = readFileSync(join(installed, man), 'utf8');
    expect(page).toBe(readFileSync(join(workspace, 'packages/cli/man/carray.1'), 'utf8'));
    expect(page).toMatch(/^\.TH CARRAY 1 /);
  });
});
