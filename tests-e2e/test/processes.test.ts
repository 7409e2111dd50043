import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { fileOf, temporaryDirectory } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';
import { packedProject } from '../src/paths.js';

const { uint32 } = carray;

/** Maps the file of its first argument and stores the sum of elements 1 to 9 into element 0, at each message. */
const partner = `
  const { mapFile, uint32 } = require(${JSON.stringify(join(packedProject, 'node_modules/carray'))});
  const array = mapFile(process.argv[2], { type: uint32, access: 'read-write' });
  process.on('message', () => {
    let sum = 0;
    for (let index = 1; index < 10; index++) sum += array.get(index);
    array.set(0, sum);
    process.send('done');
  });
  process.send('ready');`;

async function startPartner(path: string, env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const program = join(temporaryDirectory(), 'partner.cjs');
  writeFileSync(program, partner);
  const child = fork(program, [path], { env: { ...process.env, ...env } });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  await once(child, 'message');
  return child;
}

onBothBackends('two processes share a file', ({ mapFile, munmap }, backend) => {
  it('each sees what the other has stored', async () => {
    const path = fileOf(Buffer.alloc(40));
    const array = mapFile(path, { type: uint32, access: 'read-write' });
    const child = await startPartner(path, { CARRAY_BACKEND: backend });
    for (let round = 1; round <= 20; round++) {
      for (let index = 1; index < 10; index++) array.set(index, round * index);
      const answered = once(child, 'message');
      child.send('sum');
      await answered;
      expect(array.get(0)).toBe(45 * round);
    }
    munmap(array);
  });

  it('what one leaves behind when it is killed is in the file', async () => {
    const path = fileOf(Buffer.alloc(40, 1));
    const child = await startPartner(path, { CARRAY_BACKEND: backend });
    child.send('sum');
    await once(child, 'message');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const array = mapFile(path, { type: uint32 });
    expect(array.get(0)).toBe((9 * 0x01010101) % 2 ** 32);
    munmap(array);
  });
});
