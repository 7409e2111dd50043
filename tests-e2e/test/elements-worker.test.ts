import { expect, it } from 'vitest';
import { fileOf } from '../src/files.js';
import { onBothBackends } from '../src/packed.js';
import { requireOf } from '../src/program.js';
import { answerOf } from '../src/transfer/answer.js';

const expected = {
  first: 4,
  last: ['n99', 157, 'green', 3],
  sum: 1238,
  found: [20, true, 98, 12],
  written: 7,
  text: ['Grüße', 'Grüße', 'GrÃ¼Ã\u009fe'],
  numbers: [7, 7, 1, 2, 3, 7, 7, 7, 1, 2, 3, 7],
  reversed: [7, 3, 2, 1, 7],
  declared: 4,
  equal: true,
  wrong: [
    'ERR_OUT_OF_RANGE',
    'ERR_OUT_OF_RANGE',
    'ERR_OUT_OF_RANGE',
    'ERR_OUT_OF_RANGE',
    'ERR_OUT_OF_RANGE',
    'ERR_OUT_OF_RANGE',
    'ERR_INVALID_ARG_TYPE',
  ],
  after: [5, 'zero', 7, 0.5],
  unmapped: true,
  dead: Array(3).fill('ERR_MAPPING_UNMAPPED'),
};

const workout = requireOf('../src/elements/workout.cjs', import.meta.url);
const startWorker = `
  const { Worker } = require('node:worker_threads');
  const { once } = require('node:events');
  const path = process.argv.at(-1);
  const start = (body, options) => new Worker(
    "const { parentPort, workerData: path } = require('node:worker_threads'); const carray = require('carray');" + body,
    { eval: true, workerData: path, ...options });`;

onBothBackends('all of the elements', (_, backend) => {
  const answer = (body: string, flags: readonly string[] = []) =>
    answerOf(backend, body, { names: startWorker, flags, args: [fileOf(Buffer.alloc(2 ** 16))] });
  const here = `return ${workout}(carray, path);`;
  const inWorker = `const worker = start('parentPort.postMessage(' + ${JSON.stringify(workout)} + '(carray, path))');
    const [[result], [status]] = await Promise.all([once(worker, 'message'), once(worker, 'exit')]);
    return { ...result, status };`;

  for (const flags of [[], ['--disallow-code-generation-from-strings']]) {
    const how = flags.length > 0 ? ` with ${flags}` : '';

    it(`in the main thread${how}`, () => {
      expect(answer(here, flags)).toEqual(expected);
    });

    it(`in a worker thread${how}`, () => {
      expect(answer(inWorker, flags)).toEqual({ ...expected, status: 0 });
    });
  }

  it('in four workers and the main thread at once, each with a file of its own', () => {
    const result = answer(`
      const results = Array.from({ length: 4 }, async (_, index) => {
        fs.copyFileSync(path, path + index);
        const code = 'for (let turn = 0; turn < 20; turn++) { require("node:fs").writeFileSync(path, Buffer.alloc(65536));' +
          'var result = ' + ${JSON.stringify(workout)} + '(carray, path); } parentPort.postMessage(result)';
        const worker = start(code, { workerData: path + index });
        const [[result], [status]] = await Promise.all([once(worker, 'message'), once(worker, 'exit')]);
        return { ...result, status };
      });
      const own = ${workout}(carray, path);
      return [...await Promise.all(results), { ...own, status: 0 }];`);
    expect(result).toEqual(Array(5).fill({ ...expected, status: 0 }));
  });

  it('in a worker that is terminated in the middle of it', () => {
    const result = answer(`
      const statuses = [];
      for (const call of ['a.get(turn % 9)', 'a.set(turn % 9, 1)', 'one.x += 1', 'column.get(turn % 9)', 'a.writeTo(fd)']) {
        const worker = start(\`
          const points = carray.mapFile(path, { type: carray.struct({ x: carray.float64 }), access: 'read-write' });
          const a = points.cast(carray.uint32be, 1);
          const [one, column] = [points.ref(1), points.field('x')];
          const fd = require('node:fs').openSync('/dev/null', 'w');
          parentPort.postMessage(1);
          for (let turn = 0; ; turn++) \${call};\`);
        await once(worker, 'message');
        await new Promise((resolve) => setTimeout(resolve, 30));
        statuses.push(await worker.terminate());
      }
      const array = carray.mapFile(path);
      return [...statuses, array.length];`);
    expect(result).toEqual([1, 1, 1, 1, 1, 65536]);
  });

  it('transfers in a worker: a pipe whose reader has left does not end the process', () => {
    const result = answer(`
      const worker = start(\`
        const { execFileSync } = require('node:child_process');
        const fs = require('node:fs');
        const { O_RDONLY, O_WRONLY, O_NONBLOCK } = fs.constants;
        execFileSync('/usr/bin/mkfifo', [path + '.pipe']);
        const reader = fs.openSync(path + '.pipe', O_RDONLY | O_NONBLOCK);
        const writer = fs.openSync(path + '.pipe', O_WRONLY | O_NONBLOCK);
        const array = carray.mapFile(path, { access: 'read-write' });
        const results = [array.subarray(0, 5000).writeTo(writer), array.readFrom(reader, 100)];
        fs.closeSync(reader);
        try { array.writeTo(writer); } catch (error) { results.push(error.code); }
        parentPort.postMessage(results);\`);
      const [[results], [status]] = await Promise.all([once(worker, 'message'), once(worker, 'exit')]);
      return [...results, status];`);
    expect(result).toEqual([5000, 5100, 'EPIPE', 0]);
  });
});
