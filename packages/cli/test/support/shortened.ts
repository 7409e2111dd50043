import { spawn } from 'node:child_process';
import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { bin } from './cli.js';

const BYTES = 64 * 2 ** 30;

export interface End {
  readonly status: number | null;
  readonly signal: string | null;
  readonly stderr: string;
}

/**
 * Runs the command line on a sparse file that takes minutes to look through, and makes that shorter as soon as it is
 * mapped, so many times. Linux alone tells what a process has mapped.
 */
export async function shortenedWhile(path: string, args: readonly string[], times = 1): Promise<End> {
  writeFileSync(path, '');
  truncateSync(path, BYTES);
  const child = spawn(process.execPath, [bin, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  const timer = setInterval(() => {
    if (timesMapped(child.pid, path) >= times) truncateSync(path, 10);
  }, 10);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    stderr += part;
  });
  const end = await new Promise<End>((resolve) => {
    child.once('close', (status, signal) => resolve({ status, signal, stderr }));
  });
  clearInterval(timer);
  rmSync(path);
  return end;
}

function timesMapped(pid: number | undefined, path: string): number {
  try {
    return readFileSync(`/proc/${pid}/maps`, 'utf8').split(path).length - 1;
  } catch {
    return 0; // it has ended
  }
}
