import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it, type TestContext } from 'vitest';
import { describeFaults, expectSurvival } from './children.js';

/** A number of /proc/meminfo; 0 where there is none. */
function memoryInfo(name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(readFileSync('/proc/meminfo', 'utf8'))?.[1] ?? 0);
}

// A file takes two pages of the pool, and a replaced one needs no third: it is of ordinary memory.
describeFaults('a file of huge pages', () => {
  function story(name: string, { skip }: TestContext): void {
    skip(memoryInfo('HugePages_Free') < 2, 'the pool of huge pages is empty (vm.nr_hugepages)');
    const folder = mkdtempSync(join(tmpdir(), 'carray-huge-'));
    const mounted = spawnSync('mount', ['-t', 'hugetlbfs', 'none', folder]).status === 0;
    try {
      skip(!mounted, 'no file system can be mounted here');
      expectSurvival('huge-pages', name, join(folder, 'file'), String(1024 * memoryInfo('Hugepagesize')));
    } finally {
      if (mounted) spawnSync('umount', [folder]);
      rmdirSync(folder);
    }
  }

  it('made shorter: a whole huge page is replaced', (context) => story('lost', context));
  it('read-only and stored into: a whole huge page is copied', (context) => story('readOnly', context));
});
