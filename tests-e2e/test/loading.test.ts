import { expect, it } from 'vitest';
import { runProgram } from '../src/program.js';

it('importing carray loads no addon, and heap arrays need none', () => {
  const { stdout, stderr, status } = runProgram(`
    const { CArray, uint32, pageSize } = require('carray');
    CArray.of(uint32, 1, 2, 3).toArray();
    const addons = Object.keys(require.cache).filter((path) => /\\.node$|koffi|native|ffi-fallback/.test(path));
    console.log(JSON.stringify({ addons, pageSize: pageSize > 0 }));`);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toEqual({ addons: [], pageSize: true });
});

it('import and require give the same classes and functions', () => {
  const { stdout, stderr } = runProgram(
    `import { createRequire } from 'node:module';
    import * as module from 'carray';
    import { CArray, mmap, SystemError, uint8 } from 'carray';
    import * as constants from '@carray/constants';
    const common = createRequire(process.cwd() + '/user.js')('carray');
    const names = Object.keys(common);
    console.log(JSON.stringify({
      same: names.filter((name) => module[name] === common[name]).length === names.length,
      classes: CArray === common.CArray && SystemError === common.SystemError && mmap === common.mmap,
      instance: CArray.alloc(uint8, 1) instanceof common.CArray,
      constants: Object.keys(constants).every((name) => constants[name] === common[name]),
      many: names.length > 200,
    }));`,
    { module: true },
  );
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual({
    same: true,
    classes: true,
    instance: true,
    constants: true,
    many: true,
  });
});

const syncNames = ['RingBuffer', 'SharedCounter', 'SharedLock', 'notify', 'wait', 'waitSync'];

it('carray/sync has the same code and classes, however it is loaded', () => {
  const { stdout, stderr } = runProgram(
    `import { createRequire } from 'node:module';
    import * as module from 'carray/sync';
    import { int32, mapAnonymous } from 'carray';
    const require = createRequire(process.cwd() + '/user.js');
    const common = require('carray/sync');
    const array = mapAnonymous(int32, 4, { shared: true });
    const lock = module.SharedLock.over(array, 0);
    console.log(JSON.stringify({
      names: Object.keys(common).sort(),
      module: Object.keys(module).filter((name) => /^[a-zA-Z]+$/.test(name) && name !== 'default').sort(),
      same: Object.keys(common).every((name) => module[name] === common[name]),
      once: Object.keys(common).every((name) => require('carray').sync[name] === common[name]),
      instance: lock instanceof common.SharedLock,
      acquired: lock.acquireSync(),
      waited: common.waitSync(array, 1, 0, { timeout: 1 }),
    }));`,
    { module: true },
  );
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual({
    names: syncNames,
    module: syncNames,
    same: true,
    once: true,
    instance: true,
    acquired: { previousOwnerDied: false },
    waited: 'timed-out',
  });
});

it('carray/sync is there in a worker, for the arrays of carray', () => {
  const { stdout, stderr } = runProgram(`
    const { int32, mapAnonymous } = require('carray');
    const { notify, wait } = require('carray/sync');
    const array = mapAnonymous(int32, 4, { shared: true });
    const source = "const { attach, int32 } = require('carray'); const { SharedLock, notify } = require('carray/sync');"
      + "const array = attach(require('node:worker_threads').workerData, int32);"
      + "SharedLock.over(array, 1).acquireSync(); array.set(0, 1); notify(array, 0);";
    const { Worker } = require('node:worker_threads');
    const worker = new Worker(source, { eval: true, workerData: array.share() });
    wait(array, 0, 0).then((result) => console.log(result === 'ok', array.get(1) > 0));`);
  expect(stderr).toBe('');
  expect(stdout).toBe('true true\n');
});

it('importing carray/sync loads no addon', () => {
  const { stdout } = runProgram(`require('carray/sync');
    console.log(Object.keys(require.cache).filter((path) => /\\.node$|koffi|native|ffi-fallback/.test(path)).length);`);
  expect(stdout).toBe('0\n');
});

it('each backend can be used by itself', () => {
  const { stdout, stderr } = runProgram(`
    for (const name of ['@carray/native', '@carray/ffi-fallback']) {
      try { console.log(require(name).loadBackend().name); } catch (error) { console.log(error.message); }
    }`);
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^(native|.*no C\+\+ compiler.*)\nffi\n$/);
});

it('works where code must not be generated from strings', () => {
  const { stdout, stderr } = runProgram(
    `const { CArray, float32, mapAnonymous, int64 } = require('carray');
    const array = CArray.from(float32, [1, 2.5, 3]);
    array.set(0, 7);
    const mapped = mapAnonymous(int64, 4).fill(3n);
    mapped.set(1, -1n);
    console.log(JSON.stringify(array.toArray()), mapped.toArray(), Object.getPrototypeOf(array) === CArray.prototype);`,
    { flags: ['--disallow-code-generation-from-strings'] },
  );
  expect(stderr).toBe('');
  expect(stdout).toBe('[7,2.5,3] [ 3n, -1n, 3n, 3n ] true\n');
});

it('a backend that is asked for by name is that one, or an error', () => {
  const source = `const { backendInfo, withBackend } = require('carray');
    console.log(backendInfo().name, '|', backendInfo().reason);`;
  expect(runProgram(source, { backend: 'ffi' }).stdout).toBe('ffi | CARRAY_BACKEND=ffi asks for it\n');
  const refused = `const { mapAnonymous, uint8 } = require('carray');
    try { mapAnonymous(uint8, 1); } catch ({ code }) { console.log(code); }`; // uncaught, Deno prints no code
  expect(runProgram(refused, { env: { CARRAY_BACKEND: 'fii' } }).stdout).toBe('ERR_INVALID_ARG_VALUE\n');
});
