import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { Worker } from 'node:worker_threads';
import { expect, it, onTestFinished } from 'vitest';
import { codeOf, openDescriptors } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';
import { answerOf, runChild } from '../src/shared/child.js';
import { fileOfName, freshName, sizeOf } from '../src/shared/names.js';

const { uint8, uint32, float64, struct } = carray;

onBothBackends('shared memory by name', (api, backend) => {
  const { openSharedMemory, unlinkSharedMemory, munmap, pageSize } = api;
  const answer = (expression: string, name: string) => answerOf(expression, name, { backend });

  it('two processes with one name have the same bytes, and nothing else is in it', () => {
    const name = freshName();
    const mine = openSharedMemory(name, uint32, 10, { create: true });
    expect([mine.toArray(), sizeOf(name), mine.mapping?.path]).toEqual([Array(10).fill(0), 40, `/${name}`]);
    mine.set(3, 0xdeadbeef);
    const seen = answer(
      `(() => {
      const theirs = openSharedMemory('/' + given, uint32, 10);
      const before = theirs.toArray();
      theirs.fill(9, 5);
      return before;
    })()`,
      name,
    );
    expect(seen).toEqual([0, 0, 0, 0xdeadbeef, 0, 0, 0, 0, 0, 0]);
    expect(mine.toArray()).toEqual([0, 0, 0, 0xdeadbeef, 0, 9, 9, 9, 9, 9]);
    munmap(mine);
    expect(unlinkSharedMemory(name)).toBe(true);
  });

  it('structs', () => {
    const name = freshName();
    const point = struct({ kind: uint8, x: float64 });
    const points = openSharedMemory(name, point, 3, { create: true });
    const body = `(() => {
      const points = openSharedMemory(given, struct({ kind: uint8, x: float64 }));
      points.ref(2).x += 0.5;
      points.set(1, { kind: 7, x: -1 });
      return points.length;
    })()`;
    expect(answer(body, name)).toBe(3);
    expect(points.toArray()).toEqual([
      { kind: 0, x: 0 },
      { kind: 7, x: -1 },
      { kind: 0, x: 0.5 },
    ]);
    munmap(points);
  });

  it('what one leaves behind when it is killed is there for the others', () => {
    const name = freshName();
    const killed = runChild(
      `openSharedMemory(given, uint32, 1000, { create: true }).fill(42); process.kill(process.pid, 'SIGKILL');`,
      name,
      { backend },
    );
    expect(killed.signal).toBe('SIGKILL');
    const left = openSharedMemory(name, uint32);
    expect([left.length, left.toArray().every((each) => each === 42)]).toEqual([1000, true]);
    munmap(left);
  });

  it('is gone for new ones once it is unlinked, and stays with those who have it', () => {
    const name = freshName();
    const old = openSharedMemory(name, uint8, 5, { create: true }).fill(1);
    expect([unlinkSharedMemory(`/${name}`), unlinkSharedMemory(name)]).toEqual([true, false]);
    expect(codeOf(() => openSharedMemory(name, uint8))).toBe('ENOENT');
    const young = openSharedMemory(name, uint8, 5, { create: true, exclusive: true });
    expect([old.toArray(), young.toArray()]).toEqual([Array(5).fill(1), Array(5).fill(0)]);
    munmap(old);
    munmap(young);
    expect(unlinkSharedMemory(name)).toBe(true);
  });

  it('create makes longer what is there, keeps its bytes, and never makes it shorter', () => {
    const name = freshName();
    munmap(openSharedMemory(name, uint8, 10, { create: true }).fill(7));
    const longer = openSharedMemory(name, uint8, 3 * pageSize, { create: true });
    expect([longer.subarray(0, 11).toArray(), sizeOf(name)]).toEqual([
      [...Array(10).fill(7), 0],
      3 * pageSize,
    ]);
    const blocks = statSync(fileOfName(name)).blocks * 512;
    expect(blocks).toBe(3 * pageSize); // reserved, and not with the first store
    munmap(longer);
    const shorter = openSharedMemory(name, uint8, 4, { create: true });
    expect([shorter.toArray(), sizeOf(name)]).toEqual([[7, 7, 7, 7], 3 * pageSize]);
    munmap(shorter);
  });

  it('without a length has the whole elements that there are', () => {
    const name = freshName();
    munmap(openSharedMemory(name, uint8, 11, { create: true }));
    expect(openSharedMemory(name, uint32).length).toBe(2);
    truncateSync(fileOfName(name), 0); // as it is while another process is about to make it
    const none = openSharedMemory(name, uint32);
    expect([none.length, none.mapping?.path, munmap(none)]).toEqual([0, `/${name}`, true]);
  });

  it('shorter than asked, without create, is an error that tells its size', () => {
    const name = freshName();
    munmap(openSharedMemory(name, uint8, 10, { create: true }));
    const open = () => openSharedMemory(name, uint32, 3);
    expect(codeOf(open)).toBe('ERR_OUT_OF_RANGE');
    expect(open).toThrow(
      `Cannot open 3 elements of '/${name}': they are 12 bytes, it has 10, and create is not set`,
    );
    expect(sizeOf(name)).toBe(10);
  });

  it('ENOENT without create, EEXIST with exclusive, ENAMETOOLONG past 255 bytes, and 255 are fine', () => {
    const name = freshName();
    const [long, longest] = [name.padEnd(256, 'x'), name.padEnd(255, 'x')];
    onTestFinished(() => rmSync(fileOfName(longest), { force: true }));
    expect(() => openSharedMemory(name, uint8)).toThrow(
      `ENOENT: no such file or directory, shm_open '/${name}': nobody has made it; the option create does`,
    );
    munmap(openSharedMemory(name, uint8, 1, { create: true, exclusive: true }));
    const again = () => openSharedMemory(name, uint8, 1, { create: true, exclusive: true });
    expect(again).toThrow(
      `EEXIST: file already exists, shm_open '/${name}': it is there already, and exclusive is set`,
    );
    for (const call of [
      () => openSharedMemory(long, uint8),
      () => openSharedMemory(long, uint8, 1, { create: true }),
      () => openSharedMemory('é'.repeat(128), uint8, 1, { create: true }),
      () => unlinkSharedMemory(long),
    ]) {
      expect([codeOf(call), call]).toEqual(['ENAMETOOLONG', call]);
      expect(call).toThrow('the name has 256 bytes, and may have 255');
    }
    munmap(openSharedMemory(longest, uint8, 1, { create: true }));
    expect([unlinkSharedMemory(longest), unlinkSharedMemory(name)]).toEqual([true, true]);
  });

  it('names are text: spaces, other scripts, dots, a newline', () => {
    for (const odd of ['two words', 'имя-名前-😀', '...', '.hidden', '%2f', 'a\nb']) {
      const name = `${freshName()}${odd}`;
      onTestFinished(() => rmSync(fileOfName(name), { force: true }));
      munmap(openSharedMemory(name, uint8, 2, { create: true }).fill(3));
      expect([sizeOf(name), answer('openSharedMemory(given, uint8).toArray()', name)]).toEqual([2, [3, 3]]);
      expect(unlinkSharedMemory(name)).toBe(true);
    }
  });

  it.each([0o600, 0o640, 0o660, 0o400, 0])('mode %o, less the umask', (mode) => {
    const name = freshName();
    const body = `process.umask(0o027); munmap(openSharedMemory(given, uint8, 1, { create: true, mode: ${mode} }).fill(1));`;
    expect(runChild(body, name, { backend })).toEqual({ status: 0, signal: null, stdout: '', stderr: '' });
    expect(statSync(fileOfName(name)).mode & 0o777).toBe(mode & ~0o027);
  });

  it('readOnly: sees the stores of others, refuses its own, and strays stay in the process', () => {
    const name = freshName();
    const mine = openSharedMemory(name, uint32, 4, { create: true });
    const reader = openSharedMemory(name, uint32, 4, { readOnly: true });
    mine.set(1, 5);
    expect([reader.toArray(), reader.writable, reader.mapping?.access]).toEqual([
      [0, 5, 0, 0],
      false,
      'read',
    ]);
    expect(codeOf(() => reader.set(0, 1))).toBe('ERR_MAPPING_READ_ONLY');
    reader.typedArray[0] = 9;
    expect(mine.get(0)).toBe(0);
    munmap(reader);
    munmap(mine);
  });

  it('a worker has it by its name too, and says no word on stderr', async () => {
    const name = freshName();
    const array = openSharedMemory(name, uint32, 2, { create: true });
    const source = `
      const { withBackend, uint32 } = require('carray');
      const { openSharedMemory, createMemoryFile, munmap } = withBackend(${JSON.stringify(backend)});
      const array = openSharedMemory(${JSON.stringify(name)}, uint32);
      array.set(1, array.get(0) + 1);
      munmap(array);
      createMemoryFile('worker', 100).close();
      process.on('warning', (warning) => require('node:worker_threads').parentPort.postMessage(warning.message));`;
    array.set(0, 6);
    const warnings: unknown[] = [];
    const worker = new Worker(source, { eval: true });
    worker.on('message', (message) => warnings.push(message));
    const [status] = await once(worker, 'exit');
    expect([status, warnings, array.toArray()]).toEqual([0, [], [6, 7]]);
    munmap(array);
  });

  it('an error where the name is something else, and none of them hangs', async () => {
    const [link, folder, fifo, socket] = [freshName(), freshName(), freshName(), freshName()];
    const target = freshName();
    writeFileSync(fileOfName(target), 'abc');
    symlinkSync(fileOfName(target), fileOfName(link));
    execFileSync('mkdir', [fileOfName(folder)]);
    execFileSync('mkfifo', [fileOfName(fifo)]);
    const server = createServer().listen(fileOfName(socket));
    await once(server, 'listening');
    const before = openDescriptors();
    for (const name of [link, folder, socket]) {
      expect(() => openSharedMemory(name, uint8)).toThrow('taken by something that is no shared memory');
    }
    for (const readOnly of [true, false]) {
      expect(codeOf(() => openSharedMemory(fifo, uint8, undefined, { readOnly }))).toBe('ENODEV');
    }
    expect(codeOf(() => openSharedMemory(fifo, uint8, 1, { create: true }))).toBe('ESPIPE');
    expect([openDescriptors(), sizeOf(target)]).toEqual([before, 3]);
    server.close();
  });

  it('a failed call leaves no descriptor and no name, and the length as it was', () => {
    const [absent, present] = [freshName(), freshName()];
    munmap(openSharedMemory(present, uint8, 5, { create: true }).fill(6));
    const before = [openDescriptors(), sizeOf(absent), sizeOf(present)];
    const huge = 2 ** 50;
    for (let round = 0; round < 3; round++) {
      for (const name of [absent, present]) {
        expect(codeOf(() => openSharedMemory(name, uint8, huge, { create: true }))).toBe('ENOMEM');
      }
      expect(codeOf(() => openSharedMemory(present, uint8, 6))).toBe('ERR_OUT_OF_RANGE');
      expect(codeOf(() => openSharedMemory(present, uint8, 1, { create: true, exclusive: true }))).toBe(
        'EEXIST',
      );
      expect(codeOf(() => openSharedMemory(absent, uint8))).toBe('ENOENT');
    }
    expect([openDescriptors(), sizeOf(absent), sizeOf(present)]).toEqual(before);
  });

  it('a fault is survived, and healed, where another process makes it shorter', () => {
    const name = freshName();
    const body = `(() => {
      c.configure({ faultGuard: 'all' });
      const { truncateSync } = fs;
      const array = openSharedMemory(given, uint8, 2 * pageSize, { create: true }).fill(1);
      const file = '/dev/shm/' + given;
      truncateSync(file, 0);
      const seen = [array.mapping.canFault, tell(() => array.get(0))];
      truncateSync(file, 2 * pageSize);
      array.mapping.remap();
      array.set(1, 5);
      return [...seen, array.get(0), array.get(1)];
    })()`;
    expect(answer(body, name)).toEqual([true, 'ERR_MAPPING_FAULT TypeError', 0, 5]);
  });
});
