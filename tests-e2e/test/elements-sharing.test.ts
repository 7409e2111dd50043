import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { fileOf, temporaryDirectory } from '../src/files.js';
import { runForking } from '../src/fork/run.js';
import { carray, onBothBackends } from '../src/packed.js';
import { packedProject } from '../src/paths.js';
import { answerOf } from '../src/transfer/answer.js';

const { char, array, float64, struct, uint32be, uint8 } = carray;

// One type, declared in each process: packed, so that the fields are not aligned.
const declaration = `carray.struct(
  { kind: carray.uint8, x: carray.float64, id: carray.uint32be, name: carray.array(carray.char, 7) }, { pack: 1 })`;
const type = struct({ kind: uint8, x: float64, id: uint32be, name: array(char, 7) }, { pack: 1 });
const COUNT = 500;

const storeAll = `
  const storeAll = (points, factor) => {
    for (let index = 0; index < points.length; index++) {
      const point = points.ref(index);
      point.kind = (index * factor) % 256;
      point.x = index * factor / 3;
      point.id = 4_000_000_000 + index * factor;
      point.name = 'n' + index * factor;
    }
  };`;

/** What the columns have after `storeAll`. */
const columnsAfter = (factor: number) => {
  const products = Array.from({ length: COUNT }, (_, index) => index * factor);
  return {
    kind: products.map((product) => product % 256),
    x: products.map((product) => product / 3),
    id: products.map((product) => 4_000_000_000 + product),
    name: products.map((product) => `n${product}`),
  };
};

const columnsOf = `
  const columnsOf = (points) =>
    Object.fromEntries(['kind', 'x', 'id', 'name'].map((name) => [name, points.field(name).toArray()]));`;

onBothBackends('references store, columns of another read', ({ mapFile, munmap }, backend) => {
  it('a forked process, over shared anonymous memory', () => {
    const result = runForking(
      backend,
      `${storeAll} ${columnsOf}
      const points = carray.mapAnonymous(${declaration}, ${COUNT}, { shared: true });
      storeAll(points, 1);
      const held = points.ref(499);
      const pid = fork(() => {
        if (held.name !== 'n499') return 1;
        storeAll(points, 3);
        held.x += 0.25;
        return 0;
      });
      return { ended: wait(pid), columns: columnsOf(points), held: held.x };`,
    );
    const columns = columnsAfter(3);
    columns.x[499] = 499.25;
    expect(result).toEqual({ ended: { status: 0, signal: null }, columns, held: 499.25 });
  });

  it('another process, over a file, turn by turn', async () => {
    const path = fileOf(Buffer.alloc(COUNT * type.size));
    const program = join(temporaryDirectory(), 'partner.cjs');
    writeFileSync(
      program,
      `const carray = require(${JSON.stringify(join(packedProject, 'node_modules/carray'))});
      ${storeAll}
      const points = carray.mapFile(process.argv[2], { type: ${declaration}, access: 'read-write' });
      process.on('message', (factor) => { storeAll(points, factor); process.send(points.field('x').get(9)); });`,
    );
    const child = fork(program, [path], { env: { ...process.env, CARRAY_BACKEND: backend } });
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    const points = mapFile(path, { type, access: 'read-write' });
    const names = ['kind', 'x', 'id', 'name'] as const;
    const columns = names.map((name) => points.field(name));
    for (const factor of [1, 2, 70]) {
      const answered = Promise.race([once(child, 'message'), once(child, 'exit')]);
      child.send(factor);
      expect(await answered).toEqual([3 * factor, undefined]);
      const expected = columnsAfter(factor);
      for (const [index, name] of names.entries()) expect(columns[index]?.toArray()).toEqual(expected[name]);
      points.field('kind').fill(0);
    }
    munmap(points);
  });

  it('a worker thread, over a file', () => {
    const result = answerOf(
      backend,
      `const { Worker } = require('node:worker_threads');
      const { once } = require('node:events');
      ${columnsOf}
      const [path] = process.argv.slice(-1);
      const points = carray.mapFile(path, { type: ${declaration}, access: 'read-write' });
      const held = points.ref(10);
      const worker = new Worker(\`
        const { parentPort, workerData } = require('node:worker_threads');
        const carray = require('carray');
        ${storeAll}
        const points = carray.mapFile(workerData, { type: ${declaration}, access: 'read-write' });
        parentPort.on('message', (factor) => {
          if (factor === 0) { carray.munmap(points); process.exit(); return; }
          storeAll(points, factor);
          parentPort.postMessage(points.field('id').get(10));
        });\`, { eval: true, workerData: path });
      const answers = [];
      for (const factor of [1, 2, 5]) {
        worker.postMessage(factor);
        answers.push((await once(worker, 'message'))[0], held.x);
        held.x = -1;
      }
      const columns = columnsOf(points);
      worker.postMessage(0);
      const [status] = await once(worker, 'exit');
      return { answers, columns, status };`,
      { args: [fileOf(Buffer.alloc(COUNT * type.size))] },
    );
    const columns = columnsAfter(5);
    columns.x[10] = -1;
    const answers = [1, 2, 5].flatMap((factor) => [4_000_000_000 + 10 * factor, (10 * factor) / 3]);
    expect(result).toEqual({ answers, columns, status: 0 });
  });
});
