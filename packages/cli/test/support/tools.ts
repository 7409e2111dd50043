import { execFileSync, spawnSync } from 'node:child_process';

/** Whether a program of the system is there: tests that compare with it tell in their titles that they need it. */
export function hasTool(name: string): boolean {
  return spawnSync(name, ['--version'], { stdio: 'ignore' }).error === undefined;
}

/** What a program prints. */
export function printed(program: string, ...args: string[]): string {
  return execFileSync(program, args, { encoding: 'latin1', maxBuffer: 2 ** 28 });
}
