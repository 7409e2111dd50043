import { expect, it } from 'vitest';
import { fileOf } from '../src/files.js';
import { onBothBackends } from '../src/packed.js';
import { runProgram } from '../src/program.js';

onBothBackends('the process ends as it wants to', ({ pageSize }, backend) => {
  const mapped = `const { mapFile, mapAnonymous, munmap, uint8 } = require('carray');
    const { Worker, isMainThread } = require('node:worker_threads');
    const array = mapFile(process.argv.at(-1), { access: 'read-write' });
    const view = array.bytes;
    globalThis.kept = [array, view, array.subarray(1), mapAnonymous(uint8, ${pageSize})];`;
  const run = (rest: string) =>
    runProgram(mapped + rest, { backend, args: [fileOf(Buffer.alloc(pageSize))] });

  it('with live mappings, by running out', () => {
    expect(run('')).toMatchObject({ status: 0, signal: null, stderr: '' });
  });

  it('with live mappings, by process.exit', () => {
    expect(run('process.exit(7);')).toMatchObject({ status: 7, signal: null, stderr: '' });
  });

  it('with live mappings, by an uncaught exception', () => {
    const ended = run("throw new Error('on purpose');");
    expect(ended).toMatchObject({ status: 1, signal: null });
    expect(ended.stderr).toContain('on purpose');
  });

  it('with a mapping that was unmapped in its last moment', () => {
    expect(run("process.on('exit', () => munmap(array));")).toMatchObject({
      status: 0,
      signal: null,
      stderr: '',
    });
  });

  it('after a worker that ended with live mappings, and one that was terminated', () => {
    const worker = `
      const code = 'const c = require("carray"); globalThis.kept = c.mapFile(' + JSON.stringify(process.argv.at(-1)) +
        '); kept.get(0); globalThis.view = kept.bytes; require("node:worker_threads").parentPort.postMessage(kept.get(1));';
      const { once } = require('node:events');
      (async () => {
        const one = new Worker(code, { eval: true });
        console.log(await once(one, 'exit'));
        const two = new Worker(code + 'setInterval(() => kept.get(0), 1);', { eval: true });
        await once(two, 'message');
        console.log(await two.terminate());
        console.log(array.get(0));
      })();`;
    expect(run(worker)).toMatchObject({ status: 0, signal: null, stderr: '', stdout: '[ 0 ]\n1\n0\n' });
  });

  it('after a worker that alone had loaded the backend', () => {
    const ended = runProgram(
      `const { Worker } = require('node:worker_threads');
      const { once } = require('node:events');
      const code = 'const c = require("carray"); globalThis.kept = c.mapAnonymous(c.uint8, 1).fill(1).bytes;';
      (async () => {
        const [status] = await once(new Worker(code, { eval: true }), 'exit');
        for (let turn = 0; turn < 5; turn++) {
          globalThis.gc();
          await new Promise(setImmediate);
        }
        console.log(status);
      })();`,
      { backend, flags: ['--expose-gc'] },
    );
    expect(ended).toEqual({ status: 0, signal: null, stdout: '0\n', stderr: '' });
  });
});
