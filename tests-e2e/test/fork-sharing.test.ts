import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fileOf } from '../src/files.js';
import { runForking } from '../src/fork/run.js';
import { onBothBackends } from '../src/packed.js';

/**
 * Elements 0 and 1 are 1 before the fork. Then the child stores 2 into the first, and the parent 3 into the
 * second. Both say what they have at the end: 21 and 13 where they diverged, 23 where they share.
 */
const exchange = `
  const { mapAnonymous, mapFile, uint8 } = carray;
  const [path] = process.argv.slice(-1);
  function exchange(array) {
    const [toParent, toChild] = [pipe(), pipe()];
    const seen = () => 10 * array.get(0) + array.get(1);
    const pid = fork(() => {
      array.set(0, 2);
      toParent.send('s');
      toChild.receive();
      return seen();
    });
    toParent.receive();
    const early = array.get(0);
    array.set(1, 3);
    toChild.send('s');
    const { status, signal } = wait(pid);
    return { early, child: status, signal, parent: seen() };
  }`;

const diverged = { early: 1, child: 21, signal: null, parent: 13 };
const shared = { early: 2, child: 23, signal: null, parent: 23 };

onBothBackends('parent and child', ({ pageSize }, backend) => {
  it('diverge in private anonymous memory', () => {
    const body = `${exchange} return exchange(mapAnonymous(uint8, 2).fill(1));`;
    expect(runForking(backend, body)).toEqual(diverged);
  });

  it('share shared anonymous memory', () => {
    const body = `${exchange} return exchange(mapAnonymous(uint8, 2, { shared: true }).fill(1));`;
    expect(runForking(backend, body)).toEqual(shared);
  });

  it('share a shared file mapping, and the file has the stores of both', () => {
    const path = fileOf(Buffer.alloc(pageSize, 1));
    const body = `${exchange}
      const result = exchange(mapFile(path, { access: 'read-write' }));
      return { ...result, file: [...fs.readFileSync(path).subarray(0, 3)] };`;
    expect(runForking(backend, body, path)).toEqual({ ...shared, file: [2, 3, 1] });
    expect([...readFileSync(path).subarray(0, 3)]).toEqual([2, 3, 1]);
  });

  it.each([
    ['untouched', ''],
    ['stored to before', 'array.set(2, 1);'],
  ])('diverge in a private file mapping that was %s, and the file is unchanged', (_, touch) => {
    const content = Buffer.alloc(pageSize, 1);
    const path = fileOf(content);
    const body = `${exchange}
      const array = mapFile(path, { access: 'copy-on-write' });
      ${touch}
      return exchange(array);`;
    expect(runForking(backend, body, path)).toEqual(diverged);
    expect(readFileSync(path).equals(content)).toBe(true);
  });

  it('share through raw views that were made before the fork', () => {
    const body = `${exchange}
      const raw = mapAnonymous(uint8, 2, { shared: true }).fill(1).typedArray;
      return exchange({ get: (index) => raw[index], set: (index, value) => { raw[index] = value; } });`;
    expect(runForking(backend, body)).toEqual(shared);
  });
});
