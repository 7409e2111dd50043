import { existsSync, mkdirSync, rmdirSync, statSync } from 'node:fs';
import { openSharedMemory, pageSize, uint32, unlinkSharedMemory } from 'carray';
import { afterEach, describe, expect, test } from 'vitest';
import { mode } from '../src/arguments/numbers.js';
import { backends, carray } from './support/cli.js';
import { hidden, withHidden } from './support/hidden.js';
import { asNobody, canBeNobody } from './support/nobody.js';
import { documentOf } from './support/schema.js';

const name = `carray-cli-test-${process.pid}`;
const path = `/dev/shm/${name}`;
const hasDirectory = existsSync('/dev/shm');

afterEach(() => {
  unlinkSharedMemory(name);
});

describe.each(backends)('carray shm (%s)', (backend) => {
  const shm = (...args: string[]) => carray(['shm', ...args, '--backend', backend]);
  const done = { status: 0, stdout: '', stderr: '' };

  test('makes, dumps and removes', async () => {
    expect(await shm('create', name, '2p')).toEqual(done);
    const array = openSharedMemory(name, uint32);
    expect(array.byteLength).toBe(2 * pageSize);
    array.set(1, 77);
    const dumped = await shm('dump', `/${name}`, '-t', 'uint32', '-n', '2');
    expect({ ...dumped, stdout: '' }).toEqual(done);
    expect(dumped.stdout).toMatch(/^0+ +0 +77\b/m);
    expect(await shm('remove', name)).toEqual(done);
    expect(array.get(1)).toBe(77);
    expect(await shm('remove', name)).toEqual({
      status: 1,
      stdout: '',
      stderr: `carray: there is no shared memory '${name}'\n`,
    });
  });

  test('a name that is taken stays as it is', async () => {
    openSharedMemory(name, uint32, 4, { create: true });
    const { status, stderr } = await shm('create', name, '1M');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^carray: EEXIST: .*it is there already.*\n$/);
    expect(openSharedMemory(name, uint32).length).toBe(4);
  });

  test('more than there is room for fails, and leaves no name', async () => {
    const { status, stderr } = await shm('create', name, '4096T');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^carray: \w+: .*\n$/);
    expect(unlinkSharedMemory(name)).toBe(false);
  });
});

