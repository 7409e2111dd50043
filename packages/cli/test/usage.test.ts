import { readFileSync } from 'node:fs';
import { backendInfo } from 'carray';
import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { backendNamed, backendNames } from '../src/backends.js';
import { declareAll, declareOne, names } from '../src/declarations/groups.js';
import { backends, bin, carray, expectRefusal, run, temporaryDirectory } from './support/cli.js';
import { fifo } from './support/files.js';

const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

describe('usage', () => {
  test('--version is the version of the package', async () => {
    const { status, stdout, stderr } = await carray(['--version']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(manifest).toMatchObject({ version: stdout.trim() });
  });

  test('--version loads neither the library nor the commands', async () => {
    const list = `process.argv[2] = '--version';
      process.on('exit', () => console.log(Object.keys(require.cache).filter((name) => /carray.dist/.test(name)).length));
      require(${JSON.stringify(bin)});`;
    const { stdout } = await run(process.execPath, ['-e', list, 'x']);
    expect(stdout.trim().split('\n').at(-1)).toBe('0');
  });

  test.each(['--help', 'help', 'dump --help', 'help tour'])('%s tells how', async (args) => {
    const { status, stdout, stderr } = await carray(args.split(' '));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: carray /);
  });

  test('--help has every command in a group, in one line, and examples of commands that there are', async () => {
    const { stdout } = await carray(['--help']);
    const [, list = '', examples = ''] = /(\nElements:\n.*?)\nExamples:\n(.*)/s.exec(stdout) ?? [];
    const headings = Array.from(list.matchAll(/^\S.*:$/gm), ([heading]) => heading);
    expect(headings).toEqual(expect.arrayContaining(['Elements:', 'System:', 'Shell:']));
    const commands = Array.from(list.matchAll(/^ {2}(\S+) {2,}\S/gm), ([, name]) => name);
    expect(commands).toEqual([...names, 'help']);
    expect(list.match(/^ {4,}\S/gm), 'a description of two lines').toBe(null);
    for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
    const used = Array.from(examples.matchAll(/\bcarray ([a-z]+)/g), ([, name]) => name);
    expect(used.length).toBeGreaterThan(3);
    expect(used.filter((name) => !names.includes(name ?? ''))).toEqual([]);
  });

  test('each command has the name that it is declared under, and examples', () => {
    const carray = new Command('carray');
    declareAll(carray);
    expect(carray.commands.map((command) => command.name())).toEqual(names);
    for (const name of names) {
      const one = new Command('carray');
      expect(declareOne(one, name)).toBe(true);
      let help = '';
      const [command] = one.commands;
      command?.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
      expect(help).toMatch(new RegExp(`^Usage: carray ${name}\\b.*Examples:\n.*carray ${name}`, 's'));
      for (const line of help.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
    }
    expect(declareOne(carray, 'toString')).toBe(false);
  });

  test('the help of a command has the options of the program', async () => {
    const { stdout } = await carray(['shm', 'list', '--help']);
    expect(stdout).toMatch(/^Usage: carray shm list .*Global Options:.* {2}--backend <name>/s);
  });

  test.each(['--version', '-V', '--no-color --version', 'info --version'])(
    '%s is a version',
    async (args) => {
      const { status, stdout } = await carray(args.split(' '));
      expect(status).toBe(0);
      expect(manifest).toMatchObject({ version: stdout.trim() });
    },
  );

  test('--debug before the command, or behind, shows the stack of a failure', async () => {
    for (const args of [
      ['--debug', 'maps', '2147483647'],
      ['maps', '2147483647', '--debug'],
    ]) {
      const { status, stderr } = await carray(args);
      expect(status).toBe(1);
      expect(stderr).toMatch(/^carray: there is no process 2147483647\n.*\n {4}at /s);
    }
  });

  test('no command at all is wrong, and shows the help', async () => {
    const { status, stderr } = await carray([]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^Usage: carray /);
  });

  test.each([
    [['bogus'], /unknown command 'bogus'/],
    [['dmp'], /Did you mean dump\?/],
    [['info', '--bogus'], /unknown option '--bogus'/],
    [['info', '--backend', 'wasm'], /Allowed choices are native, ffi/],
    [['dump'], /missing required argument 'files'/],
    [['info', 'a'], /too many arguments/],
    [
      ['dump', bin, '-t', 'int9'],
      /type 'int9': line 1, column 1: unknown type name 'int9'.* A type is a name/,
    ],
    [['dump', bin, '-t', '@header.h'], /a header is named so: @FILE:NAME/],
    [['dump', bin, '-n', '1.5'], /'1.5' is invalid. It must be a whole number of elements/],
    [['dump', bin, '-n', ''], /'' is invalid/],
    [['dump', bin, '--offset', '1.5'], /'1.5' is invalid. It must be a whole number of bytes/],
    [['dump', bin, '--offset', '9007199254740992'], /is invalid/],
  ])('%j is wrong usage, told in one line', async (args, message) => {
    expectRefusal(await carray(args), 2, message);
  });

  test('--backend takes each backend that the library tells of', () => {
    const { name, reason, ...states } = backendInfo();
    expect(Object.keys(states)).toEqual(backendNames);
    for (const each of backendNames) expect(backendNamed(each)).toBe(each);
    expect(() => backendNamed('wasm')).toThrow("there is no backend 'wasm'");
    expect(() => backendNamed(undefined)).toThrow(/no backend/);
  });

  test.each(backends)('a backend that cannot be used fails: %s', async (backend) => {
    const { status, stdout, stderr } = await carray(['dump', bin, '--backend', backend], {
      NODE_OPTIONS: '--no-addons',
    });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^carray: The ${backend} backend cannot be used: .*\n$`));
  });

  test('a wrong CARRAY_BACKEND fails', async () => {
    const { status, stderr } = await carray(['dump', bin], { CARRAY_BACKEND: 'wasm' });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^carray: .*must be native, ffi or auto.*\n$/);
  });

  test.each([
    [[], { CARRAY_DEBUG: '1' }],
    [['--debug'], {}],
  ])('%j %j shows where an error came from', async (options, env) => {
    const { status, stderr } = await carray(['dump', '/nowhere', ...options], env);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^carray: ENOENT: .*\nError: ENOENT.*\n {4}at /);
  });
});

test('the table of README.md has each command, in the order of --help', () => {
  const page = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  expect(Array.from(page.matchAll(/^\| `(\w+)` \|/gm), ([, name]) => name)).toEqual(names);
});

describe('the same mistake has the same words in each command', () => {
  const file = temporaryDirectory();
  const commands = [
    (path: string) => ['dump', path],
    (path: string) => ['get', path, '0'],
    (path: string) => ['set', path, '0', '1'],
    (path: string) => ['fill', path, '0', '--all'],
    (path: string) => ['find', path, '1'],
    (path: string) => ['diff', bin, path],
    (path: string) => ['stats', path],
    (path: string) => ['tour', path],
  ];
  const saidOf = (path: string): Promise<Set<string>> =>
    Promise.all(commands.map(async (command) => (await carray(command(path))).stderr)).then(
      (list) => new Set(list),
    );

  test('a FIFO, a directory, no file', async () => {
    const pipe = fifo(file('fifo'));
    expect(await saidOf(pipe)).toEqual(
      new Set([`carray: '${pipe}' is a FIFO: files and devices can be mapped\n`]),
    );
    const directory = file('');
    expect(await saidOf(directory)).toEqual(
      new Set([`carray: '${directory}' is a directory: files and devices can be mapped\n`]),
    );
    const missing = file('missing\x1b');
    expect(await saidOf(missing)).toEqual(
      new Set([`carray: ENOENT: no such file or directory, stat '${file('missing')}\\x1b'\n`]),
    );
  });
});
