import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { onBothBackends } from '../src/packed.js';
import { npmPackage } from '../src/peers/npm-package.js';
import { runScript } from '../src/program.js';

/** What its tests print in place of a failure. */
const SWALLOWED = /up in the write\/read test::|up for syncs::|Failed to remove/;

onBothBackends('the tests of @riaskov/mmap-io 1.4.3, over carray', (_api, backend) => {
  it('pass', () => {
    const folder = npmPackage('@riaskov/mmap-io', '1.4.3');
    // They require('../').
    copyFileSync(
      fileURLToPath(new URL('../src/peers/mmap-io.cjs', import.meta.url)),
      join(folder, 'mmap-io.js'),
    );
    const { stdout, stderr, ...ended } = runScript(join(folder, 'dist', 'test.js'), { backend });
    expect(stderr).toBe('');
    expect(ended).toEqual({ status: 0, signal: null });
    expect(stdout).toMatch(/All done\n$/);
    expect(stdout).not.toMatch(SWALLOWED);
    // The three that are to be refused are, and so is a size of 0.
    const refusals = stdout.match(/caught deliberate exception: .+/g);
    expect(refusals).toHaveLength(4);
  });
});
