import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { oneLine } from './text.js';

const partner = join(__dirname, 'partner.js'); // from dist, where this file ends up
const PARTNER_TIMEOUT_MS = 15_000;

/** Has a second process map a file of uint32, add its numbers up but for element 0, and store the sum there. Fails as `runChild`. */
export function addUpInChild(file: string, backend: string): Promise<void> {
  return runChild({
    script: partner,
    args: [file, backend],
    message: 'add up',
    timeoutMs: PARTNER_TIMEOUT_MS,
  });
}

export interface ChildJob {
  readonly script: string;
  readonly args: readonly string[];
  /** Sent once the child runs. */
  readonly message: string;
  readonly timeoutMs: number;
}

/** Runs a script as a second process. Fails with one line when it fails, dies or takes too long; then it is killed. */
export async function runChild({ script, args, message, timeoutMs }: ChildJob): Promise<void> {
  const child = fork(script, args, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  child.send(message, () => {}); // a child that is gone already is told by its end
  const end = await ended(child, timeoutMs);
  if (end === 'exit code 0') return;
  throw new Error(`the second process did not do its part: ${oneLine(complaint) || end}`);
}

function ended(child: ChildProcess, timeoutMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, timeoutMs);
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      if (late) resolve(`no answer in ${timeoutMs / 1000} s, so it was ended`);
      else resolve(signal === null ? `exit code ${code}` : `ended by ${signal}`);
    });
  });
}
