import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { packedProject, workspace } from '../src/paths.js';

const typescript = createRequire(import.meta.url).resolve('typescript/bin/tsc');

const program = `
import { CArray, MAP_PRIVATE, PROT_READ, float64, int64, mapFile, mmap, type Backend, type ValueOf } from 'carray';
import { PROT_WRITE } from '@carray/constants';
const bytes: number = mapFile('x').get(0);
const big: bigint = CArray.of(int64, 1n).get(0);
const raw: Float64Array = CArray.alloc(float64, 1).typedArray;
const value: ValueOf<typeof int64> = mmap(int64, 8n, PROT_READ | PROT_WRITE, MAP_PRIVATE, 'x').get(0);
export const all: [number, bigint, Float64Array, bigint, Backend | undefined] = [bytes, big, raw, value, undefined];
// @ts-expect-error a number is no bigint
CArray.of(int64, 1);
`;

it.each([
  ['nodenext', 'nodenext', 'user.mts'],
  ['nodenext', 'nodenext', 'user.cts'],
  ['node16', 'node16', 'user.mts'],
  ['esnext', 'bundler', 'user.ts'],
])('the packed declarations check with module %s, resolution %s, in %s', (module, resolution, file) => {
  writeFileSync(join(packedProject, file), program);
  const flags = ['--noEmit', '--strict', '--target', 'es2022', '--lib', 'es2023,esnext.disposable'];
  const types = ['--typeRoots', join(workspace, 'node_modules/@types'), '--types', 'node'];
  const args = [typescript, ...flags, ...types, '--module', module, '--moduleResolution', resolution, file];
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: packedProject, encoding: 'utf8' });
  expect(stdout).toBe('');
  expect(status).toBe(0);
});

it('what is packed is what a user needs: code, declarations, licence, no tests or sources', () => {
  const files = readdirSync(join(packedProject, 'node_modules/carray'), { recursive: true }).map(String);
  expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'dist/index.js', 'dist/index.mjs']));
  expect(files.filter((file) => /^(test|src)\b/.test(file))).toEqual([]);
});
