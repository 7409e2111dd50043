import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { backends, carray } from './support/cli.js';
import { hidden, withHidden } from './support/hidden.js';
import { documentOf } from './support/schema.js';

/** The lines of `carray info` as labels and values. */
function facts(stdout: string): Map<string, string> {
  return new Map(
    stdout
      .trimEnd()
      .split('\n')
      .map((line) => [line.split(/ {2,}/)[0] ?? '', line.replace(/^.*? {2,}/, '')]),
  );
}

describe('carray info', () => {
  test('tells the backend, the limits and the versions', async () => {
    const { status, stdout, stderr } = await carray(['info']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const told = facts(stdout);
    expect(told.get('backend')).toMatch(/^(native|ffi): ./);
    expect(told.get('page size')).toMatch(/^[\d,]+ bytes/);
    expect(told.get('longest ArrayBuffer')).toMatch(/^[\d,]+ bytes \(.* GiB\)$/);
    expect(told.get('platform')).toContain(`${process.platform} ${process.arch}`);
    expect(told.get('Node.js')).toBe(process.version);
    expect(told.has('vm.max_map_count')).toBe(existsSync('/proc/sys/vm/max_map_count'));
  });

  test('keeps the values in one column', async () => {
    const { stdout } = await carray(['info']);
    const lines = stdout.trimEnd().split('\n');
    const columns = lines.map((line) => line.length - line.replace(/^.*? {2,}/, '').length);
    expect(new Set(columns).size).toBe(1);
  });

  test.each(backends)(
    '--backend %s is the one that it tells, before or after the command',
    async (backend) => {
      for (const args of [
        ['--backend', backend, 'info'],
        ['info', '--backend', backend],
      ]) {
        const { status, stdout } = await carray(args);
        expect(status).toBe(0);
        expect(facts(stdout).get('backend')).toBe(`${backend}: --backend ${backend} asks for it`);
        expect(facts(stdout).get(backend)).toBe('available');
      }
    },
  );

  test.each(backends)('CARRAY_BACKEND=%s is honoured', async (backend) => {
    const { stdout } = await carray(['info'], { CARRAY_BACKEND: backend });
    expect(facts(stdout).get('backend')).toBe(`${backend}: CARRAY_BACKEND=${backend} asks for it`);
  });

  test('without any backend it still tells the rest, and fails', async () => {
    const { status, stdout, stderr } = await carray(['info'], { NODE_OPTIONS: '--no-addons' });
    expect(status).toBe(1);
    expect(facts(stdout).get('backend')).toBe('none');
    expect(facts(stdout).get('native')).toMatch(/^not available: ./);
    expect(facts(stdout).get('Node.js')).toBe(process.version);
    expect(stderr).toMatch(/^carray: No backend can be used: .*\n$/);
  });

  test('--json is what its schema says, and what the kernel says', async () => {
    const { status, stdout } = await carray(['info', '--json']);
    expect(status).toBe(0);
    expect(documentOf('info', stdout)).toMatchObject({ versions: { node: process.version } });
    if (!existsSync('/proc/self/limits')) return;
    const soft = /^Max locked memory +(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
    const maxMapCount = Number(readFileSync('/proc/sys/vm/max_map_count', 'utf8'));
    const { bsize, blocks } = statfsSync('/dev/shm');
    expect(documentOf('info', stdout)).toMatchObject({
      limits: { maxMapCount, lockedMemory: { soft: soft === 'unlimited' ? soft : Number(soft) } },
      sharedMemory: { byteLength: bsize * blocks },
    });
  });

  test('--json without any backend fails, and is what its schema says', async () => {
    const { status, stdout } = await carray(['info', '--json'], { NODE_OPTIONS: '--no-addons' });
    expect(status).toBe(1);
    expect(documentOf('info', stdout)).toMatchObject({ backends: { native: { available: false } } });
  });

  test.runIf(hidden)('without /proc and /sys it leaves out what they tell', async () => {
    const args = [['info'], ['info', '--json']];
    const [text, json] = await Promise.all(args.map((each) => withHidden(['/proc', '/sys'], each)));
    expect({ status: text?.status, stderr: text?.stderr }).toEqual({ status: 0, stderr: '' });
    const told = facts(text?.stdout ?? '');
    expect(told.has('page size')).toBe(true);
    for (const label of ['vm.max_map_count', 'locked memory', 'overcommit', 'transparent huge pages']) {
      expect(told.has(label), label).toBe(false);
    }
    expect(documentOf('info', json?.stdout ?? '')).toMatchObject({ limits: {}, hugePages: { pools: [] } });
  });
});
