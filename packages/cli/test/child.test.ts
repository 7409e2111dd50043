import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runChild } from '../src/child.js';
import { temporaryDirectory } from './support/cli.js';

const file = temporaryDirectory();

/** Runs that program as the second process. */
function child(source: string, timeoutMs = 10_000): Promise<void> {
  writeFileSync(file('child.cjs'), source);
  return runChild({ script: file('child.cjs'), args: ['argument'], message: 'go', timeoutMs });
}

test('resolves once the second process has ended well', async () => {
  const source = `process.once('message', (message) => {
    process.exit(message === 'go' && process.argv[2] === 'argument' ? 0 : 1);
  });`;
  await expect(child(source)).resolves.toBeUndefined();
});

test('one that does not answer is ended', async () => {
  const stuck = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000);`;
  await expect(child(stuck, 500)).rejects.toThrow('no answer in 0.5 s, so it was ended');
});

test('what one complains about is told in one line', async () => {
  const source = `console.error('first\\n  second'); process.exitCode = 1; process.disconnect();`;
  await expect(child(source)).rejects.toThrow(/did not do its part: first second$/);
});

test('one that fails or dies silently is told', async () => {
  await expect(child('process.exit(3)')).rejects.toThrow('exit code 3');
  await expect(child(`process.kill(process.pid, 'SIGKILL')`)).rejects.toThrow('ended by SIGKILL');
});

test('a script that is not there is told', async () => {
  const missing = { script: file('missing.cjs'), args: [], message: 'go', timeoutMs: 10_000 };
  await expect(runChild(missing)).rejects.toThrow(/Cannot find module/);
});
