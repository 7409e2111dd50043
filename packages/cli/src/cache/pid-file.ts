import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hasCode } from '../errors.js';

/** Writes the pid of this process, in place of that of one that has ended. @returns what removes it @throws where the other one lives */
export function writePidFile(path: string): () => void {
  const text = `${process.pid}\n`;
  try {
    writeFileSync(path, text, { flag: 'wx' });
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
    checkPidFile(path);
    writeFileSync(path, text);
  }
  return () => {
    if (textOf(path) === text) rmSync(path, { force: true }); // another may have it by now
  };
}

/** What is no file with a pid is nobody's to overwrite. @throws where another process has it, or it is something else */
export function checkPidFile(path: string): void {
  if (!existsSync(path)) return;
  const [, pid] = /^(\d{1,10})\s*$/.exec(textOf(path) ?? '') ?? [];
  if (pid === undefined)
    throw new Error(`--pid-file ${path} is there, and is no file with a pid: it stays as it is`);
  if (isAlive(Number(pid)))
    throw new Error(`--pid-file ${path} is that of process ${pid}, which has not ended`);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
