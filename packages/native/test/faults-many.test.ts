import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'vitest';
import { describeFaults, expectSurvival } from './children.js';

describeFaults('many pages', () => {
  const survives = (name: string) => expectSurvival('many', name);

  it('80,000 lost ones, every other of a file', () => survives('scattered'));
  it('lost ones beside others that the file still has', () => survives('keepsOthers'));
  it('80,000 read-only ones stored into', () => survives('readOnly'));
  it('40,000 without access', () => survives('unreadable'));
  it('of 20,000 regions', () => survives('regions'));
});

describeFaults('a full disk', () => {
  it('takes no store into a hole', ({ skip }) => {
    const folder = mkdtempSync(join(tmpdir(), 'carray-full-'));
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]).status === 0;
    try {
      skip(!mounted, 'no file system can be mounted here');
      expectSurvival('full-disk', 'store', join(folder, 'file'), '2000');
    } finally {
      if (mounted) spawnSync('umount', [folder]);
      rmdirSync(folder);
    }
  });
});