describe('carray shm', () => {
  test('an empty one can be made and dumped', async () => {
    expect((await carray(['shm', 'create', name, '0'])).status).toBe(0);
    expect(await carray(['shm', 'dump', name])).toMatchObject({ status: 0, stderr: '' });
  });

  test.runIf(hasDirectory)('--mode is who may open it', async () => {
    await carray(['shm', 'create', name, '10', '--mode', '640']);
    expect(statSync(path).mode & 0o777).toBe(0o640 & ~process.umask());
    expect(statSync(path).size).toBe(10);
  });

  test('remove goes on after a failure', async () => {
    openSharedMemory(name, uint32, 4, { create: true });
    const { status, stderr } = await carray(['shm', 'remove', `${name}-1`, 'a/b', name]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^carray: there is no shared memory '.*-1'\ncarray: .*may have no '\/'.*\n$/);
    expect(unlinkSharedMemory(name)).toBe(false);
  });

  test.each([
    [['create', name], /missing required argument 'size'/],
    [['create', name, '-1'], /unknown option '-1'|A size has no minus/],
    [['create', name, '1.3'], /must be a whole number of bytes/],
    [['create', name, '1', '--mode', '888'], /three octal digits/],
    [['remove'], /missing required argument 'name'/],
    [['lst'], /Did you mean list\?/],
    [['dump', name, '-t', 'int9'], /unknown type name 'int9'|ENOENT/],
  ])('%j is told in one line', async (args, message) => {
    const { status, stdout, stderr } = await carray(['shm', ...args]);
    expect(status === 1 || status === 2).toBe(true);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^carray: .*\n$/);
  });

  test('without a subcommand it shows the help, and is wrong usage', async () => {
    const { status, stderr } = await carray(['shm']);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^Usage: carray shm /);
  });

  test.each([
    ['a/b', /may have no '\/'/],
    ['', /must be a name/],
    ['n'.repeat(256), /ENAMETOOLONG.*may have 255/],
  ])('the name %j is refused as the library does', async (wrong, message) => {
    const jobs = [
      ['create', wrong, '1'],
      ['remove', wrong],
      ['dump', wrong],
    ];
    for (const { status, stderr } of await Promise.all(jobs.map((args) => carray(['shm', ...args])))) {
      expect(status).toBe(1);
      expect(stderr).toMatch(message);
      expect(stderr).toMatch(/^carray: .*\n$/);
    }
  });

  test.runIf(hasDirectory)('what is no shared memory is refused, and not listed', async () => {
    mkdirSync(path);
    try {
      const { status, stderr } = await carray(['shm', 'dump', name]);
      expect(status).toBe(1);
      expect(stderr).toMatch(
        /^carray: \w+: .*(taken by something that is no shared memory|directories.*cannot)\n$/,
      );
      expect((await carray(['shm', 'list'])).stdout).not.toContain(name);
    } finally {
      rmdirSync(path);
    }
  });

  test.runIf(hasDirectory && canBeNobody)("another user's is not to be read or removed", async () => {
    openSharedMemory(name, uint32, 4, { create: true });
    for (const job of ['dump', 'remove']) {
      const { status, stderr } = await asNobody(['shm', job, name]);
      expect(status).toBe(1);
      expect(stderr).toMatch(/^carray: E(ACCES|PERM): .*of another user.*\n$/);
    }
    expect(unlinkSharedMemory(name)).toBe(true);
  });

  test.runIf(hasDirectory)('list tells sizes, owners, times and who has it mapped', async () => {
    const array = openSharedMemory(name, uint32, 1000, { create: true });
    const { status, stdout, stderr } = await carray(['shm', 'list']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const [heading, ...rows] = stdout.split('\n');
    expect(heading).toMatch(/^ *bytes +owner +changed +mapped by +name$/);
    const row = rows.find((each) => each.endsWith(`  ${name}`));
    expect(row).toMatch(/^ *4,000 +\S+ +\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ +1 /);
    const [, owner = '', changed = ''] = / +(\S+) +(\S+)Z +1 /.exec(row ?? '') ?? [];
    const json = await carray(['shm', 'list', '--json']);
    expect({ ...json, stdout: '' }).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(documentOf('shm-list', json.stdout)).toEqual({
      names: expect.arrayContaining([
        { name, byteLength: 4000, owner, changed: expect.stringContaining(changed), mappedBy: 1 },
      ]),
    });
    expect(array.length).toBe(1000);
  });

  test.runIf(hasDirectory && hidden)('without /dev/shm, list and dump say that they cannot', async () => {
    const { status, stdout, stderr } = await withHidden(['/dev'], ['shm', 'list']);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^carray: this system does not show shared memory as files in \/dev\/shm: .*\n$/);
  });

  test.runIf(hasDirectory && hidden)('without /proc, list does not know who has it mapped', async () => {
    openSharedMemory(name, uint32, 1000, { create: true });
    const { stdout } = await withHidden(['/proc'], ['shm', 'list']);
    expect(stdout).toMatch(new RegExp(` +\\?  ${name}\n`));
    const json = await withHidden(['/proc'], ['shm', 'list', '--json']);
    const { names } = documentOf('shm-list', json.stdout) as { names: { name: string; mappedBy?: number }[] };
    const found = names.find((each) => each.name === name);
    expect(found).toBeDefined();
    expect(found).not.toHaveProperty('mappedBy');
  });
});

test.each([
  ['600', 0o600],
  ['0644', 0o644],
  ['000', 0],
])('the mode %j', (text, expected) => {
  expect(mode(text)).toBe(expected);
});

test.each(['', '8', '60', '1777', '0o600', '6000', 'rw-'])('the mode %j is refused', (text) => {
  expect(() => mode(text)).toThrow('three octal digits');
});
