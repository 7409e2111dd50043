import { execFileSync, spawnSync } from 'node:child_process';
import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';

/** Whether a program of the system is there: tests that compare with it tell in their titles that they need it. */
export function hasTool(name: string): boolean {
  return spawnSync(name, ['--version'], { stdio: 'ignore' }).error === undefined;
}

/** What is on this machine; tests that need what is missing are skipped, and seen to be. */
export const has = {
  fincore: hasTool('fincore'),
  vmtouch: hasTool('vmtouch'),
  python: spawnSync('python3', ['-c', 'import ctypes, mmap']).status === 0,
  script: hasTool('script'),
  /** Files of tmpfs are nowhere but in memory. */
  eviction: statfsSync(tmpdir()).type !== 0x01021994,
};

/** What a program prints. */
export function printed(program: string, ...args: string[]): string {
  return execFileSync(program, args, { encoding: 'latin1', maxBuffer: 2 ** 28 });
}
